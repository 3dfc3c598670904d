using System;
using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;

namespace DataBox.Cli.Commands;

/// <summary>`databox ack BOX ALARM`: tells a box that somebody has seen an alarm, and waits for its answer.</summary>
public static class AckCommand
{
    public static Command Build()
    {
        var box = CommonOptions.Box();
        var alarm = new Argument<int>("alarm") { Description = "its number in databox alarms" };
        var broker = CommonOptions.Broker();
        var command = new Command("ack", "acknowledge an alarm") { box, alarm, broker };
        command.SetAction((parsed, stop) => RunAsync(
            BoxTopics.For(parsed.GetValue(box)!), BrokerAddress.Parse(parsed.GetValue(broker)!), parsed.GetValue(alarm), stop));
        return command;
    }

    private static async Task RunAsync(BoxTopics topics, BrokerAddress address, int alarm, CancellationToken stop)
    {
        if (alarm < 1)
        {
            throw new CommandException($"ack: {alarm} is no alarm; databox alarms {topics.Box} lists them");
        }

        var inbox = Channel.CreateUnbounded<CloudMessage>();
        await using var client = new CloudClient(address, m => inbox.Writer.TryWrite(m));
        await client.ConnectAsync(stop);
        await client.SubscribeAsync(stop, topics.Ack, topics.Birth);
        string id = "ack-" + Guid.NewGuid().ToString("n")[..12];
        var document = new JsonObject { ["id"] = id, ["cmd"] = "ack", ["alarm"] = alarm };
        await client.PublishAsync(topics.Cmd, JsonSerializer.SerializeToUtf8Bytes(document), false, stop);
        bool isKnown = false;
        JsonObject answer = await BoxQuestion.WaitAsync(
            inbox.Reader,
            m =>
            {
                isKnown |= m.Topic == topics.Birth && m.Payload.Length > 0;
                return m.Topic == topics.Ack && JsonDocuments.TryParse(m.Payload) is { } ack && ack.Text("id") == id ? ack : null;
            },
            stop) ?? throw new CommandException(isKnown
                ? $"box '{topics.Box}' did not answer within 2 s; a command is not kept for it, try again when it is back"
                : $"no box '{topics.Box}' at {address}: nothing on {topics.Birth} within 2 s");
        if (answer.Text("result") != "done")
        {
            throw new CommandException($"{topics.Box}: {answer.Text("result")}: {answer.Text("text")}");
        }

        Console.WriteLine($"{topics.Box}: alarm {alarm} is acknowledged");
    }
}
