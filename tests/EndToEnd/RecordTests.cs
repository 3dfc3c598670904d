using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>`databox record` beside a running box: what a cloud engineer starts from.</summary>
[TestClass]
public class RecordTests
{
    private const string Box = "recorded";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-record-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task Recorder_survives_a_broker_restart_and_writes_what_the_box_sent()
    {
        await using Mosquitto broker = await Mosquitto.StartNewAsync();
        await using Databox box = Databox.Start(
            "run", "--box", Box, "--broker", broker.Address, "--state", _folder, "--plain", "--layout", "2x12",
            "--out", At("sent.csv"));
        await box.LineAsync(l => l.Contains(" online", StringComparison.Ordinal), Limit);
        await using Databox recorder = Databox.Start(
            "record", "--broker", broker.Address, "--out", At("came.csv"), "--session", "recorder");
        await TuneAsync(broker, 50);
        await box.LineAsync(l => l.Contains("rows every 50/50/50 ms", StringComparison.Ordinal), Limit);
        await HasRowsAsync("came.csv");

        await broker.StopAsync();
        await recorder.LineAsync(l => l.Contains("gone", StringComparison.Ordinal), Limit);
        await broker.StartAsync();
        await recorder.LineAsync(l => l.Contains("is back", StringComparison.Ordinal), Limit);
        await TuneAsync(broker, 100);
        await box.LineAsync(l => l.Contains("rows every 100/100/100 ms", StringComparison.Ordinal), Limit);

        // The open block goes out at the end; the recorder has it when its file ends as the other does.
        Assert.AreEqual(0, await box.InterruptAsync(Limit), string.Join('\n', box.Errors));
        string[] sent = await File.ReadAllLinesAsync(At("sent.csv"));
        await HasLineAsync("came.csv", sent[^2]);
        Assert.AreEqual(0, await recorder.InterruptAsync(Limit), string.Join('\n', recorder.Errors));
        StringAssert.Contains(recorder.Output[^1], "no gap");
        string[] came = await File.ReadAllLinesAsync(At("came.csv"));
        Assert.AreEqual(sent[0], came[0]);
        // It began to listen later than --out did; from its first row on both are the same.
        CollectionAssert.AreEqual(sent[^(came.Length - 1)..], came[1..]);
    }

    [TestMethod]
    public async Task Time_that_was_asked_for_ends_a_recording_with_a_parquet_file()
    {
        int port = Mosquitto.FreePort();
        await using Databox box = Databox.Start(
            "run", "--box", Box, "--port", $"{port}", "--state", _folder, "--plain", "--layout", "12");
        await box.LineAsync(l => l.Contains(" online", StringComparison.Ordinal), Limit);
        (int tuned, _, string[] refused) = await Databox.RunAsync(
            Limit, "tune", Box, "--period-ms", "20", "--broker", $"127.0.0.1:{port}");
        Assert.AreEqual(0, tuned, string.Join('\n', refused));
        (int code, string[] output, string[] errors) = await Databox.RunAsync(
            Limit, "record", Box, "--broker", $"127.0.0.1:{port}", "--out", At("x.parquet"), "--for", "4");
        Assert.AreEqual(0, code, string.Join('\n', errors));
        StringAssert.Contains(output[^1], "no gap");
        byte[] file = await File.ReadAllBytesAsync(At("x.parquet"));
        CollectionAssert.AreEqual("PAR1"u8.ToArray(), file[^4..]);
    }

    private static async Task TuneAsync(Mosquitto broker, int periodMs)
    {
        (int code, _, string[] errors) = await Databox.RunAsync(
            Limit, "tune", Box, "--period-ms", $"{periodMs}", "--broker", broker.Address);
        Assert.AreEqual(0, code, string.Join('\n', errors));
    }

    private Task HasRowsAsync(string name) => Polling.UntilAsync(() => LinesOf(name).Length > 1, $"{name} has no rows", Limit);

    private Task HasLineAsync(string name, string line) =>
        Polling.UntilAsync(() => LinesOf(name).Contains(line), $"{name} has no line {line}", Limit);

    private string[] LinesOf(string name)
    {
        if (!File.Exists(At(name)))
        {
            return [];
        }

        using var reader = new StreamReader(new FileStream(At(name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    private string At(string name) => Path.Combine(_folder, name);
}
