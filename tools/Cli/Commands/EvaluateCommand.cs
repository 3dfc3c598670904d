using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Evaluation;

namespace DataBox.Cli.Commands;

/// <summary>`databox evaluate`: how good is the detector, on simulated vehicles with known faults.</summary>
public static class EvaluateCommand
{
    public static Command Build()
    {
        EvaluationPlan plain = new();
        var part = new Option<string[]>("--part")
        {
            Description = "only these: " + string.Join(", ", EvaluationRun.Parts),
            HelpName = "NAME",
            AllowMultipleArgumentsPerToken = true,
        };
        var only = new Option<string?>("--only")
        {
            Description = "of targets, auroc, confusion and curves: those with this in their name, e.g. contact",
            HelpName = "TEXT",
        };
        var quick = new Option<bool>("--quick") { Description = "a minute: shows that all works, and little else" };
        var full = new Option<bool>("--full") { Description = "the size of the published figures: hours" };
        var seed = new Option<ulong?>("--seed") { Description = "everything random follows from it; 1 if left out" };
        var tuning = new Option<bool>("--tuning")
        {
            Description = "the vehicles that thresholds are tuned on, not those reported on",
        };
        var vehicles = Size("--vehicles", $"of the fleet; {plain.Vehicles} if left out");
        var hours = Size("--hours", $"healthy hours at 1 Hz; {plain.Hours} if left out");
        var seeds = Size("--seeds", $"vehicles for each target, cause and point of a curve; {plain.Seeds} if left out");
        var threads = Size("--threads", "vehicles at a time; all cores if left out. Changes no figure");
        var data = Folder("--data", "the recordings; rows that need them are left out without");
        var output = Folder("--out", "write the tables as Markdown and the curves as CSV into this folder");
        var command = new Command("evaluate", "measure the detector on simulated vehicles with known faults")
        {
            part, only, quick, full, seed, tuning, vehicles, hours, seeds, threads, data, output,
        };
        command.SetAction((parsed, stop) =>
        {
            EvaluationPlan size = parsed.GetValue(quick) ? EvaluationPlan.Quick
                : parsed.GetValue(full) ? EvaluationPlan.Full : new EvaluationPlan();
            EvaluationPlan plan = size with
            {
                Seed = parsed.GetValue(seed) ?? size.Seed,
                IsTuning = parsed.GetValue(tuning),
                Vehicles = Checked("--vehicles", parsed.GetValue(vehicles) ?? size.Vehicles, 4, 50000),
                Hours = Checked("--hours", parsed.GetValue(hours) ?? (int)size.Hours, 1, 10_000_000),
                Seeds = Checked("--seeds", parsed.GetValue(seeds) ?? size.Seeds, 1, 50000),
                Threads = Checked("--threads", parsed.GetValue(threads) ?? size.Threads, 1, 1024),
                Only = parsed.GetValue(only) ?? "",
                DataFolder = parsed.GetValue(data),
            };
            Run(plan, Chosen(parsed.GetValue(part)), parsed.GetValue(output), stop);
            return Task.CompletedTask;
        });
        return command;
    }

    private static Option<string?> Folder(string name, string description) =>
        new(name) { Description = description, HelpName = "FOLDER" };

    private static Option<int?> Size(string name, string description) => new(name) { Description = description, HelpName = "N" };

    private static int Checked(string name, int value, int least, int most) => value >= least && value <= most
        ? value
        : throw new CommandException($"{name} {value}: {least} to {most}");

    private static List<string> Chosen(string[]? wanted)
    {
        string[] names = [.. (wanted ?? []).SelectMany(w => w.Split('|', ',')).Distinct()];
        string? unknown = Array.Find(names, n => !EvaluationRun.Parts.Contains(n));
        return unknown is null
            ? [.. EvaluationRun.Parts.Where(p => names.Length == 0 || names.Contains(p))]
            : throw new CommandException($"--part {unknown}: it is one of {string.Join(", ", EvaluationRun.Parts)}");
    }

    private static void Run(EvaluationPlan plan, List<string> parts, string? folder, CancellationToken stop)
    {
        if (plan.DataFolder is { } data && !Directory.Exists(data))
        {
            throw new CommandException($"--data {data}: no such folder");
        }

        var jobs = new Jobs(plan.Threads, Console.Error.WriteLine, stop);
        foreach (string name in parts)
        {
            PartReport report = EvaluationRun.Run(name, plan, jobs);
            foreach (Table table in report.Tables)
            {
                Console.WriteLine(table.ToText());
            }

            if (folder is not null)
            {
                Write(folder, report);
            }
        }
    }

    private static void Write(string folder, PartReport report)
    {
        try
        {
            ReportFolder.Write(folder, report);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--out {folder}: {e.Message}");
        }
    }
}
