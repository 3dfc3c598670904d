using System;
using System.IO;
using DataBox.Cli.Cloud;
using DataBox.Core;

namespace DataBox.Cli.Running;

/// <summary>The box's configuration for a run: the file's, or the defaults, with what the command line says over it.</summary>
public static class BoxConfigs
{
    public const string DefaultBox = "box1";

    /// <exception cref="CommandException">The file can't be read, or is refused: one line.</exception>
    public static BoxConfig For(RunPlan plan)
    {
        // The default cost of a cell is a microcontroller's; here it is the chain alone that limits the rate.
        BoxConfig config = plan.ConfigFile is null ? new BoxConfig { cellCostMicros = 0 } : Read(plan.ConfigFile);
        if (plan.Box.Length > 0 || config.box.Length == 0)
        {
            config.box = BoxTopics.For(plan.Box.Length > 0 ? plan.Box : DefaultBox).Box;
        }

        return config;
    }

    private static BoxConfig Read(string path)
    {
        byte[] data;
        try
        {
            data = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--config {path}: {e.Message}");
        }

        return BoxConfig.Parse(data, out string error) ?? throw new CommandException($"--config {path}: {error}");
    }
}
