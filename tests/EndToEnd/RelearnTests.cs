using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>`databox relearn` and `databox tune --limit` against a box with the embedded broker.</summary>
[TestClass]
public class RelearnTests
{
    private const string Box = "served";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-relearn-").FullName;
    private readonly int _port = Mosquitto.FreePort();

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task Cell_or_pack_is_learned_anew_answered_and_a_cell_that_is_not_there_is_refused()
    {
        await using (Databox box = await RunningAsync())
        {
            await box.LineAsync(l => l.Contains("baseline: new", StringComparison.Ordinal), Limit);
            (int code, string[] output, string[] errors) = await RunAsync("relearn", Box, "--cell", "12");
            Assert.AreEqual(0, code, string.Join('\n', errors));
            Assert.AreEqual("served: cell 12 is learned anew", output.Single());
            await box.LineAsync(l => l.Contains("baseline: cell 12 is learned anew", StringComparison.Ordinal), Limit);
            (code, output, errors) = await RunAsync("relearn", Box);
            Assert.AreEqual(0, code, string.Join('\n', errors));
            Assert.AreEqual("served: all cells are learned anew", output.Single());

            await FailsAsync("cell_index is 12, allowed 0 to 11", "relearn", Box, "--cell", "13");
            await FailsAsync("0 is no cell", "relearn", Box, "--cell", "0");
            await FailsAsync("'x' for option '--cell'", "relearn", Box, "--cell", "x");
            await FailsAsync("no box 'nobody'", "relearn", "nobody");
            await box.InterruptAsync(Limit);
        }

        Assert.IsTrue(Directory.EnumerateFiles(_folder, "baseline*", SearchOption.AllDirectories).Any());
    }

    [TestMethod]
    public async Task Limit_is_tightened_kept_by_a_later_tune_of_the_rates_and_never_loosened()
    {
        await using Databox box = await RunningAsync();
        await FailsAsync("over_voltage_uv is 4300000, this box's configuration says 4250000", "tune", Box, "--limit", "over_voltage_uv=4300000");
        await FailsAsync("unknown limit volts", "tune", Box, "--limit", "volts=4");
        await FailsAsync("KEY=NUMBER", "tune", Box, "--limit", "over_voltage_uv");
        await FailsAsync("KEY=NUMBER", "tune", Box, "--limit", "over_voltage_uv=4.2");

        await ObeyedAsync("tune", Box, "--limit", "over_voltage_uv=3000000", "--limit", "suspicion_ms=1000");
        await box.LineAsync(l => l.Contains("over-voltage", StringComparison.Ordinal) && l.Contains("raised", StringComparison.Ordinal), Limit);
        await ObeyedAsync("tune", Box, "--period-ms", "200");
        Assert.IsFalse(box.Output.Any(l => l.Contains("cleared", StringComparison.Ordinal)), "the limit is still in force");
        await ObeyedAsync("tune", Box, "--limit", "over_voltage_uv=default");
        await box.LineAsync(l => l.Contains("over-voltage", StringComparison.Ordinal) && l.Contains("cleared", StringComparison.Ordinal), Limit);
    }

    private async Task<Databox> RunningAsync()
    {
        Databox box = Databox.Start("run", "--box", Box, "--port", $"{_port}", "--state", _folder, "--plain", "--layout", "12");
        await box.LineAsync(l => l.Contains("online", StringComparison.Ordinal), Limit);
        return box;
    }

    private async Task ObeyedAsync(params string[] args)
    {
        (int code, string[] output, string[] errors) = await RunAsync(args);
        Assert.AreEqual(0, code, string.Join('\n', errors));
        StringAssert.Contains(output[0], "accepted");
    }

    private async Task FailsAsync(string error, params string[] args)
    {
        (int code, _, string[] errors) = await RunAsync(args);
        Assert.AreEqual(1, code);
        StringAssert.Contains(errors.Single(), error);
    }

    private Task<(int ExitCode, string[] Output, string[] Errors)> RunAsync(params string[] args) =>
        Databox.RunAsync(Limit, [.. args, "--broker", $"127.0.0.1:{_port}"]);
}
