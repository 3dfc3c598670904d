using System;
using System.Diagnostics;
using System.IO;
using System.Text.Json.Nodes;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using DataBox.Cli.Running;
using DataBox.Core;
using DataBox.Host;
using DataBox.Ports;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

/// <summary>From the sample that shows a fault to the alarm at a reader of a real broker on loopback.</summary>
[TestClass]
public class AlarmLatencyTests
{
    private const int WindowMs = 1000;
    private const int FaultyCell = 5;
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-alarm-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    [DataRow("cell-high", "over-voltage")]
    [DataRow("cell-low", "cell-deviation")]
    public async Task Alarm_is_at_the_broker_within_two_windows_and_50_ms(string fault, string cause)
    {
        await using Mosquitto broker = await Mosquitto.StartNewAsync();
        var address = BrokerAddress.Parse(broker.Address);
        string box = "latency-" + cause;
        await using LastingReader reader = await LastingReader.StartAsync(address, box);
        var plan = new RunPlan { Box = box, Port = 0, Fault = $"{fault}:{FaultyCell}@4.5", Layout = "2x12", Seed = 7 };
        BoxConfig config = BoxConfigs.For(plan);
        config.brokerHost = address.Host;
        config.brokerPort = address.Port;
        config.rates.windowMs = WindowMs;
        SampleSource model = PackSources.Model(plan, config);
        var watch = new FaultWatch(model.Afe, FaultyCell - 1);
        var runner = new BoxRunner(config, model with { Afe = watch }, new FolderStorage(_folder), new EventLog());
        runner.Start();
        (_, long arrived) = await reader.MessageAsync(
            $"dbx/1/{box}/alarm",
            payload => JsonNode.Parse(payload) is JsonObject alarm && alarm.Text("cause") == cause
                && alarm.Number("cell_index") == FaultyCell - 1,
            TimeSpan.FromSeconds(30));
        await runner.StopAsync(TimeSpan.FromSeconds(5));
        Assert.AreNotEqual(0, watch.SensedTicks);
        TimeSpan delay = Stopwatch.GetElapsedTime(watch.SensedTicks, arrived);
        Console.WriteLine($"{cause}: {delay.TotalMilliseconds:0} ms from the sample to the reader");
        Assert.IsTrue(delay < TimeSpan.FromMilliseconds((2 * WindowMs) + 50), $"{delay}");
    }

    /// <summary>Notes when the driver first read the faulty voltage.</summary>
    private sealed class FaultWatch(IAfe inner, int cell) : IAfe
    {
        private const int JumpMicrovolts = 50_000;
        private int _before;

        public long SensedTicks { get; private set; }

        public int ShortestCycleMicros => inner.ShortestCycleMicros;

        public int RetryCount => inner.RetryCount;

        public int StepCount => 0;

        public int CheckOfStep(int step) => throw new NotSupportedException();

        public int StepMicros(int step) => throw new NotSupportedException();

        public byte RunStep(int step, PackSample sample) => throw new NotSupportedException();

        public byte Start() => inner.Start();

        public byte Read(PackSample sample)
        {
            byte status = inner.Read(sample);
            int deviation = sample.cellMicrovolts[cell] - sample.cellMicrovolts[cell + 1];
            if (SensedTicks == 0 && _before != 0 && Math.Abs(deviation - _before) > JumpMicrovolts)
            {
                SensedTicks = Stopwatch.GetTimestamp();
            }

            _before = SensedTicks == 0 ? deviation : _before;
            return status;
        }
    }
}
