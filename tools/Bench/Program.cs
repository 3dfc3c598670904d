using System;
using System.Globalization;

namespace DataBox.Bench;

/// <summary>Benchmarks that answer a question each: how many bits a value, how many interpreted steps a value, how many samples a
/// second.</summary>
public static class Program
{
    public static int Main(string[] args)
    {
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string command = args.Length > 0 ? args[0] : "";
        string? data = null;
        int maxBlocks = int.MaxValue;
        int seconds = 600;
        int overheadMicros = 200;
        int methods = 0;
        for (int i = 1; i < args.Length; i++)
        {
            if (args[i] == "--data" && i + 1 < args.Length)
            {
                data = args[++i];
            }
            else if (args[i] == "--blocks" && i + 1 < args.Length && int.TryParse(args[++i], out maxBlocks) && maxBlocks > 0)
            {
                continue;
            }
            else if (args[i] == "--seconds" && i + 1 < args.Length && int.TryParse(args[++i], out seconds) && seconds > 0)
            {
                continue;
            }
            else if (args[i] == "--methods" && i + 1 < args.Length && int.TryParse(args[++i], out methods) && methods >= 0)
            {
                continue;
            }
            else if (args[i] == "--transfer-us" && i + 1 < args.Length && int.TryParse(args[++i], out overheadMicros)
                && overheadMicros >= 0)
            {
                continue;
            }
            else
            {
                return Usage("unknown or incomplete option " + args[i]);
            }
        }

        switch (command)
        {
            case "compress":
                return CompressReport.Run(Console.Out, data, maxBlocks);
            case "steps":
                return StepsReport.Run(Console.Out, data, maxBlocks, 600, methods);
            case "afe":
                return AfeReport.Run(Console.Out, seconds, overheadMicros);
            default:
                return Usage(command.Length == 0 ? "no command" : "unknown command " + command);
        }
    }

    private static int Usage(string problem)
    {
        Console.Error.WriteLine(problem + "; usage: databox-bench compress [--data DIR] [--blocks N]"
            + " | steps [--data DIR] [--blocks N] [--methods N] | afe [--seconds S] [--transfer-us US]");
        return 2;
    }
}
