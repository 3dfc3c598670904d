using System;
using System.Text.Json;
using DataBox.Tests.Unit.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Subcommands, data memory, modes, and what is lost with the supply.</summary>
[TestClass]
public class Bq769x2SimMemoryTests
{
    private const int CellGain = 0x9180;
    private const int BatteryStatus = 0x12;

    [TestMethod]
    public void Subcommand_shows_ones_while_at_work_and_then_its_address_and_data()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.Write(0x3E, 0x01);
        bench.Send("BF00" + Bq769x2Bench.Crc([0xBF, 0x00]).ToString("X2"));
        bench.clock.Advance(60);
        bench.Send(Bq769x2Bench.Frame(0x3E, 0xFF));
        bench.clock.Advance(60);
        Assert.AreEqual("3EFF", bench.Send(Hex(0x40))[..4]);
        bench.clock.Advance(60);
        Assert.AreEqual("FFFF00", bench.Send(Hex(0x40)), "the buffer is not filled yet");
        bench.clock.Advance(600);
        Assert.AreEqual("4095", bench.Send(Hex(0x41))[..4]);
        Assert.AreEqual(0x76, bench.Read(0x41));
        Assert.AreEqual(0x01, bench.Read(0x3E));
        Assert.AreEqual(0x00, bench.Read(0x3F));
        Assert.AreEqual(6, bench.Read(0x61));
        Assert.AreEqual(~(0x01 + 0x76 + 0x95) & 0xFF, bench.Read(0x60));
    }

    [TestMethod]
    public void Device_number_and_firmware_are_those_of_a_BQ76952()
    {
        var bench = new Bq769x2Bench().Booted();
        Assert.AreEqual("9576", Convert.ToHexString(bench.Data(0x0001)));
        StringAssert.StartsWith(Convert.ToHexString(bench.Data(0x0002)), "76950036");
        Assert.AreEqual(0, bench.Data(0x9999 & 0x7FFF).Length, "no such subcommand");
    }

    [TestMethod]
    public void Data_memory_is_written_as_the_manual_shows()
    {
        JsonElement vector = AfeVectors.Part("bq769x2_transfer_checksum");
        byte[] bytes = AfeVectors.Bytes(vector, "bytes");
        var bench = new Bq769x2Bench().Booted();
        bench.Subcommand(0x90);
        bench.Subcommand(bytes[0] | (bytes[1] << 8));
        bench.Write(0x40, bytes[2]);
        bench.Write(0x41, bytes[3]);
        bench.Write(0x60, AfeVectors.Word(vector, "checksum"));
        bench.Write(0x61, vector.GetProperty("length_field").GetInt32());
        byte[] read = bench.Data(CellGain);
        Assert.AreEqual(32, read.Length);
        Assert.AreEqual("7A30", Convert.ToHexString(read)[..4]);
    }

    [TestMethod]
    public void Data_memory_keeps_what_it_has_for_a_wrong_check_byte_or_length_or_outside_CONFIG_UPDATE()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.WriteMemory(CellGain, 0x7A, 0x30);
        Assert.AreEqual(0, bench.Data(CellGain)[0], "outside");
        bench.Subcommand(0x90);
        bench.Subcommand(CellGain);
        bench.Write(0x40, 0x7A);
        bench.Write(0x41, 0x30);
        bench.Write(0x60, 0x45);
        bench.Write(0x61, 6);
        Assert.AreEqual(0, bench.Data(CellGain)[0], "check byte");
        bench.Write(0x40, 0x7A);
        bench.Write(0x60, 0x44);
        bench.Write(0x61, 37);
        Assert.AreEqual(0, bench.Data(CellGain)[0], "length");
        bench.WriteMemory(CellGain, 0x7A, 0x30);
        Assert.AreEqual(0x7A, bench.Data(CellGain)[0]);
    }

    [TestMethod]
    [DataRow(0x9234, "8229")]
    [DataRow(0x9261, "88")]
    [DataRow(0x926D, "00F8")]
    [DataRow(0x9275, "324A0056")]
    [DataRow(0x92FD, "07")]
    [DataRow(0x9303, "05")]
    [DataRow(0x9314, "05")]
    public void Defaults_are_those_of_the_manual(int address, string hex)
    {
        var bench = new Bq769x2Bench().Booted();
        StringAssert.StartsWith(Convert.ToHexString(bench.Data(address)), hex);
    }

    [TestMethod]
    public void Battery_status_tells_of_a_reset_until_CONFIG_UPDATE_is_left()
    {
        var bench = new Bq769x2Bench().Booted();

        // Read from a real chip after RESET (TI E2E forum, thread 1004250).
        Assert.AreEqual(0x018C, bench.Word(BatteryStatus));
        bench.Subcommand(0x90);
        Assert.AreEqual(0x018D, bench.Word(BatteryStatus));
        Assert.IsTrue(bench.chip.IsInConfig);
        bench.Subcommand(0x92);
        Assert.AreEqual(0x0184, bench.Word(BatteryStatus));
        bench.Subcommand(0x9A);
        Assert.AreEqual(0x0180, bench.Word(BatteryStatus), "SLEEP not allowed");
        bench.Subcommand(0x99);
        Assert.AreEqual(0x0184, bench.Word(BatteryStatus));
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Reset_and_power_cycle_lose_the_configuration(bool bySubcommand)
    {
        var bench = new Bq769x2Bench().Ready();
        int fresh = Signature(bench);
        bench.Configure(() => bench.WriteMemory(0x9234, 0xC2, 0x28));
        Assert.AreNotEqual(fresh & 0x7FFF, Signature(bench) & 0x7FFF);
        Assert.AreEqual(0x0180, bench.Word(BatteryStatus));
        if (bySubcommand)
        {
            bench.Write(0x3E, 0x12);
            bench.Send(Bq769x2Bench.Frame(0xBF, 0x00));
            bench.clock.Advance(1000);
        }
        else
        {
            bench.chip.PowerCycle(0);
        }

        Assert.AreEqual("FFFFFF", bench.Send("14FFF0"));
        bench.clock.Advance(60010);
        Assert.AreEqual(0x018C, bench.Word(BatteryStatus));
        Assert.AreEqual("8229", Convert.ToHexString(bench.Data(0x9234))[..4]);
        Assert.AreEqual(fresh, Signature(bench));
        Assert.AreEqual(0xF800, bench.Word(Bq769x2Bench.AlarmEnable));
    }

    [TestMethod]
    public void Signature_follows_every_byte_and_matches_only_what_is_stored()
    {
        var bench = new Bq769x2Bench().Ready();
        int signature = Signature(bench);
        Assert.AreNotEqual(0, signature & 0x8000, "nothing is stored yet");
        bench.Configure(() => bench.WriteMemory(0x91E0, signature & 0xFF, (signature >> 8) & 0x7F));
        Assert.AreEqual(signature & 0x7FFF, Signature(bench));
        bench.Configure(() => bench.WriteMemory(0x9343, 0x41));
        Assert.AreNotEqual(0, Signature(bench) & 0x8000);
    }

    [TestMethod]
    public void Nothing_is_measured_in_CONFIG_UPDATE_and_the_alarm_mask_is_loaded_on_leaving()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Pass(0.2);
        bench.Subcommand(0x90);
        bench.chip.SetCellMicrovolts(0, 0, 3000000);
        bench.Write(Bq769x2Bench.AlarmStatus, 0xFF);
        bench.Pass(1);
        Assert.AreEqual(0, bench.Word(Bq769x2Bench.AlarmStatus));
        Assert.AreEqual(3600, bench.Cell(1));
        bench.WriteMemory(0x926D, 0x82, 0xF8);
        bench.Subcommand(0x92);
        Assert.AreEqual(0xF882, bench.Word(Bq769x2Bench.AlarmEnable));
        bench.Await(Bq769x2Bench.AdScan);
        Assert.AreEqual(3000, bench.Cell(1));
    }

    [TestMethod]
    public void Deep_sleep_takes_the_command_twice_within_four_seconds_and_its_own_way_back()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Subcommand(0x000F);
        bench.Pass(5);
        bench.Subcommand(0x000F);
        bench.Await(Bq769x2Bench.AdScan);
        bench.Subcommand(0x000F);
        Assert.AreEqual(4, bench.Word(0x00), "deep asleep");
        bench.chip.SetCellMicrovolts(0, 0, 3000000);
        bench.Write(Bq769x2Bench.AlarmStatus, 0xFF);
        bench.Pass(2);
        bench.Pass(0.0001);
        Assert.AreEqual(3600, bench.Cell(1));
        Assert.AreEqual(0, bench.Word(Bq769x2Bench.AlarmStatus));
        bench.Subcommand(0x000E);
        Assert.AreEqual(0, bench.Word(0x00));
        Assert.IsInRange(250000L, 340000L, bench.Await(Bq769x2Bench.AdScan));
        Assert.AreEqual(3000, bench.Cell(1));
    }

    [TestMethod]
    public void Shutdown_is_the_end_until_the_supply_comes_back()
    {
        var bench = new Bq769x2Bench().Ready();
        bench.Pass(0.2);
        bench.Subcommand(0x0010);
        Assert.AreEqual(3600, bench.Cell(1), "once is not enough");
        bench.Write(0x3E, 0x10);
        bench.Send(Bq769x2Bench.Frame(0xBF, 0x00));
        bench.Pass(1);
        Assert.AreEqual("FFFFFF", bench.Send("14FFF0"));
        bench.chip.PowerCycle(0);
        bench.Pass(1);
        Assert.AreEqual(3600, bench.Cell(1));
    }

    [TestMethod]
    public void Chip_that_may_sleep_does_so_without_current_and_measures_every_five_seconds()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.Write(Bq769x2Bench.AlarmEnable, 0x83);
        bench.Pass(12);
        Assert.IsTrue(bench.chip.IsSleeping);
        bench.chip.Pulse(0);
        bench.Pass(0.0001);
        Assert.AreNotEqual(0, bench.Word(BatteryStatus) & 0x8000);
        bench.Await(Bq769x2Bench.AdScan);
        bench.Write(Bq769x2Bench.AlarmStatus, 0xFF);
        bench.Pass(4.5);
        bench.chip.Pulse(0);
        bench.Pass(0.0001);
        Assert.AreEqual(0, bench.Read(Bq769x2Bench.AlarmStatus));
        bench.Pass(0.6);
        Assert.AreEqual(Bq769x2Bench.AdScan, bench.Read(Bq769x2Bench.AlarmStatus) & Bq769x2Bench.AdScan);
        bench.Subcommand(0x9A);
        Assert.IsFalse(bench.chip.IsSleeping);
        Assert.AreEqual(1, bench.Read(Bq769x2Bench.AlarmStatus) & 1, "WAKE");
        Assert.IsInRange(40000L, 70000L, bench.Await(Bq769x2Bench.AdScan));
    }

    [TestMethod]
    public void Current_keeps_the_chip_awake()
    {
        var bench = new Bq769x2Bench().Booted();
        bench.chip.Settings.CurrentMilliamps = -500;
        bench.Pass(60);
        Assert.IsFalse(bench.chip.IsSleeping);
        Assert.AreEqual(65536 - 500, bench.Word(0x3A));
    }

    [TestMethod]
    public void Discharging_of_cells_shows()
    {
        var bench = new Bq769x2Bench().Ready();
        Assert.AreEqual(0, bench.chip.BalancingCells);
        bench.WriteMemory(0x0083, 0x04, 0x80);
        Assert.AreEqual(0x8004, bench.chip.BalancingCells);
        bench.chip.PowerCycle(0);
        Assert.AreEqual(0, bench.chip.BalancingCells);
    }

    private static string Hex(int address) => Convert.ToHexString(Bq769x2Bench.Frame(address, 0xFF));

    private static int Signature(Bq769x2Bench bench)
    {
        byte[] data = bench.Data(0x0005);
        return data[0] | (data[1] << 8);
    }
}
