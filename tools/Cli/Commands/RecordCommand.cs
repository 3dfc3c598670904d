using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Cli.Telemetry;

namespace DataBox.Cli.Commands;

/// <summary>`databox record [BOX] --out x.csv`: decodes a box's blocks as they come, writes them, and lists what is missing.</summary>
public static class RecordCommand
{
    public static Command Build()
    {
        var box = new Argument<string?>("box")
        {
            Description = "id of the box; may be left out where the broker knows only one",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var broker = CommonOptions.Broker();
        var output = new Option<string>("--out")
        {
            Description = "file to write: .csv (in the replay's own form) or .parquet",
            Required = true,
            HelpName = "FILE",
        };
        var session = new Option<string?>("--session")
        {
            Description = "name of a lasting session: what comes while nobody records is kept by the broker",
        };
        var duration = CommonOptions.For();

        var command = new Command("record", "decode a box's telemetry into a file and list gaps; ends with Ctrl-C")
        {
            box, broker, output, session, duration,
        };
        command.SetAction(async (parsed, stop) =>
        {
            using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
            if (CommonOptions.Time(parsed.GetValue(duration)) is { } time)
            {
                end.CancelAfter(time);
            }

            BrokerAddress address = BrokerAddress.Parse(parsed.GetValue(broker)!);
            string? name = parsed.GetValue(box);
            BoxTopics topics = name is null ? await FindAsync(address, end.Token) : BoxTopics.For(name);
            await RunAsync(topics, address, parsed.GetValue(output)!, parsed.GetValue(session), end.Token);
        });
        return command;
    }

    private static async Task RunAsync(
        BoxTopics topics, BrokerAddress address, string path, string? session, CancellationToken stop)
    {
        if (session is not null)
        {
            RequireLastingFile(path);
        }

        using ITelemetrySink sink = TelemetryFiles.Open(path);
        var recorder = new TelemetryRecorder(topics.Box, sink, Console.WriteLine);
        await new RecordRun(topics, address, recorder, session).ListenAsync(stop);
        Console.WriteLine(recorder.Summary());
    }

    /// <summary>A lasting session promises that nothing is lost that the broker was told to forget: so a file of an earlier run
    /// is not written over, and every block is on disk before it is acknowledged.</summary>
    private static void RequireLastingFile(string path)
    {
        if (path.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            throw new CommandException(
                $"--out {path}: a Parquet file is whole only at its end; with --session write .csv");
        }

        if (File.Exists(path))
        {
            throw new CommandException($"--out {path} is there already: a --session goes on in a new file");
        }
    }

    /// <summary>The one box that has a birth on this broker.</summary>
    private static async Task<BoxTopics> FindAsync(BrokerAddress address, CancellationToken stop)
    {
        var births = Channel.CreateUnbounded<string>();
        await using var client = new CloudClient(address, m => births.Writer.TryWrite(m.Topic.Split('/')[2]));
        await client.ConnectAsync(stop);
        await client.SubscribeAsync(stop, BoxTopics.AnyBirth);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(CloudClient.AnswerTime);
        string? found = null;
        try
        {
            found = await births.Reader.ReadAsync(limit.Token);
            // Retained births come together; a second after the first one all of them are here.
            limit.CancelAfter(TimeSpan.FromSeconds(1));
            while (true)
            {
                string other = await births.Reader.ReadAsync(limit.Token);
                if (other != found)
                {
                    throw new CommandException($"{address} knows several boxes ({found}, {other}, ...): name one");
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return found is null
                ? throw new CommandException($"no box at {address}: nothing on {BoxTopics.AnyBirth} within 10 s")
                : BoxTopics.For(found);
        }
    }
}
