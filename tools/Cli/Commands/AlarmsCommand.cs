using System;
using System.CommandLine;
using System.Text;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Cli.View;

namespace DataBox.Cli.Commands;

/// <summary>`databox alarms BOX`: the box's list of alarms, and what to do about each.</summary>
public static class AlarmsCommand
{
    public static Command Build()
    {
        var box = CommonOptions.Box();
        var broker = CommonOptions.Broker();
        var language = CommonOptions.Language();
        var command = new Command("alarms", "list a box's alarms, and what to do about each") { box, broker, language };
        command.SetAction((parsed, stop) => RunAsync(
            BoxTopics.For(parsed.GetValue(box)!),
            BrokerAddress.Parse(parsed.GetValue(broker)!),
            CommonOptions.Language(parsed.GetValue(language)!),
            stop));
        return command;
    }

    private static async Task RunAsync(BoxTopics topics, BrokerAddress address, string language, CancellationToken stop)
    {
        var inbox = Channel.CreateUnbounded<CloudMessage>();
        await using var client = new CloudClient(address, m => inbox.Writer.TryWrite(m));
        await client.ConnectAsync(stop);
        await client.SubscribeAsync(stop, topics.Alarms);
        CloudMessage message = await BoxQuestion.WaitAsync(inbox.Reader, m => m.Topic == topics.Alarms ? m : null, stop)
            ?? throw new CommandException($"no box '{topics.Box}' at {address}: nothing on {topics.Alarms} within 2 s");
        AlarmList list = AlarmList.TryRead(JsonDocuments.TryParse(message.Payload))
            ?? throw new CommandException($"{topics.Box}: what is on {topics.Alarms} is no list of alarms");
        Console.OutputEncoding = Encoding.UTF8;
        foreach (string line in AlarmTable.Lines(list, language))
        {
            Console.WriteLine(line);
        }
    }
}
