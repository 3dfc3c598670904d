using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Control;

/// <summary>The detector's limits in the desired state: what is refused, and what a box then judges by.</summary>
[TestClass]
public class DesiredLimitsTests
{
    private readonly PowerCutStorage _storage = new();
    private readonly Clock _clock = new();
    private DetectorSettings _box = DetectorSettings.Nmc();

    [TestMethod]
    [DataRow("\"over_voltage_uv\":4250001", "out_of_bounds", "over_voltage_uv is 4250001, this box's configuration says 4250000")]
    [DataRow("\"under_voltage_uv\":2799999", "out_of_bounds", "allowed at least that")]
    [DataRow("\"over_temperature_dc\":601", "out_of_bounds", "over_temperature_dc is 601")]
    [DataRow("\"under_temperature_dc\":-201", "out_of_bounds", "under_temperature_dc is -201")]
    [DataRow("\"limit_samples\":3", "out_of_bounds", "may only be tightened")]
    [DataRow("\"hard_drop_uv\":5001", "out_of_bounds", "hard_drop_uv is 5001, allowed 1000 to 5000")]
    [DataRow("\"hard_rise_dc\":21", "out_of_bounds", "hard_rise_dc is 21")]
    [DataRow("\"hard_slope_dc_per_s\":6", "out_of_bounds", "hard_slope_dc_per_s is 6")]
    [DataRow("\"implausible_high_uv\":5499999", "out_of_bounds", "implausible_high_uv is 5499999")]
    [DataRow("\"implausible_low_uv\":500001", "out_of_bounds", "implausible_low_uv is 500001")]
    [DataRow("\"temperature_jump_dc\":199", "out_of_bounds", "temperature_jump_dc is 199")]
    [DataRow("\"same_spread_uv\":9999", "out_of_bounds", "same_spread_uv is 9999")]
    [DataRow("\"stuck_samples\":299", "out_of_bounds", "stuck_samples is 299")]
    [DataRow("\"over_voltage_uv\":1999999", "out_of_bounds", "allowed 2000000 to 5000000")]
    [DataRow("\"deviation_uv\":99999999999", "out_of_bounds", "deviation_uv is 99999999999, allowed 5000 to 500000")]
    [DataRow("\"deviation_votes\":5", "out_of_bounds", "suspect_votes, deviation_votes and voting_windows have to rise")]
    [DataRow("\"over_voltage_uv\":3000000,\"under_voltage_uv\":2950000", "out_of_bounds", "leave no room between their hystereses")]
    [DataRow("\"over_voltage\":4200000", "unknown_field", "unknown limit over_voltage")]
    [DataRow("\"version\":5", "unknown_field", "unknown limit version")]
    [DataRow("\"deviation_uv\":\"20000\"", "malformed", "limits: deviation_uv is not an integer")]
    [DataRow("\"deviation_uv\":{}", "malformed", "an integer, a string or a list")]
    public void Refusal_names_the_limit_and_changes_nothing(string limits, string code, string text)
    {
        CommandGate gate = Obeying("{\"schema\":1,\"version\":5,\"limits\":{\"over_voltage_uv\":4200000}}");
        GateResult result = gate.OnDesired(Bytes(
            "{\"schema\":1,\"version\":6,\"limits\":{\"suspicion_ms\":20000," + limits + "}}"));
        Assert.AreEqual(GateResult.Refused, result.result);
        Assert.AreEqual(code, result.code, result.text);
        StringAssert.Contains(result.text, text);
        Assert.IsFalse(gate.TryTakePending(out _));
        Assert.AreEqual(4_200_000, Values(gate)[DetectorSettings.OverVoltage]);
        Assert.AreEqual(_box.values[DetectorSettings.SuspicionMs], Values(gate)[DetectorSettings.SuspicionMs], "nothing is half taken");
    }

    [TestMethod]
    public void Limits_that_are_no_object_or_too_many_are_refused()
    {
        CommandGate gate = Gate();
        StringAssert.Contains(gate.OnDesired(Bytes("{\"schema\":1,\"version\":1,\"limits\":5}")).text, "limits is not an object");
        string many = string.Join(',', Enumerable.Range(0, 17).Select(i => $"\"{DetectorSettings.KeyAt(i)}\":{_box.values[i]}"));
        GateResult result = gate.OnDesired(Bytes("{\"schema\":1,\"version\":1,\"limits\":{" + many + "}}"));
        Assert.AreEqual(RefusalCode.OutOfBounds, result.code);
        StringAssert.Contains(result.text, "limits has 17 entries, allowed at most 16");
    }

    [TestMethod]
    public void Every_row_is_taken_at_its_own_default_and_in_both_directions_or_one()
    {
        int oneWay = 0;
        for (int row = 0; row < DetectorSettings.Count; row++)
        {
            int value = _box.values[row];
            Assert.IsNull(Error(row, value), DetectorSettings.KeyAt(row));
            bool isUp = Loosened(row, value + 1) is not null;
            bool isDown = Loosened(row, value - 1) is not null;
            Assert.IsFalse(isUp && isDown);
            oneWay += isUp || isDown ? 1 : 0;
        }

        Assert.AreEqual(15, oneWay, "rows that can only be tightened: docs/wire-contract.md lists them");

        string? Loosened(int row, int value) => _box.Loosened(row, value);
    }

    [TestMethod]
    public void Limits_are_in_force_from_the_sample_on_again_after_a_restart_and_gone_when_their_time_is_over()
    {
        CommandGate gate = Obeying(
            "{\"schema\":1,\"version\":5,\"expires_ms\":1000,\"limits\":{\"suspicion_ms\":1000,\"over_voltage_uv\":4200000}}");
        Assert.AreEqual(4_200_000, Values(gate)[DetectorSettings.OverVoltage]);
        Assert.AreEqual(1000, Values(gate)[DetectorSettings.SuspicionMs]);
        Assert.AreEqual(4_250_000, _box.values[DetectorSettings.OverVoltage], "the configuration is not touched");
        gate = Gate();
        Assert.AreEqual(4_200_000, Values(gate)[DetectorSettings.OverVoltage]);
        Assert.AreEqual("over_voltage_uv=4200000,suspicion_ms=1000", gate.InForce.limits.Text());
        GateResult again = gate.OnDesired(Bytes(
            "{\"limits\":{\"over_voltage_uv\":4200000,\"suspicion_ms\":1000},\"schema\":1,\"version\":5,\"expires_ms\":1000}"));
        Assert.AreEqual(GateResult.Unchanged, again.result, "in whatever order");
        _clock.UtcMs = 1001;
        Assert.IsTrue(gate.TryTakePending(out DesiredState none));
        Assert.AreSame(_box, DesiredLimits.Of(none, _box));
    }

    [TestMethod]
    public void Stored_limits_that_are_looser_than_a_new_configuration_are_not_in_force_and_the_state_says_why()
    {
        Obeying("{\"schema\":1,\"version\":5,\"limits\":{\"over_voltage_uv\":4200000}}");
        _box = DetectorSettings.Lfp();
        CommandGate gate = Gate();
        Assert.IsNull(gate.InForce);
        Assert.AreEqual(5u, gate.refusedVersion);
        StringAssert.Contains(gate.refusedText, "over_voltage_uv is 4200000, this box's configuration says 3700000");
    }

    [TestMethod]
    public void Detector_goes_on_counting_when_its_limits_change()
    {
        var pack = new Detection.PackUnderTest(Detection.PackUnderTest.Layout12());
        pack.BaseMicrovolts[3] -= 25_000;
        pack.Run(200);
        Assert.AreEqual(0, pack.Detector.OpenAlarmCount, "below the limit of 30 mV");
        DetectorSettings settings = DetectorSettings.Nmc();
        settings.values[DetectorSettings.OverVoltage] = 3_690_000;
        settings.values[DetectorSettings.UnderVoltage] = 2_800_000;
        pack.Detector.SetLimits(settings);
        settings.values[DetectorSettings.OverVoltage] = 4_250_000;
        pack.Run(5);
        Assert.AreEqual(11, pack.Alarms.Count(a => a.cause == "over-voltage"), "the cell in the voltage dip is below it");
        pack.Detector.SetLimits(settings);
        pack.Run(20);
        Assert.AreEqual(0, pack.Detector.OpenAlarmCount, "each was cleared by its rule");
    }

    private string? Error(int row, int value)
    {
        var reader = new JsonReader();
        byte[] json = Bytes("{\"schema\":1,\"version\":1,\"limits\":{\"" + DetectorSettings.KeyAt(row) + "\":" + value + "}}");
        Assert.IsTrue(reader.Parse(json, DesiredLimits.Key), reader.Error);
        DesiredState state = DesiredState.From(reader, out _, out string text);
        Assert.IsNotNull(state, text);
        return state.limits.Error(_box);
    }

    private int[] Values(CommandGate gate) => DesiredLimits.Of(gate.InForce, _box).values;

    private CommandGate Obeying(string document)
    {
        CommandGate gate = Gate();
        Assert.AreEqual(GateResult.Accepted, gate.OnDesired(Bytes(document)).result);
        Assert.IsTrue(gate.TryTakePending(out _));
        gate.Applied(9);
        return gate;
    }

    private CommandGate Gate() =>
        new(new RecordStore(_storage), new RateBounds(10), new RateSettings(), _box, 3, _clock, null, null);

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private sealed class Clock : IClock
    {
        public long UtcMs { get; set; }

        public long MonotonicMicros() => 0;

        public bool TryGetUtcMs(out long utcMs) => (utcMs = UtcMs) != 0;

        public void DelayMicros(int micros)
        {
        }
    }
}
