using System;
using System.Text.Json;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>The driver's whole sample against scripts made of the vectors' bytes: what goes over the wire, in which order.
/// </summary>
[TestClass]
public class Ltc681xChainScriptTests
{
    private const string Cleared = "FFFFFFFFFFFF664C";
    private const string ConfigA = "FC5217A4000007A0";      // 3.0 V and 4.2 V, reference on
    private const string ConfigLost = "F80000000000";

    private static readonly string[] s_readCells = { "000407C2", "00069A94", "00085E52", "000AC304", "0009D560", "000B4836" };

    [TestMethod]
    public void Sample_of_two_devices_clears_starts_proves_waits_and_reads()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        Begin(bus, 0, Cleared + Cleared, ConfigA + ConfigA);
        ReadAll(bus);
        Assert.AreEqual(AfeStatus.Ok, chain.Read(sample));
        Assert.AreEqual(0, bus.Left);
        CheckCells(sample, Quality.Good);
        CollectionAssert.AreEqual(new byte[2], sample.deviceStatus);
        Assert.AreEqual(0, chain.RetryCount);
        // 2,343 us typical + 6.5 %, less two reads of 20 bytes that went by meanwhile.
        CollectionAssert.Contains(bus.log, "wait" + (2496 - 320));
    }

    [TestMethod]
    public void Another_cell_group_is_proven_in_each_sample()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        for (int turn = 0; turn < 8; turn++)
        {
            Begin(bus, turn % 6, Cleared + Cleared, ConfigA + ConfigA);
            ReadAll(bus);
            Assert.AreEqual(AfeStatus.Ok, chain.Read(sample));
        }
    }

    [TestMethod]
    public void Registers_that_show_old_readings_while_the_chip_converts_are_stale()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        string old = Group(0);
        for (int attempt = 0; attempt < 3; attempt++)
        {
            Begin(bus, 0, old[..16] + Cleared, ConfigA + ConfigA);
        }

        ReadAll(bus);
        Assert.AreEqual(AfeStatus.Stale, chain.Read(sample));
        Assert.AreEqual(AfeStatus.Stale, sample.deviceStatus[0]);
        for (int c = 0; c < 18; c++)
        {
            Assert.AreEqual(Quality.Stale, sample.cellQuality[c]);
            Assert.AreEqual(0, sample.cellMicrovolts[c], "the old value stays");
            Assert.AreEqual(Quality.Good, sample.cellQuality[18 + c]);
        }

        // Known now: no retries are spent on it in the next sample.
        Begin(bus, 1, Group(1)[..16] + Cleared, ConfigA + ConfigA);
        ReadAll(bus);
        Assert.AreEqual(AfeStatus.Stale, chain.Read(sample));
        Assert.AreEqual(2, chain.RetryCount);
    }

    [TestMethod]
    public void Clear_that_was_lost_once_is_repeated_and_the_readings_count()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        Begin(bus, 0, Group(0), ConfigA + ConfigA);
        Begin(bus, 0, Cleared + Cleared, ConfigA + ConfigA);
        ReadAll(bus);
        Assert.AreEqual(AfeStatus.Retried, chain.Read(sample));
        CheckCells(sample, Quality.Good);
        Assert.AreEqual(1, chain.RetryCount);
    }

    [TestMethod]
    public void Wrong_PEC_is_read_again_and_only_the_device_in_question_is_taken_over_then()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        Begin(bus, 0, Cleared + Cleared, ConfigA + ConfigA);
        string right = Group(0);
        bus.Expect(s_readCells[0], right[..16] + "00" + right[18..]);
        // In the second try the first device's bytes are those of another group, intact: they must not be looked at.
        bus.Expect(s_readCells[0], Group(1)[..16] + right[16..]);
        for (int group = 1; group < 6; group++)
        {
            bus.Expect(s_readCells[group], Group(group));
        }

        Assert.AreEqual(AfeStatus.Retried, chain.Read(sample));
        CheckCells(sample, Quality.Good);
        CollectionAssert.AreEqual(new[] { AfeStatus.Ok, AfeStatus.Retried }, sample.deviceStatus);
        Assert.AreEqual(1, chain.RetryCount);
    }

    [TestMethod]
    public void Reading_with_wrong_PEC_in_every_try_is_flagged_not_used()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        Begin(bus, 0, Cleared + Cleared, ConfigA + ConfigA);
        string bent = Group(0)[..30] + "FF";
        bus.Expect(s_readCells[0], bent).Expect(s_readCells[0], bent).Expect(s_readCells[0], bent);
        for (int group = 1; group < 6; group++)
        {
            bus.Expect(s_readCells[group], Group(group));
        }

        Assert.AreEqual(AfeStatus.PecError, chain.Read(sample));
        for (int c = 18; c < 21; c++)
        {
            Assert.AreEqual(Quality.PecError, sample.cellQuality[c]);
            Assert.AreEqual(0, sample.cellMicrovolts[c]);
        }

        Assert.AreEqual(Quality.Good, sample.cellQuality[17]);
        Assert.AreEqual(Quality.Good, sample.cellQuality[21]);
    }

    [TestMethod]
    public void Lost_configuration_is_written_again_and_the_sample_repeated_after_the_reference_is_up()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        Begin(bus, 0, Cleared + Cleared, ConfigA + WithPec(ConfigLost));
        string b = WithPec("0F0000000000");
        bus.Expect("00013D6E" + ConfigA + ConfigA).Expect("0024B19E" + b + b);
        bus.Expect("00022B0A", ConfigA + ConfigA).Expect("00262CC8", b + b);
        Begin(bus, 0, Cleared + Cleared, ConfigA + ConfigA);
        ReadAll(bus);
        Assert.AreEqual(AfeStatus.Reconfigured, chain.Read(sample));
        Assert.AreEqual(0, bus.Left);
        CollectionAssert.AreEqual(new[] { AfeStatus.Ok, AfeStatus.Reconfigured }, sample.deviceStatus);
        CheckCells(sample, Quality.Good);
        CollectionAssert.Contains(bus.log, "wait9400");
    }

    [TestMethod]
    public void Pins_that_read_back_otherwise_are_no_lost_configuration()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        // GPIO bits 7:3 and DTEN show the pins: 04 and FE instead of FC.
        Begin(bus, 0, Cleared + Cleared, WithPec("045217A40000") + WithPec("FE5217A40000"));
        ReadAll(bus);
        Assert.AreEqual(AfeStatus.Ok, chain.Read(new PackSample(ChainBytes.Layout(2, 18, 0))));
    }

    [TestMethod]
    public void Box_that_was_held_up_between_start_and_proof_proves_it_once_more()
    {
        ScriptedBus bus = new ScriptedBus();
        Ltc681xChain chain = TwoOf18(bus);
        PackSample sample = new PackSample(ChainBytes.Layout(2, 18, 0));
        // The conversion was over when the first look came: new readings, no cleared pattern.
        Begin(bus, 0, Group(0), ConfigA + ConfigA);
        Begin(bus, 0, Cleared + Cleared, ConfigA + ConfigA);
        ReadAll(bus);
        Assert.AreEqual(AfeStatus.Retried, chain.Read(sample));
        CheckCells(sample, Quality.Good);
    }

    [TestMethod]
    public void Only_groups_with_cells_or_probes_are_read()
    {
        // Cells at inputs 4 to 6 and 10, a probe at GPIO 2: groups B and D, AUX B for the reference, AUX A.
        var layout = new PackLayout(1, new[] { 0x238 }, new[] { 2 });
        ScriptedBus bus = new ScriptedBus();
        var chain = new Ltc681xChain(bus, bus, layout, Ltc681xFamily.Model("ltc6811"), Config());
        var sample = new PackSample(layout);
        bus.Expect("0712DFA4").Expect("0711C9C0").Expect("0360F46C");
        bus.Expect("00069A94", Cleared).Expect("000E729A", Cleared).Expect("00022B0A", ConfigA);
        bus.Expect("0560D3A0");
        bus.Expect("00069A94", WithPec("E880E980EA80")).Expect("000AC304", WithPec("EB80FFFFFFFF"));
        bus.Expect("000E729A", WithPec("000000003075")).Expect("000CEFCC", WithPec("0000983A0000"));
        Assert.AreEqual(AfeStatus.Ok, chain.Read(sample));
        Assert.AreEqual(0, bus.Left);
        CollectionAssert.AreEqual(new[] { 3300000, 3300100, 3300200, 3300300 }, sample.cellMicrovolts);
        Assert.AreEqual(250, sample.tempDeciC[0], "half of the reference is the nominal resistance");
    }

    private static Ltc681xConfig Config()
    {
        return new Ltc681xConfig { undervoltageMicrovolts = 3000000, overvoltageMicrovolts = 4200000 };
    }

    private static Ltc681xChain TwoOf18(ScriptedBus bus)
    {
        return new Ltc681xChain(bus, bus, ChainBytes.Layout(2, 18, 0), Ltc681xFamily.Model("ltc6813"), Config());
    }

    /// <summary>Clear, start, and the two looks while the chips convert.</summary>
    private static void Begin(ScriptedBus bus, int group, string cells, string configuration)
    {
        bus.Expect("0711C9C0").Expect("0360F46C").Expect(s_readCells[group], cells).Expect("00022B0A", configuration);
    }

    private static void ReadAll(ScriptedBus bus)
    {
        for (int group = 0; group < 6; group++)
        {
            bus.Expect(s_readCells[group], Group(group));
        }
    }

    /// <summary>Both devices' frames of a cell group, from the vectors.</summary>
    private static string Group(int group)
    {
        return AfeVectors.Part("ltc6813_two_device_scan_computed").GetProperty("frames")[group]
            .GetProperty("miso_after_command").GetString()!;
    }

    private static string WithPec(string data)
    {
        byte[] bytes = Convert.FromHexString(data);
        return data + Pec15.Compute(bytes, 0, 6).ToString("X4");
    }

    private static void CheckCells(PackSample sample, byte quality)
    {
        JsonElement codes = AfeVectors.Part("ltc6813_two_device_scan_computed").GetProperty("cell_codes_100uV");
        for (int d = 0; d < 2; d++)
        {
            for (int i = 0; i < 18; i++)
            {
                Assert.AreEqual(quality, sample.cellQuality[(d * 18) + i]);
                Assert.AreEqual(codes[d][i].GetInt32() * 100, sample.cellMicrovolts[(d * 18) + i]);
            }
        }
    }
}
