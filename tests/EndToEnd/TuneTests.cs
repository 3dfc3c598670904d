using System;
using System.IO;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>`databox tune` after somebody's mistake: each is one line, and none is in the way of the next tune.</summary>
[TestClass]
public class TuneTests
{
    private const string Box = "tuned";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-tune-").FullName;
    private readonly int _port = Mosquitto.FreePort();

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task Refused_period_fails_with_its_bounds_and_the_next_tune_is_obeyed()
    {
        await using Databox box = await RunningAsync();
        (int code, _, string[] errors) = await TuneAsync("--cells-ms", "0");
        Assert.AreEqual(1, code);
        Assert.AreEqual(1, errors.Length, string.Join('\n', errors));
        StringAssert.Contains(errors[0], "cells_period_ms is 0, allowed 10 to 100000");

        await IsObeyed(box, "--pack-ms", "200");
        await box.LineAsync(l => l.Contains("rows every 1000/1000/200 ms", StringComparison.Ordinal), Limit);
    }

    [TestMethod]
    public async Task Garbage_on_every_subscribed_topic_stops_neither_the_box_nor_a_later_tune()
    {
        await using Databox box = await RunningAsync();
        BoxTopics topics = BoxTopics.For(Box);
        await using (var client = new CloudClient(new BrokerAddress("127.0.0.1", _port), _ => { }))
        {
            await client.ConnectAsync(CancellationToken.None);
            byte[] zeros = new byte[300_000];
            foreach (string topic in new[] { topics.Cmd, topics.Desired })
            {
                foreach (string text in new[] { "", "{", "[[[[", "{\"a\":1,\"a\":2}", "\u0000\u00ff", "{\"schema\":1,\"version\":99999999999}" })
                {
                    await client.PublishAsync(topic, Encoding.UTF8.GetBytes(text), true, CancellationToken.None);
                }

                await client.PublishAsync(topic, zeros, false, CancellationToken.None);
            }
        }

        await box.LineAsync(l => l.Contains("cloud: refused (malformed)", StringComparison.Ordinal), Limit);
        await IsObeyed(box, "--period-ms", "200");
        await box.LineAsync(l => l.Contains("rows every 200/200/200 ms", StringComparison.Ordinal), Limit);
        Assert.AreEqual(0, box.Errors.Length, string.Join('\n', box.Errors));
    }

    private async Task<Databox> RunningAsync()
    {
        Databox box = Databox.Start("run", "--box", Box, "--port", $"{_port}", "--state", _folder, "--plain", "--layout", "12");
        await box.LineAsync(l => l.Contains("online", StringComparison.Ordinal), Limit);
        return box;
    }

    private async Task IsObeyed(Databox box, params string[] args)
    {
        (int code, string[] output, string[] errors) = await TuneAsync(args);
        Assert.AreEqual(0, code, string.Join('\n', [.. errors, .. box.Output]));
        StringAssert.Contains(output[0], "accepted");
    }

    private Task<(int ExitCode, string[] Output, string[] Errors)> TuneAsync(params string[] args) =>
        Databox.RunAsync(Limit, ["tune", Box, "--broker", $"127.0.0.1:{_port}", .. args]);
}
