using DataBox.Core;

namespace DataBox.Cli.Running;

public static partial class PackSources
{
    public const string FaultHelp = "none yet";

    public static SampleSource Model(RunPlan plan, BoxConfig config) =>
        throw new CommandException("give a recording with --replay");
}
