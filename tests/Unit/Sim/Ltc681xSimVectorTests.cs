using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The simulated chip against afe-vectors.json: facts printed in data sheets and public captures.</summary>
[TestClass]
public class Ltc681xSimVectorTests
{
    private const int Rdcva = 0x004;

    [TestMethod]
    public void Chip_obeys_every_command_frame_of_the_vectors_and_no_neighbour_with_one_bit_turned()
    {
        foreach (JsonElement row in Vectors().GetProperty("ltc681x_commands").EnumerateArray())
        {
            byte[] frame = Convert.FromHexString(row.GetProperty("frame").GetString()!);
            string name = row.GetProperty("name").GetString()!;
            Assert.IsTrue(FeedsWatchdog(frame), name + " " + Convert.ToHexString(frame));
            for (int bit = 0; bit < 32; bit++)
            {
                byte[] broken = [.. frame];
                broken[bit / 8] ^= (byte)(0x80 >> (bit % 8));
                Assert.IsFalse(FeedsWatchdog(broken), name + " with bit " + bit + " turned");
            }
        }
    }

    [TestMethod]
    public void Two_device_scan_of_an_LTC6813_is_the_vectors_byte_for_byte()
    {
        JsonElement scan = Vectors().GetProperty("ltc6813_two_device_scan_computed");
        ChainBench bench = new ChainBench("ltc6813", 2).Awake();
        JsonElement[] devices = [.. scan.GetProperty("cell_codes_100uV").EnumerateArray()];
        for (int d = 0; d < 2; d++)
        {
            int[] codes = [.. devices[d].EnumerateArray().Select(code => code.GetInt32())];
            for (int input = 0; input < codes.Length; input++)
            {
                bench.chain.SetCellMicrovolts(d, input, codes[input] * 100);
            }
        }

        bench.Send(0x360);
        bench.clock.Advance(2343 + 3500);
        bench.chain.Pulse(10);
        bench.clock.Advance(30);
        foreach (JsonElement frame in scan.GetProperty("frames").EnumerateArray())
        {
            byte[] command = Convert.FromHexString(frame.GetProperty("mosi").GetString()!);
            byte[] reply = bench.Send([.. command, .. Enumerable.Repeat((byte)0xFF, 16)]);
            Assert.AreEqual(
                frame.GetProperty("miso_after_command").GetString(), Convert.ToHexString(reply[4..]),
                frame.GetProperty("name").GetString());
        }
    }

    [TestMethod]
    public void Three_device_capture_comes_back_from_the_voltages_it_says()
    {
        JsonElement read = Vectors().GetProperty("ltc681x_daisy_chain_read_public");
        ChainBench bench = new ChainBench("ltc6811", 3).Awake();
        int d = 0;
        foreach (JsonElement codes in read.GetProperty("codes").EnumerateArray())
        {
            for (int i = 0; i < 3; i++)
            {
                bench.chain.SetCellMicrovolts(d, 9 + i, codes[i].GetInt32() * 100);
            }

            d++;
        }

        bench.Write(0x001, "FC0000000000");
        bench.clock.Advance(4400);
        bench.Send(0x360);
        bench.clock.Advance(2400);
        Assert.AreEqual(read.GetProperty("response").GetString(), Convert.ToHexString(bench.Read(0x00A)));
    }

    [TestMethod]
    public void Chain_write_of_the_vectors_reaches_the_far_device_first()
    {
        JsonElement write = Vectors().GetProperty("ltc681x_chain_write_order");
        ChainBench bench = new ChainBench("ltc6811", 2).Awake();
        for (int gpio = 0; gpio < 5; gpio++)
        {
            // Released pins read back high, as the vectors' bytes say.
            bench.chain.SetGpioMicrovolts(0, gpio, 3000000);
            bench.chain.SetGpioMicrovolts(1, gpio, 3000000);
        }

        bench.Send(Convert.FromHexString(write.GetProperty("mosi").GetString()!));
        string reply = Convert.ToHexString(bench.Read(0x002));
        StringAssert.StartsWith(reply, write.GetProperty("near_device_data").GetString()!);
        StringAssert.StartsWith(reply[16..], write.GetProperty("far_device_data").GetString()!);
    }

    [TestMethod]
    public void Open_wires_of_the_vectors_are_seen_by_the_data_sheets_rule()
    {
        foreach (JsonElement row in Vectors().GetProperty("ltc681x_open_wire").GetProperty("cases").EnumerateArray())
        {
            int[] open = [.. row.GetProperty("open_wires").EnumerateArray().Select(wire => wire.GetInt32())];
            ChainBench bench = new ChainBench("ltc6811", 1).Awake();
            bench.chain.SetAllCellsMicrovolts(3700000);
            foreach (int wire in open)
            {
                bench.chain.SetCellWireOpen(0, wire, true);
            }

            CollectionAssert.AreEqual(open, OpenWires.Find(bench), row.GetProperty("name").GetString());
        }
    }

    [TestMethod]
    public void Probe_codes_are_the_makers_tables_of_the_vectors()
    {
        JsonElement ntc = Vectors().GetProperty("ntc");
        CompareTable(ntc.GetProperty("murata_ncp15xh103"), Thermistor.MurataNcp15xh103);
        CompareTable(ntc.GetProperty("semitec_103jt"), Thermistor.Semitec103jt);
    }

    private static void CompareTable(JsonElement table, Thermistor probe)
    {
        foreach (JsonElement point in table.EnumerateArray())
        {
            int celsius = point.GetProperty("t_c").GetInt32();
            string where = probe.Name + " at " + celsius;
            Assert.AreEqual(point.GetProperty("r_ohm").GetInt32(), probe.OhmsAt(celsius), 0.01, where);
            int code = (int)Math.Round(probe.RatioAt(celsius * 10) * 30000);
            Assert.AreEqual(point.GetProperty("aux_code_100uV").GetInt32(), code, 1.0, where);
        }
    }

    // Only a valid command keeps the chip from sleeping past two seconds.
    private static bool FeedsWatchdog(byte[] frame)
    {
        ChainBench bench = new ChainBench("ltc6813", 1).Awake();
        bench.clock.Advance(1500000);
        bench.chain.Pulse(10);
        bench.clock.Advance(10);
        bench.Send(frame);
        bench.clock.Advance(1500000);
        return !bench.chain.IsAsleep(0);
    }

    private static JsonElement Vectors()
    {
        string path = SharedFolder.RequireFile("afe/afe-vectors.json");
        return JsonDocument.Parse(File.ReadAllText(path)).RootElement;
    }
}
