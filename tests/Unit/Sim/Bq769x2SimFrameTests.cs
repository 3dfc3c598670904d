using System;
using System.Linq;
using System.Text.Json;
using DataBox.Sim;
using DataBox.Tests.Unit.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Check bytes, the pipeline, and what the chip says when it can't answer.</summary>
[TestClass]
public class Bq769x2SimFrameTests
{
    [TestMethod]
    public void Check_byte_of_the_bench_is_that_of_the_vectors()
    {
        foreach (JsonElement row in AfeVectors.Part("bq769x2_crc8").EnumerateArray())
        {
            Assert.AreEqual(AfeVectors.Bytes(row, "crc")[0], Bq769x2Bench.Crc(AfeVectors.Bytes(row, "message")));
        }
    }

    [TestMethod]
    public void Frames_of_the_vectors_are_taken_and_echoed_one_frame_later()
    {
        var bench = new Bq769x2Bench().Booted();
        string[] frames = [.. AfeVectors.Part("bq769x2_spi_frames_computed").EnumerateArray()
            .Select(row => row.GetProperty("mosi").GetString()!)];
        string before = "";
        foreach (string frame in (string[])[.. frames, "14FFF0"])
        {
            string reply = bench.Send(frame);
            bench.clock.Advance(60);
            if (before.StartsWith('B'))
            {
                Assert.AreEqual(before, reply, "a write is echoed with its data");
            }
            else
            {
                Assert.AreEqual(before.Length == 0 ? "FF" : before[..2], reply[..2]);
            }

            before = frame;
        }
    }

    // Logged by a user of a real chip: CC2 current of 0, -1 and 1 mA (TI E2E forum, thread 1466113).
    [TestMethod]
    [DataRow(0, "3A007B", "3B006E")]
    [DataRow(-1, "3AFF88", "3BFF9D")]
    [DataRow(1, "3A017C", "3B006E")]
    public void Replies_are_those_that_a_real_chip_was_seen_to_give(int milliamps, string low, string high)
    {
        var bench = new Bq769x2Bench().Booted();
        bench.chip.Settings.CurrentMilliamps = milliamps;
        bench.Send("3A55D7");
        bench.clock.Advance(60);
        Assert.AreEqual(low, bench.Send("3B55C2"));
        bench.clock.Advance(60);
        Assert.AreEqual(high, bench.Send("3A55D7"));
    }

    [TestMethod]
    public void Reply_is_not_ready_before_its_time_and_is_given_once()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.Send("14FFF0");
        bench.clock.Advance(40);
        Assert.AreEqual("FFFF00", bench.Send("14FFF0"));
        bench.clock.Advance(60);
        Assert.AreEqual("14", bench.Send("FF0000")[..2]);
        Assert.AreEqual("FFFFAA", bench.Send("FF0000"));
    }

    [TestMethod]
    [DataRow(true, "14")]
    [DataRow(false, "15")]
    public void Frame_that_comes_too_soon_is_lost_or_takes_the_place_of_the_one_before(bool loses, string answered)
    {
        var bench = new Bq769x2Bench().Booted();
        bench.chip.Settings.LosesFramesWhileBusy = loses;
        bench.Send("14FFF0");
        Assert.AreEqual("FFFF00", bench.Send("15FFE5"));
        bench.clock.Advance(60);
        Assert.AreEqual(answered, bench.Send("14FFF0")[..2]);
    }

    [TestMethod]
    public void Write_with_any_one_bit_turned_changes_nothing_and_is_told()
    {
        var bench = new Bq769x2Bench().Booted();
        for (int bit = 0; bit < 24; bit++)
        {
            bench.Write(0x66, 0x11);
            bench.chip.Faults.FlipWriteBit(bench.chip.FrameCount, bit);
            bench.Send(Bq769x2Bench.Frame(0xE6, 0x82));
            bench.clock.Advance(60);
            Assert.AreEqual("FFFFAA", bench.Send("14FFF0"), "bit " + bit);
            Assert.AreEqual(0x11, bench.Read(0x66), "bit " + bit);
        }

        Assert.AreEqual(24, bench.chip.Faults.InjectedCount);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(4)]
    [DataRow(6)]
    public void Frame_of_another_length_is_an_error(int length)
    {
        var bench = new Bq769x2Bench().Booted();
        byte[] frame = new byte[length];
        Bq769x2Bench.Frame(0xE6, 0x82).AsSpan(0, Math.Min(3, length)).CopyTo(frame);
        bench.Send(frame);
        bench.clock.Advance(60);
        Assert.AreEqual("FFFFAA", bench.Send("14FFF0"));
        Assert.AreNotEqual(0x82, bench.Read(0x66));
    }

    [TestMethod]
    public void Bit_turned_on_the_way_back_breaks_the_check_byte()
    {
        var bench = new Bq769x2Bench().Booted();
        for (int bit = 0; bit < 24; bit++)
        {
            bench.Send("14FFF0");
            bench.clock.Advance(500);
            bench.chip.Faults.FlipReadBit(bench.chip.FrameCount, bit);
            byte[] reply = bench.Send(Convert.FromHexString("14FFF0"));
            Assert.AreNotEqual(Bq769x2Bench.Crc([reply[0], reply[1]]), reply[2], "bit " + bit);
            bench.clock.Advance(500);
        }
    }

    [TestMethod]
    public void Chip_reads_as_ones_until_it_has_started_without_supply_and_behind_a_cut()
    {
        var bench = new Bq769x2Bench();
        bench.clock.Advance(59900);
        Assert.AreEqual("FFFFFF", bench.Send("14FFF0"));
        bench.clock.Advance(200);
        Assert.AreEqual("FFFF00", bench.Send("14FFF0"), "what came before the start was not taken");
        bench.clock.Advance(60);
        bench.chip.Faults.CutBelowDevice = 0;
        Assert.AreEqual("FFFFFF", bench.Send("14FFF0"));
        bench.chip.Faults.End();
        bench.chip.SetPowered(0, false);
        bench.Pass(1);
        Assert.AreEqual("FFFFFF", bench.Send("14FFF0"));
        bench.chip.SetPowered(0, true);
        bench.clock.Advance(60010);
        Assert.AreEqual("FFFF00", bench.Send("14FFF0"));
    }

    [TestMethod]
    public void Chip_that_is_made_has_started()
    {
        var clock = new ManualClock();
        var chip = new Bq769x2SimChain(clock);
        byte[] reply = new byte[3];
        chip.Transfer(Convert.FromHexString("14FFF0"), reply, 3);
        Assert.AreEqual("FFFF00", Convert.ToHexString(reply));
    }

    [TestMethod]
    public void Busy_chip_answers_only_after_its_loop_is_worked_up()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Await(Bq769x2Bench.AdScan);
        int notReady = 0;
        for (int i = 0; i < 700; i++)
        {
            // Spaced 100 µs over a whole loop: those around its end find nothing.
            notReady += bench.Send("14FFF0") == "FFFF00" ? 1 : 0;
            bench.clock.Advance(88);
        }

        Assert.IsInRange(3, 12, notReady);
    }

    [TestMethod]
    public void Oscillator_of_a_sleeping_chip_costs_the_first_frame_after_a_second()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.Pass(12);
        Assert.IsTrue(bench.chip.IsSleeping);
        Assert.AreEqual("FFFFFF", bench.Send("14FFF0"));
        Assert.AreEqual("FFFFFF", bench.Send("14FFF0"), "the oscillator takes 50 µs");
        bench.clock.Advance(50);
        Assert.AreEqual("FFFF00", bench.Send("14FFF0"), "nothing of it was taken");
        bench.clock.Advance(60);
        Assert.AreEqual("14", bench.Send("14FFF0")[..2]);
        bench.Pass(0.9);
        Assert.AreEqual("14", bench.Send("14FFF0")[..2], "within the second it runs on");
        bench.Pass(1.5);
        bench.chip.Pulse(60);
        Assert.AreNotEqual("FFFFFF", bench.Send("14FFF0"), "a select wakes it too");
    }

    [TestMethod]
    public void Lost_commands_are_writes_only_and_told_or_hidden()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.Write(0x66, 0x11);
        bench.chip.LoseCommands(0, 1);
        Assert.AreEqual(0x11, bench.Read(0x66), "reads are answered");
        bench.Send(Bq769x2Bench.Frame(0xE6, 0x82));
        bench.clock.Advance(60);
        Assert.AreEqual("FFFFAA", bench.Send("14FFF0"));
        Assert.AreEqual(0x11, bench.Read(0x66));
        bench.chip.Settings.HidesLostCommands = true;
        bench.chip.LoseCommands(0, 1);
        bench.Send(Bq769x2Bench.Frame(0xE6, 0x82));
        bench.clock.Advance(60);
        Assert.AreEqual("E682", bench.Send("14FFF0")[..4]);
        Assert.AreEqual(0x11, bench.Read(0x66));
        bench.Write(0x66, 0x82);
        Assert.AreEqual(0x82, bench.Read(0x66));
    }

    [TestMethod]
    public void Hooks_that_this_chip_can_not_have_say_so()
    {
        var bench = new Bq769x2Bench();
        Assert.ThrowsExactly<NotSupportedException>(() => bench.chip.SetFilterBroken(0, true));
        Assert.ThrowsExactly<NotSupportedException>(() => bench.chip.SetSupplyMicrovolts(0, 5000000, 3000000));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chip.SetCellMicrovolts(1, 0, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chip.SetCellMicrovolts(0, 16, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chip.SetProbeDeciC(0, 9, 0));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chip.SetCellWireOpen(0, 17, true));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bench.chip.SetConverterOffsetMicrovolts(0, 1, 0));
        Assert.IsNull(bench.chip.FarEnd);
        SimChip row = SimCatalogue.Find("bq76952")!;
        Assert.AreEqual((16, 9, 1, 2000000, 1000), (
            row.CellInputs, row.GpioInputs, row.MaxDevices, row.MaxClockHz, row.ResolutionMicrovolts));
        Assert.AreEqual("bq76952", row.Make(new SimChainPlan(new ManualClock(), 1)).Chip);
    }

    [TestMethod]
    public void Transfers_take_their_bits_over_the_clock()
    {
        var bench = new Bq769x2Bench(1000000);
        long before = bench.clock.MonotonicMicros();
        bench.Send("14FFF0");
        Assert.AreEqual(24, bench.clock.MonotonicMicros() - before);
        Assert.AreEqual((1L, 3L), (bench.chip.FrameCount, bench.chip.ByteCount));
    }
}
