using System;
using System.IO;
using System.Linq;
using DataBox.Bench;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Bench;

/// <summary>What samples and checks may cost on the interpreter: a fifth more than measured. The numbers are in
/// docs/performance.md.</summary>
[TestClass]
public class ChainStepsTests
{
    public TestContext TestContext { get; set; } = null!;

    /// <summary>Steps a sample; judgeWorst is a sample that closes a window; round is all checks once.</summary>
    [TestMethod]
    [DataRow("ltc6811", 35200, 35200, 171000, 32600, 543000)]
    [DataRow("ltc6813", 10000, 6520, 32000, 8520, 180000)]
    [DataRow("adbms6830", 28900, 32300, 160000, 32400, 254000)]
    [DataRow("bq76952", 26200, 5920, 29300, 7190, 241000)]
    public void Chain_costs_at_most_its_steps(string chip, int read, int judge, int judgeWorst, int encode, int round)
    {
        ChainSteps steps = ChainSteps.Count(StepsReport.Chains.Single(pack => pack.Chip == chip), 60);
        TestContext.WriteLine(steps.ToString());
        Assert.AreEqual("", TooMany("read", steps.Read, read) + TooMany("judge", steps.Judge, judge)
            + TooMany("judge and close a window", steps.JudgeWorst, judgeWorst) + TooMany("encode", steps.Encode, encode)
            + TooMany("round of checks", steps.Round, round));
        Assert.IsTrue(steps.ReadWorst < 2 * read, "worst read: " + steps.ReadWorst);
        Assert.AreEqual(steps.Read, steps.Hottest.Sum(row => row.Steps), 0.01, "all methods");
    }

    [TestMethod]
    public void Report_runs_on_made_data_without_recordings()
    {
        var output = new StringWriter();
        Assert.AreEqual(0, StepsReport.Run(output, null, 1, 20, 1));
        string text = output.ToString();
        StringAssert.Contains(text, "generated");
        StringAssert.Contains(text, "Ltc681xCellKernel.Take");
        Assert.AreEqual(StepsReport.Chains.Count, StepsReport.Chains.Count(pack => text.Contains(pack.Title)));
    }

    private static string TooMany(string what, double steps, int most)
    {
        // Far too few is a counter that does not count.
        return steps > most / 2 && steps <= most ? "" : $"{what}: {steps:F0} steps, at most {most}; ";
    }
}
