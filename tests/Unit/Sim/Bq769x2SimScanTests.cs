using System;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The measurement loop: its times, what each register shows, and what is broken about it.</summary>
[TestClass]
public class Bq769x2SimScanTests
{
    private const int Thermistor18k = 0x07;
    private const int RawCounts18k = 0x3B;
    private const int PlainInput = 0x03;

    [TestMethod]
    [DataRow(0x82, 0x29, 0, 54000, 1)]
    [DataRow(0x82, 0x29, 1, 57000, 1)]
    [DataRow(0x82, 0x29, 3, 63000, 1)]
    [DataRow(0x82, 0x29, 9, 63000, 1)]
    [DataRow(0xC2, 0x29, 3, 31500, 1)]
    [DataRow(0x86, 0x29, 3, 63000, 2)]
    [DataRow(0x8E, 0x29, 3, 63000, 8)]
    public void Loop_takes_its_slots_and_three_make_a_full_scan(
        int powerLow, int powerHigh, int thermistors, int loopMicros, int factor)
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() =>
        {
            bench.WriteMemory(0x9234, powerLow, powerHigh);
            int[] pins = new int[9];
            Array.Fill(pins, Thermistor18k, 0, thermistors);
            bench.WriteMemory(0x92FA, pins);
        });
        bench.Await(Bq769x2Bench.AdScan);
        long tolerance = 2000;
        Assert.AreEqual(loopMicros * factor, bench.Await(Bq769x2Bench.AdScan), tolerance);
        bench.Await(Bq769x2Bench.FullScan);
        Assert.AreEqual(loopMicros * factor * 3, bench.Await(Bq769x2Bench.FullScan), tolerance);
    }

    [TestMethod]
    public void Scan_bits_are_latched_until_a_one_is_written_and_only_where_enabled()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.Subcommand(0x9A);
        bench.Pass(1);
        Assert.AreEqual(0, bench.Read(Bq769x2Bench.AlarmStatus), "the default mask lets no scan through");
        Assert.AreEqual(0x02, bench.Read(0x65) & 0x06, "INITCOMP in the raw status");
        bench.Write(Bq769x2Bench.AlarmEnable, Bq769x2Bench.AdScan);
        bench.Pass(0.5);
        Assert.AreEqual(Bq769x2Bench.AdScan, bench.Read(Bq769x2Bench.AlarmStatus));
        bench.Write(Bq769x2Bench.AlarmStatus, 0x80);
        Assert.AreEqual(Bq769x2Bench.AdScan, bench.Read(Bq769x2Bench.AlarmStatus), "another bit's one");
        bench.Await(Bq769x2Bench.AdScan);
        bench.Write(Bq769x2Bench.AlarmStatus, Bq769x2Bench.AdScan);
        Assert.AreEqual(0, bench.Read(Bq769x2Bench.AlarmStatus));
    }

    [TestMethod]
    public void Registers_are_zero_before_the_first_loop_and_follow_the_cells_after_it()
    {
        var bench = new Bq769x2Bench().Booted();
        Assert.AreEqual(0, bench.Cell(2));
        bench.Pass(0.2);
        for (int cell = 1; cell <= 16; cell++)
        {
            Assert.AreEqual(3599 + cell, bench.Cell(cell));
        }

        bench.chip.SetCellMicrovolts(0, 4, 2345600);
        bench.chip.SetCellMicrovolts(0, 5, -700000);
        bench.chip.SetCellMicrovolts(0, 6, 9000000);
        Assert.AreEqual(3604, bench.Cell(5), "measured before");
        bench.Pass(0.13);
        Assert.AreEqual(2346, bench.Cell(5));
        Assert.AreEqual(65536 - 200, bench.Cell(6), "the converter reaches -0.2 V");
        Assert.AreEqual(6060, bench.Cell(7));
    }

    [TestMethod]
    [DataRow(true, true, 4351)]
    [DataRow(false, true, 4095)]
    [DataRow(true, false, 4351)]
    [DataRow(false, false, 4095)]
    public void Word_is_torn_when_its_register_changes_between_two_bytes(bool tears, bool cellByCell, int read)
    {
        // What users of real chips saw: 4095 mV going to 4096 mV reads as 4351 (TI E2E forum, thread 1527852).
        var bench = new Bq769x2Bench().Ready();
        bench.chip.Settings.TearsWords = tears;
        bench.chip.Settings.PublishesCellByCell = cellByCell;
        bench.chip.SetCellMicrovolts(0, 0, 4095000);
        bench.Pass(0.2);
        bench.Await(Bq769x2Bench.AdScan);
        int low = bench.Read(0x14);
        bench.chip.SetCellMicrovolts(0, 0, 4096000);
        bench.Pass(0.07);
        Assert.AreEqual(read, low | (bench.Read(0x15) << 8));
        Assert.AreEqual(4096, bench.Cell(1));
    }

    [TestMethod]
    [DataRow(true, 3000)]
    [DataRow(false, 3600)]
    public void Cell_shows_after_its_own_slot_or_at_the_end_of_the_loop(bool cellByCell, int early)
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.Settings.PublishesCellByCell = cellByCell;
        bench.Pass(0.2);
        bench.Await(Bq769x2Bench.AdScan);
        bench.chip.SetCellMicrovolts(0, 0, 3000000);
        bench.Pass(0.01);
        Assert.AreEqual(early, bench.Cell(1));
        bench.Pass(0.06);
        Assert.AreEqual(3000, bench.Cell(1));
    }

    [TestMethod]
    [DataRow(-200)]
    [DataRow(0)]
    [DataRow(250)]
    [DataRow(601)]
    [DataRow(850)]
    public void Thermistors_read_in_tenths_of_a_kelvin_each_at_its_pin(int deciC)
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x92FA, 7, 7, 7, 7, 7, 7, 7, 7, 7));
        int[] pins = bench.chip.Settings.PinOfGpio;
        CollectionAssert.AreEqual(new[] { 3, 4, 5, 0, 1, 2, 6, 7, 8 }, pins);
        for (int gpio = 0; gpio < 9; gpio++)
        {
            bench.chip.SetProbeDeciC(0, gpio, deciC + gpio);
        }

        bench.Pass(0.5);
        for (int gpio = 0; gpio < 9; gpio++)
        {
            Assert.AreEqual(deciC + gpio + 2732, bench.Word(0x6A + (2 * pins[gpio])), "GPIO " + gpio);
        }
    }

    [TestMethod]
    public void Thermistor_pin_gives_raw_counts_or_millivolts_when_it_is_told_to()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x92FD, RawCounts18k, RawCounts18k, PlainInput));
        bench.chip.SetProbeDeciC(0, 0, 250);
        bench.chip.SetProbeOpen(0, 1);
        bench.chip.SetGpioMicrovolts(0, 2, 730000);
        bench.Pass(0.3);

        // 10 kOhm under 18 kOhm is the count that the chip's own model starts from.
        Assert.AreEqual(11703, bench.Word(0x70));
        Assert.AreEqual(32767, bench.Word(0x72), "open");
        Assert.AreEqual(730, bench.Word(0x74));
        bench.chip.SetProbeShorted(0, 0);
        bench.chip.SetProbeDeciC(0, 1, 250);
        bench.chip.SetGpioWireOpen(0, 1, true);
        bench.Pass(0.3);
        Assert.AreEqual(0, bench.Word(0x70), "shorted");
        Assert.AreEqual(32767, bench.Word(0x72), "cut");
        byte[] counts = bench.Data(0x0076);
        Assert.AreEqual(0, BitConverter.ToInt32(counts, 24), "TS1");
        Assert.AreEqual(32767 << 8, BitConverter.ToInt32(counts, 28), "TS2");
    }

    [TestMethod]
    public void Pin_that_is_no_thermistor_is_not_measured()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetProbeDeciC(0, 1, 250);
        bench.Pass(0.3);
        Assert.AreEqual(0, bench.Word(0x72));
    }

    [TestMethod]
    public void Inside_and_stack_are_measured_once_in_three_loops()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetDieDeciC(0, 431);
        bench.chip.SetPackMicrovolts(0, 41230000);
        bench.Pass(0.5);
        Assert.AreEqual(431 + 2732, bench.Word(0x68));
        Assert.AreEqual(5772, bench.Word(0x34), "16 x 3.6075 V in 10 mV");
        Assert.AreEqual(4123, bench.Word(0x36));
        Assert.AreEqual(4123, bench.Word(0x38));
        bench.Configure(() => bench.WriteMemory(0x9303, 0x01));
        bench.Pass(0.5);
        Assert.AreEqual(57720, bench.Word(0x34), "in mV");
    }

    [TestMethod]
    public void Extremes_sum_and_diagnostics_are_in_status_5()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Configure(() => bench.WriteMemory(0x9304, 0xFF, 0x00));
        bench.Pass(0.5);
        byte[] data = bench.Data(0x0075);
        Assert.AreEqual(29199, BitConverter.ToInt16(data, 0), 1.0, "1.8 V against 5/3 of 1.212 V");
        Assert.AreEqual(0, BitConverter.ToInt16(data, 2), "VSS");
        Assert.AreEqual(3607, BitConverter.ToInt16(data, 4), "highest of eight");
        Assert.AreEqual(3600, BitConverter.ToInt16(data, 6));
        Assert.AreEqual(2883, BitConverter.ToInt16(data, 8), "sum of eight, 10 mV");
        bench.chip.SetReferenceMicrovolts(0, 3300000);
        bench.Pass(0.5);
        Assert.AreEqual(32119, BitConverter.ToInt16(bench.Data(0x0075), 0), 1.0, "a tenth more");
    }

    [TestMethod]
    public void Raw_counts_resolve_below_a_millivolt()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetCellMicrovolts(0, 5, 3333333);
        bench.Pass(0.3);
        byte[] data = bench.Data(0x0072);
        double microvolts = BitConverter.ToInt32(data, 8) * 5 * 1.212e6 / (1 << 23);
        Assert.AreEqual(3333333, microvolts, 0.5);
    }

    [TestMethod]
    public void Offset_noise_and_a_stuck_multiplexer_show_where_they_must()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetConverterOffsetMicrovolts(0, 0, 5000);
        bench.Pass(0.5);
        Assert.AreEqual(3605, bench.Cell(1));
        Assert.AreEqual(27, BitConverter.ToInt16(bench.Data(0x0075), 2), "5 mV at VSS, 185 µV a count");
        bench.chip.SetConverterOffsetMicrovolts(0, 0, 0);
        bench.chip.SetMuxStuck(0, true);
        bench.Pass(0.5);
        Assert.AreEqual(3600, bench.Cell(9));
        Assert.IsGreaterThan(10000, (int)BitConverter.ToInt16(bench.Data(0x0075), 2), "VSS gives it away");
        bench.chip.SetMuxStuck(0, false);
        bench.chip.SetNoiseMicrovoltsRms(0, 3000);
        double squares = 0;
        for (int i = 0; i < 100; i++)
        {
            bench.Pass(0.07);
            squares += Math.Pow(bench.Cell(1) - 3600, 2);
        }

        Assert.AreEqual(3, Math.Sqrt(squares / 100), 0.8);
    }

    [TestMethod]
    public void Stopped_and_slow_converters_and_touching_wires()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.chip.SetCellWiresShorted(0, 3, true);
        bench.Pass(0.2);
        Assert.AreEqual(0, bench.Cell(4));
        Assert.AreEqual(3602, bench.Cell(3));
        Assert.AreEqual(3604, bench.Cell(5));
        bench.chip.SetConversionPercent(0, 110);
        bench.Await(Bq769x2Bench.AdScan);
        bench.Await(Bq769x2Bench.AdScan);
        Assert.AreEqual(62700, bench.Await(Bq769x2Bench.AdScan), 2000.0);
        bench.chip.StopConverters(0, true);
        bench.Write(Bq769x2Bench.AlarmStatus, 0xFF);
        bench.chip.SetCellMicrovolts(0, 0, 3000000);
        bench.Pass(3);
        Assert.AreEqual(0, bench.Read(Bq769x2Bench.AlarmStatus));
        Assert.AreEqual(3600, bench.Cell(1));
        bench.chip.StopConverters(0, false);
        bench.Await(Bq769x2Bench.AdScan);
        Assert.AreEqual(3000, bench.Cell(1));
    }
}
