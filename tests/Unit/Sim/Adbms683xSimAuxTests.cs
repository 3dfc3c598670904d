using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>GPIOs by both auxiliary converters, the chip's own voltages, and what breaks them.</summary>
[TestClass]
public class Adbms683xSimAuxTests
{
    private const int PowerOn = 0x7FFF;

    [TestMethod]
    public void GPIOs_and_stack_stand_where_the_groups_say()
    {
        Adbms683xBench bench = Bench();
        for (int gpio = 0; gpio < 9; gpio++)
        {
            bench.chain.SetGpioMicrovolts(0, gpio, 150000 * (gpio + 1));
        }

        bench.chain.SetTenthGpioMicrovolts(0, 1500000);
        bench.chain.SetAllCellsMicrovolts(3750000);
        bench.Send(Adbms683xBench.Adax);
        bench.Send(Adbms683xBench.Adax2);
        bench.Wait(18000);
        int[] aux = [.. new[] { 0x019, 0x01A, 0x01B, 0x01F, 0x036 }.SelectMany(code => bench.Words(code))];
        int[] aux2 = [.. new[] { 0x01C, 0x01D, 0x01E, 0x025 }.SelectMany(code => bench.Words(code))];
        for (int gpio = 0; gpio < 10; gpio++)
        {
            Assert.AreEqual((1000 * (gpio + 1)) - 10000, aux[gpio]);
            Assert.AreEqual(aux[gpio], aux2[gpio]);
        }

        Assert.AreEqual(-10000, aux[10], "VMV");
        Assert.AreEqual(16L * 3750000, ((aux[11] * 150) + 1500000L) * 25, 25 * 75, "VPV");
        CollectionAssert.AreEqual(new[] { -1, -1, -1 }, aux[12..], "group E holds nothing");
        CollectionAssert.AreEqual(new[] { -1, -1 }, aux2[10..]);
    }

    [TestMethod]
    public void Results_are_old_until_eighteen_milliseconds_have_passed()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetGpioMicrovolts(0, 0, 600000);
        bench.Send(Adbms683xBench.Adax);
        bench.chain.SetGpioMicrovolts(0, 0, 900000);
        bench.Wait(17900);
        Assert.AreEqual(PowerOn, bench.Words(0x019)[0]);
        bench.Wait(100);
        Assert.AreEqual(-6000, bench.Words(0x019)[0]);
    }

    [TestMethod]
    public void One_channel_takes_a_millisecond_and_leaves_the_others_alone()
    {
        (int Channel, int Code, int Word)[] channels =
        [
            (0x01, 0x019, 0), (0x06, 0x01A, 2), (0x0A, 0x01F, 0), (0x44, 0x01F, 1), (0x43, 0x01F, 2), (0x40, 0x030, 0),
            (0x42, 0x030, 1), (0x41, 0x031, 0), (0x41, 0x031, 1), (0x45, 0x031, 2),
        ];
        foreach ((int channel, int code, int word) in channels)
        {
            Adbms683xBench bench = Bench();
            bench.Send(Adbms683xBench.Adax | channel);
            bench.Wait(1000);
            int[] all = [.. new[] { 0x019, 0x01A, 0x01B, 0x01F, 0x030, 0x031 }.SelectMany(c => bench.Words(c))];
            Assert.AreNotEqual(PowerOn, bench.Words(code)[word], channel.ToString("X2"));
            Assert.AreEqual(channel == 0x41 ? 2 : 1, all.Count(value => value != PowerOn && value != -1));
        }
    }

    [TestMethod]
    public void Status_groups_hold_references_supplies_and_die_by_the_published_formulas()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetReferenceMicrovolts(0, 3006000);
        bench.chain.SetSupplyMicrovolts(0, 5100000, 3150000);
        bench.chain.SetDieDeciC(0, 420);
        bench.Send(Adbms683xBench.Adax);
        bench.Wait(18000);
        int[] a = bench.Words(0x030);
        int[] b = bench.Words(0x031);
        Assert.AreEqual(3006000, (a[0] * 150) + 1500000);
        Assert.AreEqual(42.0, (((a[1] * 0.00015) + 1.5) / 0.0075) - 273, 0.02);
        Assert.AreEqual(3150000, (b[0] * 150) + 1500000, "VD comes first");
        Assert.AreEqual(5100000, (b[1] * 150) + 1500000);
        Assert.AreEqual(3006000, (b[2] * 150) + 1500000, "VRES is the reference here");
        Assert.AreEqual(-1, a[2]);
    }

    [TestMethod]
    public void Probe_is_a_divider_from_the_second_reference()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetReferenceMicrovolts(0, 3010000);
        bench.chain.SetProbeDeciC(0, 0, 250);
        bench.chain.SetProbeOpen(0, 1);
        bench.chain.SetProbeShorted(0, 2);
        bench.Send(Adbms683xBench.Adax);
        bench.Wait(18000);
        int[] microvolts = bench.Microvolts(0x019, 0, 6);
        Assert.AreEqual(1505000, microvolts[0], 100, "10 kohm against 10 kohm");
        Assert.AreEqual(3010000, microvolts[1], 75);
        Assert.AreEqual(0, microvolts[2], 75);
    }

    [TestMethod]
    public void Test_current_tells_an_open_GPIO_wire_from_a_sound_one()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetProbeDeciC(0, 0, 250);
        bench.chain.SetProbeDeciC(0, 1, 250);
        bench.chain.SetGpioWireOpen(0, 1, true);
        int[] down = Pulled(bench, 0x100);
        int[] up = Pulled(bench, 0x180);
        Assert.AreEqual(1250000, down[0], 200);
        Assert.AreEqual(1500000 + 583333, up[0], 200);
        Assert.AreEqual(0, down[1], 75);
        Assert.AreEqual(5000000, up[1], 75);
        bench.chain.SetGpioWireOpen(0, 1, false);
        Assert.AreEqual(1500000, Pulled(bench, 0)[1], 75);
    }

    [TestMethod]
    public void Stuck_multiplexer_shows_one_channel_everywhere_but_in_the_second_converter_and_the_cells()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.chain.SetProbeDeciC(0, 0, 250);
        bench.chain.SetMuxStuck(0, true);
        bench.Send(Adbms683xBench.Adcv);
        bench.Send(Adbms683xBench.Adax);
        bench.Send(Adbms683xBench.Adax2);
        bench.Wait(18000);
        int[] all = [.. new[] { 0x019, 0x01A, 0x01B, 0x01F, 0x031 }.SelectMany(c => bench.Words(c))];
        Assert.IsTrue(all.All(code => code == 10000), "VREF2");
        Assert.AreEqual(0, bench.Words(0x01C)[0], 1);
        Assert.AreEqual(14000, bench.Words(Adbms683xBench.Rdcva)[0]);
        bench.chain.SetMuxStuck(0, false);
        bench.Send(Adbms683xBench.Adax);
        bench.Wait(18000);
        Assert.AreEqual(0, bench.Words(0x019)[0], 1);
    }

    [TestMethod]
    public void Pin_that_is_pulled_down_reads_zero_and_shows_in_status_E()
    {
        Adbms683xBench bench = Bench();
        for (int gpio = 0; gpio < 9; gpio++)
        {
            bench.chain.SetGpioMicrovolts(0, gpio, 2900000);
        }

        bench.chain.SetTenthGpioMicrovolts(0, 2900000);
        Assert.AreEqual("FF13", Convert.ToHexString(bench.Data(0x034)[4..]));
        bench.Write(0x001, "810000FB0200");
        bench.chain.SetGpioMicrovolts(0, 0, 100000);
        Assert.AreEqual("FA12", Convert.ToHexString(bench.Data(0x034)[4..]));
        bench.Send(Adbms683xBench.Adax);
        bench.Wait(18000);
        Assert.AreEqual(-10000, bench.Words(0x019)[2]);
        Assert.AreEqual(-10000, bench.Words(0x01B)[2]);
        Assert.AreEqual(9333, bench.Words(0x01F)[0]);
    }

    [TestMethod]
    public void Everything_auxiliary_comes_in_one_read()
    {
        Adbms683xBench bench = Bench();
        bench.chain.SetGpioMicrovolts(0, 4, 700000);
        bench.Send(Adbms683xBench.Adax);
        bench.Send(Adbms683xBench.Adax2);
        bench.Wait(18000);
        byte[] all = bench.Data(0x035, 0, 68);
        byte[] parts = [.. new[] { 0x019, 0x01A, 0x01B, 0x01F, 0x01C, 0x01D, 0x01E }.SelectMany(c => bench.Data(c))];
        CollectionAssert.AreEqual(parts, all[..42]);
        CollectionAssert.AreEqual(bench.Data(0x025)[..2], all[42..44]);
        CollectionAssert.AreEqual(bench.Data(0x030)[..4], all[44..48]);
        CollectionAssert.AreEqual(bench.Data(0x031), all[48..54]);
        CollectionAssert.AreEqual(bench.Data(0x032), all[54..60]);
        CollectionAssert.AreEqual(bench.Data(0x033), all[60..66]);
        CollectionAssert.AreEqual(bench.Data(0x034)[4..], all[66..]);
    }

    private static int[] Pulled(Adbms683xBench bench, int pull)
    {
        bench.Send(Adbms683xBench.Adax | pull);
        bench.Wait(18000);
        return bench.Microvolts(0x019, 0, 6);
    }

    private static Adbms683xBench Bench() => new Adbms683xBench(1).Ready();
}
