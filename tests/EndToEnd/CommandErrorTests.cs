using System;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>What a user gets for a mistake: one line that says what and where, and a non-zero exit.</summary>
[TestClass]
public class CommandErrorTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [TestMethod]
    [DataRow("tune", "box1", "--period-ms", "100")]
    [DataRow("record", "box1", "--out", "x.csv")]
    [DataRow("record", "--out", "x.csv")]
    [DataRow("alarms", "box1")]
    [DataRow("ack", "box1", "1")]
    public async Task No_broker_is_one_line_with_the_address(params string[] args)
    {
        string address = $"127.0.0.1:{Mosquitto.FreePort()}";
        await FailsWith(address, [.. args, "--broker", address]);
    }

    [TestMethod]
    [DataRow("tune", "nobody", "--period-ms", "100")]
    [DataRow("record", "nobody", "--out", "x.csv")]
    public async Task Unknown_box_is_one_line_with_its_name(params string[] args)
    {
        await using Mosquitto broker = await Mosquitto.StartNewAsync();
        await FailsWith("no box 'nobody'", [.. args, "--broker", broker.Address]);
    }

    [TestMethod]
    [DataRow("port", "tune", "b", "--period-ms", "100", "--broker", "host:99999")]
    [DataRow("with --session write .csv", "record", "b", "--session", "s", "--out", "x.parquet", "--broker", "127.0.0.1:1")]
    [DataRow("devices 1 to 8", "run", "--fault", "device-dead:9@1", "--port", "18999")]
    [DataRow("no box id", "tune", "Not_A_Box", "--period-ms", "100")]
    [DataRow("say what to set", "tune", "b")]
    [DataRow("'--nope'; see databox run --help", "run", "--nope")]
    [DataRow("'abc' for option '--period-ms'; see databox tune --help", "tune", "b", "--period-ms", "abc")]
    [DataRow("'--out' is required", "record", "b")]
    [DataRow("see databox --help", "walk")]
    [DataRow("--for 1000000000000", "run", "--for", "1e12")]
    [DataRow("--speed fast", "run", "--speed", "fast")]
    [DataRow("--port 70000", "run", "--port", "70000")]
    [DataRow("17 devices; a chain has 1 to 16", "run", "--layout", "17x12")]
    [DataRow("no such chip", "run", "--chip", "ltc1")]
    [DataRow("there is no such file", "run", "--replay", "nowhere.csv")]
    [DataRow("there is no folder", "record", "b", "--out", "nowhere/x.csv", "--broker", "127.0.0.1:1")]
    [DataRow("--config nowhere.json", "run", "--config", "nowhere.json")]
    [DataRow("there are cells 1 to 96", "run", "--fault", "cell-low:97@1")]
    [DataRow("neither .csv nor .parquet", "record", "b", "--out", "x.txt", "--broker", "127.0.0.1:1")]
    [DataRow("no SPI bus /dev/spidev99.0", "afe", "read", "--bus", "99", "--cs", "0", "--chip", "ltc6811", "--devices", "2")]
    [DataRow("0 is no alarm", "ack", "b", "0")]
    [DataRow("'x' for command 'ack'; see databox ack --help", "ack", "b", "x")]
    [DataRow("--lang fr: en or zh", "alarms", "b", "--lang", "fr")]
    [DataRow("which bus?", "afe", "read", "--chip", "ltc6811")]
    [DataRow("--chip ltc1: no such chip", "afe", "read", "--chip", "ltc1", "--simulated")]
    [DataRow("the most that ltc6811 and its bridge take", "afe", "read", "--chip", "ltc6811", "--clock", "2000000")]
    [DataRow("thermistors at each ltc6811", "afe", "read", "--chip", "ltc6811", "--probes", "9")]
    [DataRow("'--nope'; see databox afe read --help", "afe", "read", "--chip", "ltc6811", "--nope")]
    public async Task Wrong_word_is_named(string expected, params string[] args)
    {
        await FailsWith(expected, args);
    }

    [TestMethod]
    public async Task Taken_port_is_named_with_the_option_that_changes_it()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        string line = await FailsWith($"port {port} is taken", ["run", "--port", port]);
        StringAssert.Contains(line, "--port");
    }

    [TestMethod]
    public async Task Box_without_broker_says_it_once_goes_on_sampling_and_counts_what_it_could_not_deliver()
    {
        string state = System.IO.Directory.CreateTempSubdirectory("databox-alone-").FullName;
        (int code, string[] output, string[] errors) = await Databox.RunAsync(
            Limit, "run", "--plain", "--layout", "12", "--broker", $"127.0.0.1:{Mosquitto.FreePort()}", "--for", "3", "--state", state);
        System.IO.Directory.Delete(state, true);
        Assert.AreEqual(1, code);
        Assert.AreEqual(1, output.Count(l => l.Contains("not reached", StringComparison.Ordinal)), string.Join('\n', output));
        Assert.IsTrue(output.Count(l => l.EndsWith("no broker", StringComparison.Ordinal)) >= 2, string.Join('\n', output));
        Assert.AreEqual(1, errors.Length);
        StringAssert.Contains(errors[0], "that no broker has acknowledged");
    }

    private static async Task<string> FailsWith(string expected, string[] args)
    {
        (int code, _, string[] errors) = await Databox.RunAsync(Limit, args);
        Assert.AreNotEqual(0, code);
        Assert.AreEqual(1, errors.Length, string.Join('\n', errors));
        StringAssert.Contains(errors[0], expected);
        return errors[0];
    }
}
