using System;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
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

        await BoxCommand.SendAsync(topics, address, new JsonObject { ["cmd"] = "ack", ["alarm"] = alarm }, stop);
        Console.WriteLine($"{topics.Box}: alarm {alarm} is acknowledged");
    }
}
