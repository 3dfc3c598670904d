using System;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The C-ADC in time: rounds, averages, filter; snapshots, clears, polls.</summary>
[TestClass]
public class Adbms683xSimCellTests
{
    private const int PowerOn = 0x7FFF;
    private const int Cleared = -0x8000;

    [TestMethod]
    public void Single_round_shows_a_millisecond_later_what_the_pins_had_at_its_start()
    {
        Adbms683xBench bench = Bench(3700000);
        bench.Send(Adbms683xBench.Adcv);
        bench.chain.SetAllCellsMicrovolts(3000000);
        bench.clock.Advance(960);
        Assert.AreEqual(PowerOn, bench.Words(Adbms683xBench.Rdcva)[0], "before its end");
        bench.clock.Advance(40);
        Assert.AreEqual(3700050, bench.Microvolts(Adbms683xBench.Rdcvall)[0], 75);
        bench.Wait(20000);
        Assert.AreEqual(3700050, bench.Microvolts(Adbms683xBench.Rdcvall)[15], 75, "no second round");
    }

    [TestMethod]
    public void Continuous_rounds_follow_the_voltage_by_one_to_two_milliseconds()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.clock.Advance(5500);
        bench.chain.Pulse(0);
        bench.clock.Advance(10);
        bench.chain.SetAllCellsMicrovolts(3900000);
        bench.clock.Advance(1000 - 530);
        Assert.AreEqual(3600000, bench.Microvolts(Adbms683xBench.Rdcvall)[3], "the round that was under way");
        bench.clock.Advance(1000);
        Assert.AreEqual(3900000, bench.Microvolts(Adbms683xBench.Rdcvall)[3]);
    }

    [TestMethod]
    public void Conversion_counter_counts_rounds_in_eleven_bits()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.Send(Adbms683xBench.AdcvContinuous);
        int first = Rounds(bench);
        bench.Wait(100000);
        Assert.AreEqual(100, Rounds(bench) - first, 1);
        for (int i = 0; i < 2; i++)
        {
            bench.Wait(974000);
            Rounds(bench);
        }

        Assert.AreEqual(0, Rounds(bench), 2, "after 2048 rounds");
    }

    [TestMethod]
    public void Average_is_the_mean_of_eight_rounds()
    {
        Adbms683xBench bench = Bench(3000000);
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.clock.Advance(3500);
        bench.chain.SetCellMicrovolts(0, 5, 3800000);

        // Rounds 0 to 3 took 3.0 V, rounds 4 to 7 3.8 V.
        bench.Wait(4400);
        Assert.AreEqual(PowerOn, bench.Words(Adbms683xBench.Rdacall, 0, 32)[5]);
        bench.Wait(100);
        Assert.AreEqual(3400050, bench.Microvolts(Adbms683xBench.Rdacall)[5], 150);
        Assert.AreEqual(3000000, bench.Microvolts(Adbms683xBench.Rdacall)[4]);
        bench.Wait(8000);
        Assert.AreEqual(3800000, bench.Microvolts(Adbms683xBench.Rdacall)[5], 75);
    }

    [TestMethod]
    [DataRow(1, 110.0)]
    [DataRow(2, 45.0)]
    [DataRow(3, 21.0)]
    [DataRow(4, 10.0)]
    [DataRow(5, 5.0)]
    [DataRow(6, 1.25)]
    [DataRow(7, 0.625)]
    public void Filter_answers_a_step_as_its_cut_off_frequency_says(int fc, double hertz)
    {
        Adbms683xBench bench = Bench(3000000);
        bench.Write(0x001, "810000FF030" + fc);
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Wait(2500);
        bench.chain.SetAllCellsMicrovolts(4000000);
        double tauMs = 1000 / (2 * Math.PI * hertz);
        int rounds = Math.Max(1, (int)Math.Round(tauMs));
        bench.Wait((rounds + 1) * 1000);
        double expected = 4000000 - (1000000 * Math.Exp(-rounds / tauMs));
        Assert.AreEqual(expected, bench.Microvolts(Adbms683xBench.Rdfcall)[9], 12000);
    }

    [TestMethod]
    public void Filter_that_is_off_shows_the_round_and_one_that_is_reset_starts_at_it()
    {
        Adbms683xBench bench = Bench(3000000);
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Wait(2500);
        Assert.AreEqual(3000000, bench.Microvolts(Adbms683xBench.Rdfcall)[0]);
        bench.chain.SetAllCellsMicrovolts(3900000);
        bench.Wait(2000);
        Assert.AreEqual(3900000, bench.Microvolts(Adbms683xBench.Rdfcall)[0], "off");

        bench.Write(0x001, "810000FF0307");
        bench.chain.SetAllCellsMicrovolts(3300000);
        bench.Wait(3000);
        Assert.IsTrue(bench.Microvolts(Adbms683xBench.Rdfcall)[0] > 3880000, "0.625 Hz");
        bench.Send(Adbms683xBench.AdcvContinuous | 4);
        bench.Wait(1100);
        Assert.AreEqual(3300000, bench.Microvolts(Adbms683xBench.Rdfcall)[0], "RSTF");
    }

    [TestMethod]
    [DataRow(false, 3600000)]
    [DataRow(true, 3900000)]
    public void Second_snapshot_of_a_frozen_chip_is_a_choice(bool renews, int microvolts)
    {
        Adbms683xBench bench = Bench(3600000);
        bench.chain.Choices.SnapRenewsFrozen = renews;
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.Wait(3000);
        bench.Send(Adbms683xBench.Snap);
        bench.chain.SetAllCellsMicrovolts(3900000);
        bench.Wait(3000);
        bench.Send(Adbms683xBench.Snap);
        Assert.AreEqual(microvolts, bench.Microvolts(Adbms683xBench.Rdcvall)[0]);
    }

    [TestMethod]
    public void Snapshot_holds_every_result_and_the_chip_converts_on()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.Write(0x024, "A10138000000");
        bench.Send(Adbms683xBench.AdcvContinuousRedundant);
        bench.Send(Adbms683xBench.Adax);
        bench.Send(Adbms683xBench.Adax2);
        bench.Wait(20000);
        bench.Send(Adbms683xBench.Snap);
        int[] reads = [0x004, 0x044, 0x012, 0x003, 0x019, 0x01C, 0x030, 0x031, 0x032, 0x033];
        string[] before = [.. reads.Select(code => Convert.ToHexString(bench.Data(code)))];
        bench.chain.SetAllCellsMicrovolts(4000000);
        bench.chain.SetReferenceMicrovolts(0, 3005000);
        bench.chain.SetGpioMicrovolts(0, 0, 700000);
        bench.chain.SetSupplyMicrovolts(0, 5100000, 3100000);
        bench.Send(Adbms683xBench.Adax);
        bench.Send(Adbms683xBench.Adax2);
        bench.Wait(20000);
        string[] after = [.. reads.Select(code => Convert.ToHexString(bench.Data(code)))];
        CollectionAssert.AreEqual(before, after);
        Assert.AreEqual(0x20, bench.Data(0x002)[5], "SNAP_ST");

        bench.Send(Adbms683xBench.Unsnap);
        string[] released = [.. reads.Select(code => Convert.ToHexString(bench.Data(code)))];
        for (int i = 0; i < reads.Length; i++)
        {
            Assert.AreNotEqual(before[i], released[i], reads[i].ToString("X3"));
        }

        Assert.AreEqual(4000050, bench.Microvolts(Adbms683xBench.Rdcvall)[0], 75);
    }

    [TestMethod]
    [DataRow(0x711, "004 044")]
    [DataRow(0x714, "012")]
    [DataRow(0x716, "003")]
    [DataRow(0x712, "019 01C 030 031")]
    public void Clear_fills_its_results_and_no_others(int clear, string cleared)
    {
        Adbms683xBench bench = Bench(3600000);
        bench.Send(Adbms683xBench.Adcv | 0x100);
        bench.Send(Adbms683xBench.Adax);
        bench.Send(Adbms683xBench.Adax2);
        bench.Wait(20000);
        bench.Send(clear);
        foreach (int code in new[] { 0x004, 0x044, 0x012, 0x003, 0x019, 0x01C, 0x030, 0x031 })
        {
            int word = bench.Words(code)[0];
            if (cleared.Split(' ').Contains(code.ToString("X3")))
            {
                Assert.AreEqual(Cleared, word, code.ToString("X3"));
            }
            else
            {
                Assert.IsTrue(word is not (Cleared or PowerOn), code.ToString("X3"));
            }
        }
    }

    [TestMethod]
    public void Poll_line_is_low_until_the_conversion_it_asks_about_is_done()
    {
        AssertBusy(Adbms683xBench.Adcv, 1000, 0x71C, [0x71D, 0x71E, 0x71F]);
        AssertBusy(Adbms683xBench.Adsv, 8000, 0x71D, [0x71C, 0x71E, 0x71F]);
        AssertBusy(Adbms683xBench.Adsv | 1, 16000, 0x71D, [0x71C]);
        AssertBusy(Adbms683xBench.Adax, 18000, 0x71E, [0x71C, 0x71D, 0x71F]);
        AssertBusy(Adbms683xBench.Adax2, 10000, 0x71F, [0x71C, 0x71D, 0x71E]);
        AssertBusy(Adbms683xBench.AdcvContinuous, 1000, 0x718, []);
    }

    [TestMethod]
    public void Reference_that_is_off_makes_a_conversion_wait_for_it()
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        bench.chain.SetAllCellsMicrovolts(3600000);
        bench.Send(Adbms683xBench.Adcv);
        bench.Wait(5400);
        Assert.AreEqual(PowerOn, bench.Words(Adbms683xBench.Rdcva)[0]);
        bench.Wait(100);
        Assert.AreEqual(14000, bench.Words(Adbms683xBench.Rdcva)[0]);
    }

    [TestMethod]
    public void Voltages_outside_the_range_stand_at_its_ends()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.chain.SetCellMicrovolts(0, 0, -2500000);
        bench.chain.SetCellMicrovolts(0, 1, 7000000);
        bench.chain.SetCellMicrovolts(0, 2, 0);
        bench.Send(Adbms683xBench.Adcv);
        bench.clock.Advance(1000);
        CollectionAssert.AreEqual(new[] { -23333, 26667, -10000 }, bench.Words(Adbms683xBench.Rdcva));
    }

    private static void AssertBusy(int conversion, int micros, int poll, int[] others)
    {
        Adbms683xBench bench = Bench(3600000);
        bench.Send(conversion);
        bench.Wait(micros - 60);
        Assert.AreEqual(0x00, Line(bench, poll), conversion.ToString("X3") + " before its end");
        foreach (int other in others)
        {
            Adbms683xBench fresh = Bench(3600000);
            fresh.Send(conversion);
            Assert.AreEqual(0x3F, Line(fresh, other), conversion.ToString("X3") + " polled by " + other.ToString("X3"));
        }

        bench.Wait(60);
        Assert.AreEqual(0x3F, Line(bench, poll), conversion.ToString("X3") + " after its end");
    }

    // Of a line that is high the first two clocks are low: the answer takes one clock a device.
    private static int Line(Adbms683xBench bench, int poll) => bench.Send([.. Adbms683xBench.Command(poll), 0xFF])[4];

    private static int Rounds(Adbms683xBench bench)
    {
        byte[] status = bench.Data(Adbms683xBench.Rdstatc);
        return (status[2] << 6) | (status[3] >> 2);
    }

    private static Adbms683xBench Bench(int microvolts)
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        bench.chain.SetAllCellsMicrovolts(microvolts);
        return bench;
    }
}
