using System;
using System.Linq;
using System.Text.Json;
using DataBox.Tests.Unit.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The simulated ADBMS6830 against afe-vectors.json: public tests, a capture of real chips, and what follows from
/// the published formulas.</summary>
[TestClass]
public class Adbms683xSimVectorTests
{
    [TestMethod]
    public void Chip_obeys_every_command_frame_of_the_vectors_and_no_neighbour_with_one_bit_turned()
    {
        int rows = 0;
        foreach (JsonElement row in Vectors().GetProperty("adbms6830_commands").EnumerateArray())
        {
            byte[] frame = Convert.FromHexString(row.GetProperty("frame").GetString()!);
            string name = row.GetProperty("name").GetString()!;
            Assert.IsTrue(IsObeyed(frame), name + " " + Convert.ToHexString(frame));
            for (int bit = 0; bit < 32; bit++)
            {
                byte[] broken = [.. frame];
                broken[bit / 8] ^= (byte)(0x80 >> (bit % 8));
                Assert.IsFalse(IsObeyed(broken), name + " with bit " + bit + " turned");
            }

            rows++;
        }

        Assert.AreEqual(88, rows);
    }

    [TestMethod]
    public void Command_counter_moves_with_the_commands_of_the_vectors_that_say_so()
    {
        foreach (JsonElement row in Vectors().GetProperty("adbms6830_commands").EnumerateArray())
        {
            string name = row.GetProperty("name").GetString()!;
            byte[] frame = Convert.FromHexString(row.GetProperty("frame").GetString()!);
            bool counts = row.GetProperty("increments_counter").GetBoolean();
            Adbms683xBench bench = new Adbms683xBench(1).Awake();
            bench.chain.SetCounter(0, 5);
            bool carriesData = name.StartsWith("WR", StringComparison.Ordinal) || name is "CLRFLAG" or "CLOVUV";
            bench.Send(carriesData ? [.. frame, .. Adbms683xBench.WithPec10(new byte[6], 0)] : frame);
            if (name == "SRST")
            {
                bench.clock.Advance(50000);
                bench.Awake();
            }

            Assert.AreEqual(counts ? 6 : name is "RSTCC" or "SRST" ? 0 : 5, bench.Counter(), name);
        }
    }

    [TestMethod]
    public void Check_words_of_the_vectors_come_out()
    {
        foreach (JsonElement row in Vectors().GetProperty("pec10").EnumerateArray())
        {
            byte[] data = Convert.FromHexString(row.GetProperty("data").GetString()!);
            int counter = row.GetProperty("command_counter").GetInt32();
            string tail = row.GetProperty("wire_tail").GetString()!;
            Assert.AreEqual(tail, Convert.ToHexString(TailOf(data, counter)), Convert.ToHexString(data) + " " + counter);
            Assert.AreEqual(row.GetProperty("pec10").GetString(), Adbms683xBench.Pec10(data, counter).ToString("X3"));
        }
    }

    [TestMethod]
    public void Two_device_scan_is_the_vectors_byte_for_byte()
    {
        JsonElement scan = Vectors().GetProperty("adbms6830_two_device_scan_computed");
        Adbms683xBench bench = Chain(scan.GetProperty("cell_uV"));
        bench.Send(Adbms683xBench.AdcvContinuous);
        bench.clock.Advance(1000);
        bench.Send(Adbms683xBench.Snap);
        Assert.AreEqual(scan.GetProperty("command_counter").GetInt32(), bench.Counter());
        foreach (JsonElement frame in scan.GetProperty("frames").EnumerateArray())
        {
            Compare(frame, bench, 8, frame.GetProperty("name").GetString()!);
        }

        Compare(scan.GetProperty("rdcvall"), bench, 34, "RDCVALL");
    }

    [TestMethod]
    public void Public_capture_of_two_chips_comes_back_from_the_voltages_it_says()
    {
        JsonElement capture = Vectors().GetProperty("adbms6830_capture_public");
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        int d = 0;
        foreach (JsonElement device in capture.GetProperty("decoded").EnumerateArray())
        {
            int input = 0;
            foreach (JsonElement microvolts in device.GetProperty("uV").EnumerateArray())
            {
                bench.chain.SetCellMicrovolts(d, input++, microvolts.GetInt32());
            }

            bench.chain.SetCounter(d++, device.GetProperty("command_counter").GetInt32() - 1);
        }

        bench.Send(Adbms683xBench.Adcv);
        bench.clock.Advance(1000);
        Compare(capture, bench, 8, "capture");
    }

    [TestMethod]
    public void Configuration_writes_of_the_vectors_are_taken_and_read_back()
    {
        foreach (JsonElement row in Vectors().GetProperty("adbms6830_config_writes").EnumerateArray())
        {
            Adbms683xBench bench = new Adbms683xBench(1).Awake();
            bench.Send(Convert.FromHexString(row.GetProperty("write_transaction_one_device").GetString()!));
            int read = row.GetProperty("register").GetString() == "CFGA" ? 0x002 : 0x026;
            Assert.AreEqual(row.GetProperty("data").GetString(), Convert.ToHexString(bench.Data(read)));
            Assert.AreEqual(1, bench.Counter());
        }
    }

    [TestMethod]
    public void Limits_of_the_vectors_raise_flags_beside_them_and_not_at_them()
    {
        foreach (JsonElement row in Vectors().GetProperty("adbms6830_config_writes").EnumerateArray())
        {
            if (row.GetProperty("register").GetString() != "CFGB")
            {
                continue;
            }

            Adbms683xBench bench = new Adbms683xBench(1).Ready();
            int under = row.GetProperty("uv_uV").GetInt32();
            int over = row.GetProperty("ov_uV").GetInt32();
            bench.Send(Convert.FromHexString(row.GetProperty("write_transaction_one_device").GetString()!));

            // A step of the limit is 2.4 mV, and the vectors' voltages were rounded to it.
            bench.chain.SetAllCellsMicrovolts((under + over) / 2);
            bench.chain.SetCellMicrovolts(0, 0, under - 2400);
            bench.chain.SetCellMicrovolts(0, 1, under + 2400);
            bench.chain.SetCellMicrovolts(0, 14, over - 2400);
            bench.chain.SetCellMicrovolts(0, 15, over + 2400);
            bench.Send(Adbms683xBench.Adcv);
            bench.clock.Advance(1000);
            CollectionAssert.AreEqual(new byte[] { 1, 0, 0, 0x80 }, bench.Data(0x033)[..4]);
        }
    }

    [TestMethod]
    public void Conversions_of_the_vectors_are_the_chips()
    {
        JsonElement conversions = Vectors().GetProperty("adbms6830_conversions");
        Adbms683xBench bench = new Adbms683xBench(1).Ready();
        foreach (JsonElement row in conversions.GetProperty("cases").EnumerateArray())
        {
            if (row.GetProperty("uV").ValueKind == JsonValueKind.Null)
            {
                bench.Send(0x711);
            }
            else
            {
                bench.chain.SetCellMicrovolts(0, 0, row.GetProperty("uV").GetInt32());
                bench.Send(Adbms683xBench.Adcv);
                bench.clock.Advance(1000);
            }

            Assert.AreEqual(row.GetProperty("code").GetInt32(), bench.Words(Adbms683xBench.Rdcva)[0]);
        }

        bench.Send(Adbms683xBench.Adax);
        bench.Wait(18000);
        int[] status = bench.Words(0x030);
        Assert.AreEqual(conversions.GetProperty("vref2_code_nominal").GetInt32(), status[0]);
        Assert.AreEqual(conversions.GetProperty("die_temperature").GetProperty("code").GetInt32(), status[1]);
    }

    // What the chip puts behind these data: six bytes go through its retention register, 32 through its cells.
    private static byte[] TailOf(byte[] data, int counter)
    {
        Adbms683xBench bench = new Adbms683xBench(1).Ready();
        int read = 0x03A;
        if (data.Length == 6)
        {
            bench.Send(0x038);
            bench.Write(0x039, Convert.ToHexString(data));
        }
        else
        {
            read = Adbms683xBench.Rdcvall;
            for (int i = 0; i < 16; i++)
            {
                bench.chain.SetCellMicrovolts(0, i, 1500000 + (BitConverter.ToInt16(data, 2 * i) * 150));
            }

            bench.Send(BitConverter.ToInt16(data) == -32768 ? 0x711 : Adbms683xBench.Adcv);
            bench.clock.Advance(1000);
        }

        bench.chain.SetCounter(0, counter);
        byte[] slot = bench.Slot(read, 0, data.Length);
        CollectionAssert.AreEqual(data, slot[..^2]);
        return slot[^2..];
    }

    private static void Compare(JsonElement frame, Adbms683xBench bench, int slot, string name)
    {
        byte[] command = Convert.FromHexString(frame.GetProperty("mosi").GetString()!);
        byte[] reply = bench.Send([.. command, .. Enumerable.Repeat((byte)0xFF, 2 * slot)]);
        string expected = string.Concat(frame.GetProperty("miso").EnumerateArray().Select(part => part.GetString()));
        Assert.AreEqual(expected, Convert.ToHexString(reply[4..]), name);
    }

    private static Adbms683xBench Chain(JsonElement cells)
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        int d = 0;
        foreach (JsonElement device in cells.EnumerateArray())
        {
            int input = 0;
            foreach (JsonElement microvolts in device.EnumerateArray())
            {
                bench.chain.SetCellMicrovolts(d, input++, microvolts.GetInt32());
            }

            d++;
        }

        return bench;
    }

    // Only a valid command keeps the chip from sleeping past two seconds; one sends it to sleep at once.
    private static bool IsObeyed(byte[] frame)
    {
        Adbms683xBench bench = new Adbms683xBench(1).Awake();
        bench.clock.Advance(1500000);
        bench.chain.Pulse(10);
        bench.clock.Advance(10);
        bench.Send(frame);
        bool isReset = bench.chain.IsAsleep(0);
        bench.clock.Advance(1500000);
        return isReset || !bench.chain.IsAsleep(0);
    }

    private static JsonElement Vectors() => AfeVectors.Root;
}
