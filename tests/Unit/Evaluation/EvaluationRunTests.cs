using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using DataBox.Evaluation;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Evaluation;

/// <summary>A small run of the evaluation: what must hold whatever the detector says.</summary>
[TestClass]
public sealed class EvaluationRunTests
{
    private static readonly EvaluationPlan s_small = new() { Hours = 36, Seeds = 1, IsQuick = true, Threads = 2 };

    [TestMethod]
    public void Number_of_threads_changes_no_byte_and_the_seed_does()
    {
        EvaluationPlan two = s_small with { Hours = 24 };
        string text = Text(FalseAlarmsPart.Run(two, Jobs(two, out _)));
        EvaluationPlan alone = two with { Threads = 1 };
        Assert.AreEqual(text, Text(FalseAlarmsPart.Run(alone, Jobs(alone, out _))));
        EvaluationPlan other = two with { Seed = 2 };
        Assert.AreNotEqual(text, Text(FalseAlarmsPart.Run(other, Jobs(other, out _))));
    }

    [TestMethod]
    public void Healthy_hours_add_up_and_every_event_has_a_cause()
    {
        PartReport report = FalseAlarmsPart.Run(s_small, Jobs(s_small, out _));
        Table rates = report.Tables[0];
        Table causes = report.Tables[1];
        Table shares = report.Tables[2];
        StringAssert.Contains(rates.Title, "36 healthy hours");
        double Hours(string name) => double.Parse(shares.Rows.Single(r => r[0] == name)[1], CultureInfo.InvariantCulture);
        Assert.AreEqual(36, Hours("NMC") + Hours("LFP"));
        Assert.IsTrue(Hours("driving") + Hours("charging") <= 36);

        int alarms = rates.Rows.Where(r => r[0].StartsWith("alarms", StringComparison.Ordinal)).Sum(r => Number(r[1]));
        Assert.AreEqual(causes.Rows.Sum(r => Number(r[1])), alarms);
        int suspects = Number(rates.Rows.Single(r => r[0] == "suspects of a cause")[1]);
        Assert.AreEqual(causes.Rows.Where(r => r[3] != "-").Sum(r => Number(r[3])), suspects);
        Assert.AreEqual(BaselineSet.Make(DataBox.Detection.DetectorSettings.Nmc()).Count, rates.Rows.Count(r =>
            r[0].StartsWith("baseline", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Fleet_vehicle_of_each_class_has_its_answer_after_the_onset()
    {
        foreach (FleetClass truth in new[] { FleetClass.Healthy, FleetClass.Sampling })
        {
            FleetVehicle vehicle = FleetVehicle.Run(Standard.Settings(4, 1), false, truth, CancellationToken.None);
            Assert.AreEqual(truth, vehicle.Truth);
            FlagScore score = FleetPart.Score([vehicle]);
            Assert.AreEqual(truth == FleetClass.Healthy ? 0 : 1, score.Found + score.Missed);
            Assert.AreEqual(vehicle.EarlyAlarms > 0 ? 1 : 0, score.False);
            Assert.AreEqual(vehicle.IsFlagged, vehicle.First != null);
            Assert.IsTrue(truth == FleetClass.Healthy || vehicle.DelaySeconds >= 0);
        }
    }

    [TestMethod]
    public void Connection_fault_in_daily_use_is_found_named_and_measured()
    {
        TargetRow row = TargetRows.All().Single(r => r.Name == "contact +0.2 mohm in daily use");
        TargetResult result = row.Run(2, CancellationToken.None);
        Assert.IsTrue(result.IsFound && result.IsInTime && result.HasAlarm, result.FirstSaid);
        Assert.IsTrue(result.Measured is > 0 and < 1000, $"{result.Measured} steps");
        Assert.IsTrue(result.SuspectAfter is > 0 and <= 86400);
    }

    [TestMethod]
    public void Results_stand_in_the_order_of_their_index_and_a_stop_ends_the_run()
    {
        int[] order = Jobs(s_small, out List<string> lines).Run("count", 40, index => index);
        CollectionAssert.AreEqual(Enumerable.Range(0, 40).ToArray(), order);
        Assert.AreEqual(10, lines.Count);
        using var stop = new CancellationTokenSource();
        var jobs = new Jobs(2, _ => { }, stop.Token);
        Assert.ThrowsExactly<OperationCanceledException>(() => jobs.Run("stop", 40, index =>
        {
            stop.Cancel();
            stop.Token.ThrowIfCancellationRequested();
            return index;
        }));
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static Jobs Jobs(EvaluationPlan plan, out List<string> lines)
    {
        var said = new List<string>();
        lines = said;
        return new Jobs(plan.Threads, line =>
        {
            lock (said)
            {
                said.Add(line);
            }
        }, CancellationToken.None);
    }

    private static string Text(PartReport report) => string.Concat(report.Tables.Select(t => t.ToText() + t.ToMarkdown()));
}
