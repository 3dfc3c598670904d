using System;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>`databox alarms` and `databox ack` against a box with the embedded broker.</summary>
[TestClass]
public class AlarmCommandTests
{
    private const string Box = "alarmed";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-alarms-").FullName;
    private readonly int _port = Mosquitto.FreePort();

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task Alarm_is_listed_with_advice_acknowledged_and_still_so_after_the_box_has_restarted()
    {
        string id;
        await using (Databox box = Start())
        {
            string line = await box.LineAsync(l => l.Contains("raised", StringComparison.Ordinal) && l.Contains("over-voltage", StringComparison.Ordinal), Limit);
            id = line[(line.IndexOf("alarm ", StringComparison.Ordinal) + 6)..].Split(' ')[0];
            string[] list = await ListAsync(1);
            StringAssert.Contains(Row(list, id), "critical");
            StringAssert.Contains(Row(list, id), "open");
            StringAssert.Contains(Row(list, id), "over-voltage cell 5");
            Assert.IsTrue(list.Any(l => l.Contains("charge? No", StringComparison.Ordinal)), string.Join('\n', list));
            Assert.IsTrue((await ListAsync(1, "--lang", "zh")).Any(l => l.Contains("可否充电", StringComparison.Ordinal)));

            (int code, string[] output, string[] errors) = await RunAsync("ack", Box, id);
            Assert.AreEqual(0, code, string.Join('\n', errors));
            StringAssert.Contains(output[0], $"alarm {id} is acknowledged");
            await box.LineAsync(l => l.Contains($"alarm {id} acknowledged", StringComparison.Ordinal), Limit);
            (code, _, errors) = await RunAsync("ack", Box, "9999");
            Assert.AreEqual(1, code);
            StringAssert.Contains(errors.Single(), "no alarm 9999");
            await box.InterruptAsync(Limit);
        }

        await using Databox again = Start();
        await again.LineAsync(l => l.Contains("online", StringComparison.Ordinal), Limit);
        StringAssert.Contains(Row(await ListAsync(1), id), "acknowledged");
        (int none, _, string[] error) = await RunAsync("alarms", "nobody");
        Assert.AreEqual(1, none);
        StringAssert.Contains(error.Single(), "no box 'nobody'");
        (none, _, error) = await RunAsync("ack", "nobody", "1");
        Assert.AreEqual(1, none);
        StringAssert.Contains(error.Single(), "no box 'nobody'");
    }

    /// <summary>The fault is there from the first sample: in a second of health the alarm would rightly clear.</summary>
    private Databox Start() => Databox.Start(
        "run", "--box", Box, "--port", $"{_port}", "--state", _folder, "--plain", "--layout", "12", "--fault", "cell-high:5@0");

    /// <summary>The list once it has so many alarms: it follows an alarm within a second.</summary>
    private async Task<string[]> ListAsync(int least, params string[] options)
    {
        for (int i = 0; i < 10; i++)
        {
            (int code, string[] output, string[] errors) = await RunAsync(["alarms", Box, .. options]);
            Assert.AreEqual(0, code, string.Join('\n', errors));
            if (output.Length > 4 * least)
            {
                return output;
            }
        }

        Assert.Fail("the alarm is not in the list");
        return [];
    }

    private static string Row(string[] list, string id) =>
        list.Single(l => l.StartsWith(id + " ", StringComparison.Ordinal));

    private Task<(int ExitCode, string[] Output, string[] Errors)> RunAsync(params string[] args) =>
        Databox.RunAsync(Limit, [.. args, "--broker", $"127.0.0.1:{_port}"]);
}
