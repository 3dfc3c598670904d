using System;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Cli.Telemetry;

namespace DataBox.Cli.Commands;

/// <summary>One recording: listens until it is stopped, through as many connections as that takes.</summary>
public sealed class RecordRun(BoxTopics topics, BrokerAddress address, TelemetryRecorder recorder, string? session)
{
    private readonly TaskCompletionSource _known = new();
    private readonly TaskCompletionSource<string> _failed = new();
    private readonly Lock _lock = new();
    private bool _away;

    /// <exception cref="CommandException">No broker, no such box, or a file that can't be written.</exception>
    public async Task ListenAsync(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ConnectionAsync(stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                break;
            }
        }

        lock (_lock)
        {
            recorder.Finish();
        }
    }

    /// <summary>From connecting until the connection has ended.</summary>
    private async Task ConnectionAsync(CancellationToken stop)
    {
        await using var client = new CloudClient(address, Take, session);
        try
        {
            await client.ConnectAsync(stop);
            await client.SubscribeAsync(stop, topics.Birth, topics.Data);
        }
        catch (CommandException) when (_known.Task.IsCompleted)
        {
            // It was there before and may come back: the box keeps what it could not deliver.
            await Task.Delay(TimeSpan.FromSeconds(1), stop);
            return;
        }

        Task first = await Task.WhenAny(_known.Task, Task.Delay(CloudClient.AnswerTime, stop));
        stop.ThrowIfCancellationRequested();
        if (first != _known.Task)
        {
            throw new CommandException($"no box '{topics.Box}' at {address}: nothing on {topics.Birth} within 10 s");
        }

        if (_away)
        {
            Console.WriteLine($"broker {address} is back");
        }

        Task<string> ended = await Task.WhenAny(client.ClosedAsync(stop), _failed.Task);
        if (ended == _failed.Task)
        {
            throw new CommandException(await ended);
        }

        Console.WriteLine($"broker {address} gone ({await ended}); trying again");
        _away = true;
    }

    private void Take(CloudMessage message)
    {
        if (message.Topic == topics.Birth)
        {
            _known.TrySetResult();
            return;
        }

        lock (_lock)
        {
            try
            {
                recorder.Take(message.Payload);
            }
            catch (Exception e)
            {
                // The client would swallow it: a full disk, most likely. It ends the command.
                _failed.TrySetResult(e is CommandException ? e.Message : "--out: " + e.Message);
                throw;
            }
        }
    }
}
