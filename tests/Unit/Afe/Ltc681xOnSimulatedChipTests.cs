using System;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>The driver on chips that were simulated from the data sheets alone: what it reads when nothing is wrong.</summary>
[TestClass]
public class Ltc681xOnSimulatedChipTests
{
    private static readonly string[] s_chips = { "ltc6811", "ltc6812", "ltc6813", "adbms1818" };

    [TestMethod]
    public void Chains_of_1_to_16_of_every_chip_are_read_whole()
    {
        foreach (string chip in s_chips)
        {
            for (int devices = 1; devices <= 16; devices++)
            {
                SimBench bench = SimBench.Running(chip, devices, Ltc681xFamily.Model(chip).gpios, null, devices);
                for (int i = 0; i < 7; i++)
                {
                    bench.NewTruth();
                    Assert.AreEqual(AfeStatus.Ok, bench.Read(), chip + " x " + devices);
                    bench.MustBeWhole(chip + " x " + devices);
                }

                Assert.AreEqual(0, bench.chain.RetryCount);
            }
        }
    }

    [TestMethod]
    public void Every_ADC_mode_waits_long_enough_and_not_much_longer()
    {
        foreach (string chip in s_chips)
        {
            for (byte mode = 0; mode < AdcMode.Count; mode++)
            {
                var config = new Ltc681xConfig { adcMode = mode, auxMode = mode, transferOverheadMicros = 0 };
                SimBench bench = SimBench.Running(chip, 5, 3, config);
                for (int d = 0; d < 5; d++)
                {
                    bench.chips.SetConversionPercent(d, 106);
                }

                bench.NewTruth();
                bench.Read();
                string context = chip + " " + AdcMode.NameOf(mode);
                bench.MustBeWhole(context);

                // Read once more with no pause before it: the time it takes is the time that is promised, less what the
                // converters are better than the slowest (6.5 %).
                long before = bench.clock.MonotonicMicros();
                Assert.AreEqual(AfeStatus.Ok, bench.Read(0), context);
                long took = bench.clock.MonotonicMicros() - before;
                int promised = bench.chain.ShortestCycleMicros;
                Assert.IsTrue(took <= promised && took >= promised * 98 / 100, context + ": " + took + " of " + promised);
            }
        }
    }

    [TestMethod]
    public void Shortest_cycle_counts_the_boards_cost_of_every_transfer()
    {
        PackLayout layout = ChainBytes.Layout(8, 12, 3);
        var lean = new SimBench("ltc6811", layout, new Ltc681xConfig { transferOverheadMicros = 0 });
        var real = new SimBench("ltc6811", layout, new Ltc681xConfig { transferOverheadMicros = 100 });
        // 3 commands, the cells' conversion, 1 command, the GPIOs' conversion (the cells are read meanwhile), 2 groups of 68
        // bytes: 96 + 2,487 + 32 + 2,487 + 1,088. With 100 us a transfer, 4 + 2 more, and the cells take longer than the GPIOs.
        Assert.AreEqual(6190, lean.chain.ShortestCycleMicros);
        Assert.AreEqual(396 + 2487 + 132 + (4 * 644) + (2 * 644), real.chain.ShortestCycleMicros);
    }

    [TestMethod]
    public void Devices_may_use_different_inputs()
    {
        var layout = new PackLayout(1, new[] { 0x3FFFF, 0, 0x20401, 0x00FFF }, new[] { 0x1FF, 0x100, 0, 0x15 });
        var bench = new SimBench("ltc6813", layout);
        Assert.AreEqual(AfeStatus.Ok, bench.chain.Start());
        for (int i = 0; i < 12; i++)
        {
            bench.NewTruth();
            Assert.AreEqual(AfeStatus.Ok, bench.Read());
            bench.MustBeWhole();
        }
    }

    [TestMethod]
    public void Gpio_inputs_that_are_no_probes_come_as_microvolts()
    {
        var layout = new PackLayout(1, new[] { 7, 7 }, new[] { 1, 0 });
        var config = new Ltc681xConfig { gpioInputMask = new[] { 0, 0x102 }, transferOverheadMicros = 0 };
        var bench = new SimBench("ltc6813", layout, config);
        bench.chips.SetGpioMicrovolts(1, 1, 2500000);
        bench.chips.SetGpioMicrovolts(1, 8, 4000000);
        bench.chain.Start();
        Assert.AreEqual(AfeStatus.Ok, bench.Read());
        Assert.AreEqual(2500000, bench.sample.gpioMicrovolts[10]);
        Assert.AreEqual(4000000, bench.sample.gpioMicrovolts[17]);
        bench.MustBeWhole();
    }

    [TestMethod]
    public void Slow_bus_and_slow_board_read_the_same()
    {
        foreach (int clockHz in new[] { 100000, 200000, 500000 })
        {
            var bench = new SimBench("ltc6813", ChainBytes.Layout(6, 16, 4), null, 3, clockHz);
            bench.chain.Start();
            bench.Read();
            // At 100 kHz one look at 6 devices takes 4 ms: the conversion is over before the second one begins.
            bench.NewTruth();
            bench.Read();
            bench.MustBeWhole(clockHz + " Hz");
        }
    }

    [TestMethod]
    public void Probes_round_trip_within_200_millidegrees_over_the_whole_range()
    {
        foreach (string part in NtcTable.Names().Split(", "))
        {
            var config = new Ltc681xConfig { ntcName = part, transferOverheadMicros = 0 };
            var bench = new SimBench("ltc6813", ChainBytes.Layout(1, 1, 9), config);
            bench.chain.Start();
            for (int deciC = -400; deciC <= 850; deciC += 9)
            {
                for (int gpio = 0; gpio < 9; gpio++)
                {
                    bench.tempDeciC[gpio] = Math.Min(850, deciC + gpio);
                    bench.chips.SetProbeDeciC(0, gpio, bench.tempDeciC[gpio]);
                }

                // Within its window the reference cancels.
                bench.chips.SetReferenceMicrovolts(0, 2991000 + (20 * (deciC + 400) % 22000));
                Assert.AreEqual(AfeStatus.Ok, bench.Read());
                bench.MustBeWhole(part);
            }
        }
    }

    [TestMethod]
    public void Chip_that_is_fast_on_the_bus_needs_no_wake_up_and_a_slow_one_gets_it()
    {
        SimBench bench = SimBench.Running("ltc6811", 4);
        long pulses = bench.chips.PulseCount;
        bench.Read(1000);
        Assert.AreEqual(pulses, bench.chips.PulseCount);
        bench.Read(4100);
        Assert.AreEqual(pulses + 4, bench.chips.PulseCount);
    }

    [TestMethod]
    public void Pause_of_any_length_is_slept_over_and_the_first_sample_after_it_is_whole()
    {
        foreach (int idleMicros in new[] { 4300, 5500, 6700 })
        {
            foreach (int sleepMicros in new[] { 1800000, 2000000, 2200000 })
            {
                SimBench bench = SimBench.Running("ltc6812", 16);
                bench.chips.Timing.IdleMicros = idleMicros;
                bench.chips.Timing.SleepMicros = sleepMicros;
                foreach (int pause in new[] { 0, 3900, 4100, 5600, 20000, 1790000, 1810000, 2000000, 2300000, 30000000 })
                {
                    bench.NewTruth();
                    byte status = bench.Read(pause);
                    bench.MustBeWhole("after " + pause);
                    if (Math.Abs(pause - sleepMicros) > 10000)
                    {
                        Assert.AreEqual(pause > sleepMicros ? AfeStatus.Reconfigured : AfeStatus.Ok, status, "after " + pause);
                    }
                }
            }
        }
    }
}
