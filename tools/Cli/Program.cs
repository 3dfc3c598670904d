using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
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
            ParseResult parsed = Root().Parse(args);
            if (parsed.Errors.Count > 0)
            {
                throw new CommandException(Mistake(parsed));
            }

            return await parsed.InvokeAsync(new InvocationConfiguration
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
        catch (IOException e)
        {
            // A disk that is full when a file is closed.
            Console.Error.WriteLine("databox: " + e.Message);
            return 1;
        }
        catch (Exception e)
        {
            // Nobody foresaw it. A trace helps who repairs it, not who runs it.
            Console.Error.WriteLine($"databox: unexpected {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}");
            string? wantsTrace = Environment.GetEnvironmentVariable("DATABOX_TRACE");
            Console.Error.Write(string.IsNullOrEmpty(wantsTrace) ? "" : e.StackTrace + Environment.NewLine);
            return 1;
        }
    }

    /// <summary>All commands; one line each.</summary>
    public static RootCommand Root() => new("DataBox: an on-vehicle battery data box, and the tools around it.")
    {
        RunCommand.Build(),
        TuneCommand.Build(),
        RecordCommand.Build(),
        AlarmsCommand.Build(),
        AckCommand.Build(),
        RelearnCommand.Build(),
        AfeCommand.Build(),
        EvaluateCommand.Build(),
    };

    /// <summary>What is wrong with the words of a command line: one line that says where help is.</summary>
    private static string Mistake(ParseResult parsed)
    {
        string command = "";
        for (CommandResult? at = parsed.CommandResult; at?.Command is not (null or RootCommand); at = at.Parent as CommandResult)
        {
            command = at.Command.Name + " " + command;
        }

        // "... as expected type 'System.Nullable`1[System.Int64]'." is no user's concern.
        string first = parsed.Errors[^1].Message.Split(" as expected type")[0].TrimEnd('.');
        return $"{command.TrimEnd()}{(command.Length > 0 ? ": " : "")}{first}; see databox {command}--help";
    }
}
