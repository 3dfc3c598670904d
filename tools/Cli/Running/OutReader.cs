using System;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Cli.Telemetry;

namespace DataBox.Cli.Running;

/// <summary>
/// The `--out` of `databox run`: listens at the broker, from before the box's first block until after its last, in a lasting
/// session of its own, so that a broker that goes and comes back loses nothing.
/// </summary>
public sealed class OutReader : IAsyncDisposable
{
    private readonly BrokerAddress _address;
    private readonly BoxTopics _topics;
    private readonly ITelemetrySink _sink;
    private readonly TelemetryRecorder _recorder;
    private readonly string _session = "databox-out-" + Guid.NewGuid().ToString("n")[..12];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _lock = new();
    private readonly Action<string> _say;
    private Task _loop = Task.CompletedTask;
    private Exception? _failure;

    public OutReader(BrokerAddress address, BoxTopics topics, string path, Action<string> say)
    {
        _address = address;
        _topics = topics;
        _say = say;
        _sink = TelemetryFiles.Open(path);
        _recorder = new TelemetryRecorder(topics.Box, _sink, say, fromFirst: true);
    }

    /// <summary>Begins to listen; the task ends when the subscription stands, however long the broker takes to be there.</summary>
    public Task StartAsync()
    {
        _loop = Task.Run(ListenAsync);
        return _listening.Task;
    }

    /// <summary>Waits until the block before <paramref name="next"/> has come.</summary>
    /// <returns>False when it did not come in time.</returns>
    public async Task<bool> HasAllBeforeAsync((uint Boot, uint Seq) next, TimeSpan limit, CancellationToken stop)
    {
        long end = Environment.TickCount64 + (long)limit.TotalMilliseconds;
        while (true)
        {
            lock (_lock)
            {
                if (_failure is not null)
                {
                    throw _failure;
                }

                if (next.Seq == 0 || (_recorder.LastInOrder is { } last && last.Boot == next.Boot && last.Seq + 1 >= next.Seq))
                {
                    return true;
                }
            }

            if (Environment.TickCount64 > end)
            {
                return false;
            }

            await Task.Delay(10, stop);
        }
    }

    /// <summary>Writes what still waits and says what came.</summary>
    public async Task<string> FinishAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        lock (_lock)
        {
            _recorder.Finish();
            _sink.Dispose();
            return _recorder.Summary();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _sink.Dispose();
        await CloudClient.ForgetSessionAsync(_address, _session);
        _stop.Dispose();
    }

    private async Task ListenAsync()
    {
        bool said = false;
        while (!_stop.IsCancellationRequested)
        {
            await using var client = new CloudClient(_address, m => Take(m.Payload), _session);
            try
            {
                await client.ConnectAsync(_stop.Token);
                await client.SubscribeAsync(_stop.Token, _topics.Data);
                _listening.TrySetResult();
                said = false;
                await client.ClosedAsync(_stop.Token);
            }
            catch (CommandException e)
            {
                if (!said)
                {
                    _say($"--out: {e.Message}; trying again");
                    said = true;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(500), _stop.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Take(byte[] payload)
    {
        lock (_lock)
        {
            if (_stop.IsCancellationRequested || _failure is not null)
            {
                return;
            }

            try
            {
                _recorder.Take(payload);
            }
            catch (Exception e)
            {
                // A full disk, most likely. The client would swallow it: say it now and keep it for the command's end.
                _failure = e as CommandException ?? new CommandException($"--out: {e.Message}");
                _say($"{_failure.Message}; nothing more is written");
                throw;
            }
        }
    }
}
