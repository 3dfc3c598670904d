using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>A recording goes through the simulated chips, the driver, the box and a broker, and comes out the same.</summary>
[TestClass]
public class ReplayTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-replay-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task Months_of_ev_car2_take_under_a_minute_and_arrive_as_they_were()
    {
        var clock = Stopwatch.StartNew();
        ReplayComparison came = await ReplayAsync(Recordings.Path("ev-car2.csv.gz"), "--layout", "8x11");
        Assert.IsTrue(clock.Elapsed < TimeSpan.FromSeconds(60), $"took {clock.Elapsed}");
        Assert.AreEqual(14385, came.Rows);
        Assert.AreEqual(463, came.Zeros);
        Assert.AreEqual(2, came.OpenProbes);
    }

    [TestMethod]
    public async Task Two_days_of_ev_car1_arrive_as_they_were_with_its_invalid_codes_marked()
    {
        ReplayComparison came = await ReplayAsync(Recordings.Path("ev-car1.csv.gz"), "--layout", "8x12");
        Assert.AreEqual(66666, came.Rows);
        Assert.AreEqual(1537, came.NotExpressible);
    }

    [TestMethod]
    [DataRow("pack-8s-b14.csv")]
    [DataRow("leaf-6s-1c.csv")]
    [DataRow("noisy-drive-03mv.csv.gz")]
    public async Task Recording_without_a_layout_takes_the_fewest_devices_and_arrives(string name)
    {
        ReplayComparison came = await ReplayAsync(Recordings.Path(name));
        Assert.IsTrue(came.Rows > 0);
    }

    [TestMethod]
    public async Task Output_of_a_replay_can_be_replayed_again()
    {
        string first = Path.Combine(_folder, "first.csv");
        await File.WriteAllLinesAsync(
            first,
            [
                "time_ms,current_ma,cell1_uv,cell2_uv,temp1_dc",
                "0,-100,3700000,3700100,250", "10,,3700000,,", "10,5,3700200,3700100,-400", "100000,7,0,65390000,251",
            ]);
        ReplayComparison came = await ReplayAsync(first);
        Assert.AreEqual(3, came.Missing);
        Assert.AreEqual(1, came.NotExpressible);
        string second = Path.Combine(_folder, "again.csv");
        File.Copy(Path.Combine(_folder, "out.csv"), second);
        Assert.AreEqual(4, (await ReplayAsync(second)).Rows);
    }

    [TestMethod]
    [DataRow("time_ms,cell1_uv,cell3_uv\n0,1,2\n", "cell2_uv")]
    [DataRow("time_ms,cell1_uv,speed\n0,3700000,3\n", "speed")]
    [DataRow("time_ms,cell1_uv\n0,3700000\n10,NaN\n", "line 3")]
    [DataRow("time_ms,cell1_uv\n10,3700000\n0,3700000\n", "line 3")]
    [DataRow("time_ms,cell1_uv,cell2_uv\n10,3700000\n", "line 2")]
    [DataRow("", "empty")]
    [DataRow("time_ms,cell1_uv\n", "no row")]
    public async Task Bad_recording_is_one_line_that_says_where(string text, string expected)
    {
        string file = Path.Combine(_folder, "bad.csv");
        await File.WriteAllTextAsync(file, text);
        (int code, _, string[] errors) = await Databox.RunAsync(
            Limit, "run", "--replay", file, "--speed", "max", "--port", $"{Mosquitto.FreePort()}");
        Assert.AreNotEqual(0, code);
        Assert.AreEqual(1, errors.Length, string.Join('\n', errors));
        StringAssert.Contains(errors[0], expected);
        StringAssert.Contains(errors[0], "bad.csv");
    }

    [TestMethod]
    [DataRow("17x12", "16")]
    [DataRow("1x2", "holds 2 cells, the recording has 1")]
    [DataRow("eight", "eight")]
    public async Task Impossible_layout_is_one_line_with_the_number(string layout, string expected)
    {
        string file = Path.Combine(_folder, "good.csv");
        await File.WriteAllTextAsync(file, "time_ms,cell1_uv\n0,3700000\n");
        (int code, _, string[] errors) = await Databox.RunAsync(
            Limit, "run", "--replay", file, "--layout", layout, "--chip", "ltc6811", "--port", $"{Mosquitto.FreePort()}");
        Assert.AreNotEqual(0, code);
        Assert.AreEqual(1, errors.Length, string.Join('\n', errors));
        StringAssert.Contains(errors[0], expected);
    }

    private async Task<ReplayComparison> ReplayAsync(string recording, params string[] more)
    {
        string output = Path.Combine(_folder, "out.csv");
        (int code, string[] lines, string[] errors) = await Databox.RunAsync(
            Limit,
            ["run", "--replay", recording, "--speed", "max", "--port", $"{Mosquitto.FreePort()}", "--out", output, .. more]);
        Assert.AreEqual(0, code, string.Join('\n', errors.Concat(lines.TakeLast(10))));
        return ReplayComparison.Of(recording, output);
    }
}
