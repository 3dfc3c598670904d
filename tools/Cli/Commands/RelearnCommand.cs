using System;
using System.CommandLine;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;

namespace DataBox.Cli.Commands;

/// <summary>`databox relearn BOX --cell N`: after service a box forgets what it has learned about a cell, or about all of them.
/// </summary>
public static class RelearnCommand
{
    public static Command Build()
    {
        var box = CommonOptions.Box();
        var broker = CommonOptions.Broker();
        var cell = new Option<int?>("--cell")
        {
            Description = "only this cell, from 1 at the pack's negative end; without it all cells", HelpName = "N",
        };
        var command = new Command(
            "relearn", "after service: forget what was learned about a cell, clear the alarms that rest on it, learn anew")
        {
            box, cell, broker,
        };
        command.SetAction((parsed, stop) => RunAsync(
            BoxTopics.For(parsed.GetValue(box)!), BrokerAddress.Parse(parsed.GetValue(broker)!), parsed.GetValue(cell), stop));
        return command;
    }

    private static async Task RunAsync(BoxTopics topics, BrokerAddress address, int? cell, CancellationToken stop)
    {
        if (cell < 1)
        {
            throw new CommandException($"relearn: {cell} is no cell; they count from 1 at the pack's negative end");
        }

        var document = new JsonObject { ["cmd"] = "relearn" };
        if (cell is { } number)
        {
            // On the wire an index counts from 0.
            document["cell_index"] = number - 1;
        }

        await BoxCommand.SendAsync(topics, address, document, stop);
        Console.WriteLine($"{topics.Box}: {(cell is null ? "all cells are" : $"cell {cell} is")} learned anew");
    }
}
