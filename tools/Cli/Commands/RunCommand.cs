using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Cli.Running;
using DataBox.Cli.View;
using DataBox.Core;
using DataBox.Host;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Cli.Commands;

/// <summary>`databox run`: the main job. A broker, a box on simulated chips, a live view.</summary>
public static class RunCommand
{
    /// <summary>What a box that is being closed may take to deliver.</summary>
    private static readonly TimeSpan ClosingTime = TimeSpan.FromSeconds(10);

    public static Command Build()
    {
        var box = new Option<string?>("--box") { Description = "id of the box; box1 if left out", HelpName = "ID" };
        var broker = new Option<string?>("--broker")
        {
            Description = "an MQTT broker outside; without it one runs inside this command",
            HelpName = "HOST:PORT",
        };
        var port = new Option<int>("--port")
        {
            Description = "port of the broker inside",
            DefaultValueFactory = _ => BrokerAddress.DefaultPort,
        };
        var replay = new Option<string?>("--replay")
        {
            Description = "play this recording (CSV, plain or gzip) through the simulated chips",
            HelpName = "FILE",
        };
        var speed = new Option<string>("--speed")
        {
            Description = "real: at the recording's own pace; max: as fast as the box takes it",
            DefaultValueFactory = _ => "real",
            HelpName = "real|max",
        };
        var layout = new Option<string?>("--layout")
        {
            Description = "cells of each device of the chain: 8x12 or 12,12,11,...",
        };
        var chip = new Option<string?>("--chip") { Description = "AFE of the chain: " + SimCatalogue.Names };
        var config = new Option<string?>("--config") { Description = "configuration of the box, flat JSON", HelpName = "FILE" };
        var output = new Option<string?>("--out")
        {
            Description = "decode what arrives at the broker into this file, .csv or .parquet",
            HelpName = "FILE",
        };
        var seed = new Option<ulong>("--seed") { Description = "of the simulated pack", DefaultValueFactory = _ => 1 };
        var fault = new Option<string?>("--fault")
        {
            Description = "a fault of the simulated pack: " + PackSources.FaultHelp,
            HelpName = "KIND:N@SECONDS",
        };
        var state = new Option<string?>("--state")
        {
            Description = "folder of the box's own storage (boot number, last desired state)",
            HelpName = "FOLDER",
        };
        var duration = CommonOptions.For();
        var plain = new Option<bool>("--plain") { Description = "lines instead of the live picture" };

        var command = new Command("run", "run a broker, a box on simulated chips, and a live view")
        {
            box, broker, port, replay, speed, layout, chip, config, output, seed, fault, state, duration, plain,
        };
        command.SetAction(async (parsed, stop) =>
        {
            string? outside = parsed.GetValue(broker);
            string pace = parsed.GetValue(speed)!;
            if (pace is not ("real" or "max"))
            {
                throw new CommandException($"--speed {pace}: it is real or max");
            }

            if (parsed.GetValue(port) is < 1 or > 65535)
            {
                throw new CommandException($"--port {parsed.GetValue(port)}: a port is 1 to 65535");
            }

            return await RunAsync(
                new RunPlan
                {
                    Box = parsed.GetValue(box) ?? "",
                    Broker = outside is null ? null : BrokerAddress.Parse(outside),
                    Port = parsed.GetValue(port),
                    Replay = parsed.GetValue(replay),
                    MaxSpeed = pace == "max",
                    Layout = parsed.GetValue(layout),
                    Chip = parsed.GetValue(chip),
                    ConfigFile = parsed.GetValue(config),
                    Out = parsed.GetValue(output),
                    Seed = parsed.GetValue(seed),
                    Fault = parsed.GetValue(fault),
                    State = parsed.GetValue(state),
                    For = CommonOptions.Time(parsed.GetValue(duration)),
                    Plain = parsed.GetValue(plain) || RunView.WantsPlain,
                },
                stop);
        });
        return command;
    }

    private static async Task<int> RunAsync(RunPlan plan, CancellationToken interrupted)
    {
        BoxConfig config = BoxConfigs.For(plan);
        SampleSource source = plan.Replay is null ? PackSources.Model(plan, config) : PackSources.Recording(plan, config);
        IStorage storage = Storage(plan, config.box);
        var log = new EventLog();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(interrupted);
        await using EmbeddedBroker? embedded = plan.Broker is null ? await EmbeddedBroker.StartAsync(plan.Port) : null;
        BrokerAddress address = plan.Broker ?? embedded!.Address;
        config.brokerHost = address.Host;
        config.brokerPort = address.Port;
        Console.WriteLine(source.Name);
        Console.WriteLine($"broker {address}{(embedded is null ? "" : " (inside this command)")}, box {config.box}");

        await using OutReader? reader =
            plan.Out is null ? null : new OutReader(address, BoxTopics.For(config.box), plan.Out, log.Line);
        var runner = new BoxRunner(config, source, storage, log);
        var view = new RunView(() => runner.Snapshot, log, plan.Plain);
        if (reader is not null)
        {
            await ListeningAsync(reader, log, end.Token);
        }

        if (plan.For is { } time)
        {
            end.CancelAfter(time);
        }

        runner.Start();
        await view.ShowAsync(runner.Ended, end.Token);
        bool stopped = !runner.Ended.IsCompleted;
        if (stopped)
        {
            Task stopping = runner.StopAsync(ClosingTime);
            if (await Task.WhenAny(stopping, Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None)) != stopping)
            {
                Console.WriteLine($"stopping: {address} has {ClosingTime.TotalSeconds:0} s to take what is left");
            }

            await stopping;
        }

        view.PrintEvents();
        await runner.Ended;
        return await FinishAsync(runner, source, reader, stopped && plan.Replay is not null && plan.For is null);
    }

    /// <summary>Waits for the subscription of --out, which comes before the box's first block.</summary>
    private static async Task ListeningAsync(OutReader reader, EventLog log, CancellationToken stop)
    {
        Task listening = reader.StartAsync();
        while (!listening.IsCompleted)
        {
            await Task.WhenAny(listening, Task.Delay(TimeSpan.FromMilliseconds(200), stop));
            stop.ThrowIfCancellationRequested();
            foreach (string line in log.TakeUnprinted())
            {
                Console.WriteLine(line);
            }
        }
    }

    private static async Task<int> FinishAsync(BoxRunner runner, SampleSource source, OutReader? reader, bool cutOff)
    {
        bool complete = true;
        if (reader is not null)
        {
            // What the broker did not take does not come back from it.
            TimeSpan patience = runner.IsDelivered ? ClosingTime : TimeSpan.Zero;
            complete = await reader.HasAllBeforeAsync(runner.Next, patience, CancellationToken.None);
            Console.WriteLine(await reader.FinishAsync());
        }

        if (source.Error() is { } error)
        {
            throw new CommandException(error);
        }

        if (!runner.IsDelivered)
        {
            throw new CommandException(string.Create(
                CultureInfo.InvariantCulture,
                $"stopped with {runner.Snapshot.OutboxMessages} messages that no broker has acknowledged"));
        }

        if (!complete)
        {
            throw new CommandException("--out: not every block that the broker acknowledged came back from it");
        }

        return cutOff ? 130 : 0;
    }

    private static IStorage Storage(RunPlan plan, string box)
    {
        string folder = plan.State ?? Path.Combine(
            Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.Create),
            "databox",
            box);
        try
        {
            var lasting = new FolderStorage(folder);
            return plan.Replay is null ? lasting : new BootOnlyStorage(lasting);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new CommandException($"--state {folder}: {e.Message}");
        }
    }
}
