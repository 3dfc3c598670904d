using System;
using System.CommandLine;
using System.Threading.Tasks;
using DataBox.Cli.Commands;

namespace DataBox.Cli;

/// <summary>The command-line program `databox`.</summary>
public static class Program
{
    /// <returns>0 when the command did what it says, 1 with one line on standard error when it could not.</returns>
    public static async Task<int> Main(string[] args)
    {
        try
        {
            return await Root().Parse(args).InvokeAsync(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                // Files are closed and the box says goodbye before the process ends.
                ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
            });
        }
        catch (CommandException e)
        {
            Console.Error.WriteLine("databox: " + e.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            return 130;
        }
    }

    /// <summary>All commands; one line each.</summary>
    public static RootCommand Root() => new("DataBox: an on-vehicle battery data box, and the tools around it.")
    {
        RunCommand.Build(),
        TuneCommand.Build(),
        RecordCommand.Build(),
    };
}
