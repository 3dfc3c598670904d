using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;

namespace DataBox.Cli.Commands;

/// <summary>
/// `databox tune BOX --period-ms 100 --limit over_voltage_uv=4200000`: writes the box's desired state and waits for the box's own
/// answer.
/// </summary>
/// <remarks>
/// Desired state is always a whole document. What the options leave open is taken from the retained document, or, where the
/// box has refused that, from what it runs: a mistake of yesterday must not refuse what is asked for today. The new version is one above the highest that either of them shows, so that a cloud restored from a backup
/// goes on above the box.
/// </remarks>
public static class TuneCommand
{
    private static readonly string[] PeriodKeys = ["cells_period_ms", "temperatures_period_ms", "pack_period_ms"];
    private static readonly string[] Keys = [.. PeriodKeys, "sample_period_ms", "window_ms", "block_seconds"];

    public static Command Build()
    {
        var box = CommonOptions.Box();
        var broker = CommonOptions.Broker();
        var period = Milliseconds("--period-ms", "spacing of the telemetry rows of all signal groups, 10 to 100000");
        var block = new Option<long?>("--block-seconds") { Description = "a block closes after this time, or at 60 rows" };
        (Option<long?> Option, string Key)[] single =
        [
            (Milliseconds("--cells-ms", "spacing of the rows of cell voltages"), "cells_period_ms"),
            (Milliseconds("--temperatures-ms", "spacing of the rows of temperatures"), "temperatures_period_ms"),
            (Milliseconds("--pack-ms", "spacing of the rows of current, pack voltage and state"), "pack_period_ms"),
            (Milliseconds("--sample-ms", "the AFE is sampled and judged this often, 10 to 1000"), "sample_period_ms"),
            (Milliseconds("--window-ms", "length of a detection window"), "window_ms"),
            (block, "block_seconds"),
        ];

        Option<string[]> limit = Limit();
        var command = new Command("tune", "set how often a box samples and sends and its detector's limits, and wait until it obeys")
        {
            box, broker, period, limit,
        };
        foreach ((Option<long?> option, _) in single)
        {
            command.Options.Add(option);
        }

        command.SetAction(async (parsed, stop) =>
        {
            var wanted = new JsonObject();
            if (parsed.GetValue(period) is { } all)
            {
                foreach (string key in PeriodKeys)
                {
                    wanted[key] = all;
                }
            }

            foreach ((Option<long?> option, string key) in single)
            {
                if (parsed.GetValue(option) is { } value)
                {
                    wanted[key] = value;
                }
            }

            List<KeyValuePair<string, long?>> limits = [.. (parsed.GetValue(limit) ?? []).Select(LimitWords.Parse)];
            if (wanted.Count == 0 && limits.Count == 0)
            {
                throw new CommandException("tune: say what to set, e.g. --period-ms 100");
            }

            BrokerAddress address = BrokerAddress.Parse(parsed.GetValue(broker)!);
            await RunAsync(BoxTopics.For(parsed.GetValue(box)!), address, wanted, limits, stop);
        });
        return command;
    }

    private static Option<string[]> Limit() => new("--limit")
    {
        Description = "a limit of the detector, e.g. over_voltage_uv=4200000 (docs/diagnosis.md has the keys), or KEY=default for "
            + "the box's own; may come several times. Absolute limits and the hard short can only be tightened",
        HelpName = "KEY=VALUE",
    };

    private static Option<long?> Milliseconds(string name, string description) =>
        new(name) { Description = description, HelpName = "MS" };

    private static async Task RunAsync(
        BoxTopics topics, BrokerAddress address, JsonObject wanted, List<KeyValuePair<string, long?>> limits,
        CancellationToken stop)
    {
        var inbox = Channel.CreateUnbounded<CloudMessage>();
        await using var client = new CloudClient(address, m => inbox.Writer.TryWrite(m));
        await client.ConnectAsync(stop);

        // The retained desired is asked for first: once state is here, desired has come or there is none.
        await client.SubscribeAsync(stop, topics.Desired);
        await client.SubscribeAsync(stop, topics.Ack, topics.State);

        JsonObject? desired = null;
        JsonObject state = await WaitAsync(
            inbox,
            m =>
            {
                JsonObject? document = JsonDocuments.TryParse(m.Payload);
                if (m.Topic == topics.Desired)
                {
                    desired = HasVersion(document) ? document : null;
                }

                return m.Topic == topics.State ? document : null;
            },
            stop) ?? throw new CommandException(
                $"no box '{topics.Box}' at {address}: nothing on {topics.State} within 10 s");

        long version = 1 + Math.Max(desired.Number("version"), state.Number("version"));
        JsonObject? valid = IsRefused(desired, state) ? null : desired;
        JsonObject next = Whole(wanted, valid, state);
        next["version"] = version;
        if (LimitWords.Next(limits, valid, state) is { } nextLimits)
        {
            next["limits"] = nextLimits;
        }

        await client.PublishAsync(topics.Desired, JsonSerializer.SerializeToUtf8Bytes(next), true, stop);

        JsonObject answer = await WaitAsync(
            inbox,
            m => m.Topic == topics.Ack && JsonDocuments.TryParse(m.Payload) is { } ack && ack.Number("version") == version
                ? ack
                : null,
            stop) ?? throw new CommandException(
                $"box '{topics.Box}' did not answer version {version} within 10 s; it takes it when it is back");

        string result = answer.Text("result");
        if (result is not ("accepted" or "unchanged"))
        {
            throw new CommandException($"{topics.Box}: version {version} {result}: {answer.Text("text")}");
        }

        Console.WriteLine(
            $"{topics.Box}: version {version} {result}, obeyed from block {answer.Number("seq")} of boot "
            + $"{answer.Number("boot")} on");
    }

    /// <summary>The document to write: what is wanted over what was desired over what the box reports.</summary>
    private static JsonObject Whole(JsonObject wanted, JsonObject? desired, JsonObject state)
    {
        var next = new JsonObject { ["schema"] = 1 };
        foreach (string key in Keys)
        {
            if ((wanted[key] ?? desired?[key] ?? state[key]) is { } value)
            {
                next[key] = value.DeepClone();
            }
        }

        return next;
    }

    /// <summary>False for whatever else somebody left on the topic: a number that no box takes would end all counting.</summary>
    private static bool HasVersion(JsonObject? document) => document.Number("version") is > 0 and < uint.MaxValue;

    /// <summary>Not refused: the one in force, and one that the box has not seen yet.</summary>
    private static bool IsRefused(JsonObject? desired, JsonObject state) =>
        desired.Number("version") > state.Number("version")
        && desired.Number("version") <= state.Number("refused_version");

    private static async Task<JsonObject?> WaitAsync(
        Channel<CloudMessage> inbox, Func<CloudMessage, JsonObject?> pick, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(CloudClient.AnswerTime);
        try
        {
            while (true)
            {
                CloudMessage message = await inbox.Reader.ReadAsync(limit.Token);
                if (pick(message) is { } found)
                {
                    return found;
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
