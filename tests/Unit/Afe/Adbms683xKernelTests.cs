using System;
using System.Text.Json;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Adbms683xKernelTests
{
    [TestMethod]
    public void All_messages_of_the_vectors_have_their_code()
    {
        int rows = 0;
        foreach (JsonElement row in AfeVectors.Part("pec10").EnumerateArray())
        {
            byte[] data = AfeVectors.Bytes(row, "data");
            int tail = Pec10.Compute(data, 0, data.Length, row.GetProperty("command_counter").GetInt32());
            Assert.AreEqual(AfeVectors.Word(row, "wire_tail"), tail, row.ToString());
            rows++;
        }

        Assert.AreEqual(19, rows);
        JsonElement facts = AfeVectors.Part("checksums").GetProperty("pec10");
        for (int i = 0; i < 8; i++)
        {
            Assert.AreEqual(Convert.ToInt32(facts.GetProperty("table_first_8")[i].GetString(), 16), Pec10.Table[i]);
        }

        Assert.AreEqual(AfeVectors.Word(facts, "table_last"), Pec10.Table[255]);
    }

    [TestMethod]
    public void Captured_frames_of_two_devices_are_taken()
    {
        JsonElement capture = AfeVectors.Part("adbms6830_capture_public");
        Adbms683xScan scan = Scan(2, 3);
        scan.counter = 17;
        PackSample sample = Blank(2, 3);
        Take(scan, Wire(capture.GetProperty("miso")), scan.cellSlots[0], 3, sample);
        Assert.AreEqual(3, scan.goodMask);
        Assert.AreEqual(3, scan.oddMask);
        for (int d = 0; d < 2; d++)
        {
            int[] microvolts = AfeVectors.Ints(capture.GetProperty("decoded")[d].GetProperty("uV"));
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(microvolts[i], sample.cellMicrovolts[(d * 3) + i]);
            }
        }
    }

    [TestMethod]
    public void Two_devices_of_16_cells_are_scanned_as_the_vectors_say_by_groups_and_at_once()
    {
        JsonElement vector = AfeVectors.Part("adbms6830_two_device_scan_computed");
        Adbms683xScan scan = Scan(2, 16);
        scan.counter = vector.GetProperty("command_counter").GetInt32();
        PackSample byGroups = Blank(2, 16);
        for (int group = 0; group < 6; group++)
        {
            Take(scan, Wire(vector.GetProperty("frames")[group].GetProperty("miso")), scan.cellSlots[group], 3, byGroups);
            Assert.AreEqual(3, scan.goodMask);
        }

        PackSample atOnce = Blank(2, 16);
        Take(scan, Wire(vector.GetProperty("rdcvall").GetProperty("miso")), scan.allSlots, 16, atOnce);
        Assert.AreEqual(3, scan.goodMask);
        CollectionAssert.AreEqual(byGroups.cellMicrovolts, atOnce.cellMicrovolts);
        for (int d = 0; d < 2; d++)
        {
            int[] microvolts = AfeVectors.Ints(vector.GetProperty("cell_uV")[d]);
            for (int i = 0; i < 16; i++)
            {
                Assert.AreEqual(microvolts[i], atOnce.cellMicrovolts[(d * 16) + i]);
                Assert.AreEqual(Quality.Good, atOnce.cellQuality[(d * 16) + i]);
            }
        }
    }

    [TestMethod]
    public void Codes_become_microvolts_or_the_reason_why_not()
    {
        foreach (JsonElement row in AfeVectors.Part("adbms6830_conversions").GetProperty("cases").EnumerateArray())
        {
            JsonElement microvolts = row.GetProperty("uV");
            bool valid = microvolts.ValueKind == JsonValueKind.Number;
            CheckCode(row.GetProperty("code").GetInt32(), valid ? microvolts.GetInt32() : -1,
                valid ? Quality.Good : Quality.NotConverted);
        }

        CheckCode(0x7FFF, -1, Quality.NotConverted);
        CheckCode(26700, 5505000, Quality.Good);
        CheckCode(26701, -1, Quality.OutOfRange);
        CheckCode(-10033, 0, Quality.Good);
        CheckCode(-10034, -1, Quality.OutOfRange);
        CheckCode(-32767, -1, Quality.OutOfRange);
        CheckCode(0x7FFE, -1, Quality.OutOfRange);
    }

    [TestMethod]
    public void Another_counter_is_no_reading_whatever_the_code_says()
    {
        Adbms683xScan scan = Scan(2, 3);
        byte[] data = ChainBytes.Codes(12000, 12000, 12000);
        for (int counter = 0; counter < 64; counter++)
        {
            scan.counter = 5;
            PackSample sample = Blank(2, 3);
            Take(scan, Reply(data, 5, counter), scan.cellSlots[0], 3, sample);
            Assert.AreEqual(counter == 5 ? 3 : 1, scan.goodMask);
            Assert.AreEqual(counter == 5 ? 0 : 2, scan.missedMask);
            Assert.AreEqual(counter == 5 ? 3300000 : -1, sample.cellMicrovolts[3]);
            if (counter != 5)
            {
                Assert.AreEqual(counter, scan.shownCounter[1]);
            }
        }
    }

    [TestMethod]
    public void Device_that_missed_a_command_is_followed_by_its_own_count_and_63_is_followed_by_1()
    {
        Adbms683xScan scan = Scan(2, 3);
        scan.counter = 62;
        scan.missedMask = 2;
        scan.shownCounter[1] = 61;
        scan.AdoptCounters(2);
        Assert.AreEqual(2, scan.behindMask);
        int[] near = { 63, 1, 2, 3 };
        int[] far = { 62, 63, 1, 2 };
        for (int i = 0; i < 4; i++)
        {
            scan.CountCommand();
            PackSample sample = Blank(2, 3);
            Take(scan, Reply(ChainBytes.Codes(1, 2, 3), near[i], far[i]), scan.cellSlots[0], 3, sample);
            Assert.AreEqual(3, scan.goodMask);
        }

        // Level again.
        scan.shownCounter[1] = 3;
        scan.AdoptCounters(2);
        Assert.AreEqual(0, scan.behindMask);
    }

    [TestMethod]
    public void Negative_frames_of_the_family_are_refused()
    {
        int rows = 0;
        foreach (JsonElement row in AfeVectors.Part("negative").EnumerateArray())
        {
            if (row.GetProperty("family").GetString() != "ADBMS6830")
            {
                continue;
            }

            byte[] frame = AfeVectors.Bytes(row, "frame");
            Adbms683xScan scan = Scan(1, 3);
            scan.counter = frame[6] >> 2;
            PackSample sample = Blank(1, 3);
            Take(scan, ChainBytes.Wire(frame), scan.cellSlots[0], 3, sample);
            Assert.AreEqual(0, scan.goodMask | scan.missedMask, row.ToString());
            Assert.AreEqual(frame[0] == 0xFF ? 1 : 0, scan.silentMask);
            rows++;
        }

        Assert.AreEqual(2, rows);
    }

    [TestMethod]
    public void Every_error_of_up_to_three_bits_in_a_group_is_noticed()
    {
        int[] syndromes = new int[64];
        for (int bit = 0; bit < 64; bit++)
        {
            byte[] frame = new byte[8];
            frame[bit >> 3] = (byte)(0x80 >> (bit & 7));
            int register = 0;
            foreach (byte value in frame)
            {
                register = ((register << 8) ^ Pec10.Table[((register >> 2) ^ value) & 0xFF]) & Pec10.Mask;
            }

            syndromes[bit] = register;
        }

        for (int a = 0; a < 64; a++)
        {
            Assert.AreNotEqual(0, syndromes[a]);
            for (int b = 0; b < a; b++)
            {
                Assert.AreNotEqual(0, syndromes[a] ^ syndromes[b]);
                for (int c = 0; c < b; c++)
                {
                    Assert.AreNotEqual(0, syndromes[a] ^ syndromes[b] ^ syndromes[c]);
                }
            }
        }
    }

    [TestMethod]
    public void Configuration_is_written_as_the_vectors_say()
    {
        foreach (JsonElement row in AfeVectors.Part("adbms6830_config_writes").EnumerateArray())
        {
            bool isA = row.GetProperty("register").GetString() == "CFGA";
            byte[] data = isA ? Adbms683xRegisters.ConfigA(0)
                : Adbms683xRegisters.ConfigB(row.GetProperty("uv_uV").GetInt32(), row.GetProperty("ov_uV").GetInt32());
            byte[] expected = AfeVectors.Bytes(row, "data");

            // The vectors' discharge bits are not ours: always 0.
            expected[4] = isA ? expected[4] : (byte)0;
            expected[5] = isA ? expected[5] : (byte)0;
            CollectionAssert.AreEqual(expected, data, row.ToString());
            byte[] written = AfeVectors.Bytes(row, "data");
            ScriptedBus bus = new ScriptedBus().Expect(row.GetProperty("write_transaction_one_device").GetString()!);
            Adbms683xScan scan = Scan(1, 3);
            new Adbms683xLine(bus, null!, bus, scan).Write(
                isA ? Adbms683xCommands.WriteConfigA : Adbms683xCommands.WriteConfigB, written);
            Assert.AreEqual(0, bus.Left);
            Assert.AreEqual(1, scan.counter, "a write counts");
        }
    }

    [TestMethod]
    public void Probes_become_the_temperature_of_the_maker_s_table_whatever_the_reference()
    {
        // The 10 kohm divider at half: 25.0 degC at any reference.
        short[] temps = new short[4];
        byte[] quality = { Quality.Good, Quality.Good, Quality.Good, Quality.Stale };
        NtcKernel.Convert(new[] { 0, 4 }, new[] { 9950, 19900, 10, 9950 }, new[] { 19900 }, new byte[1], 10000,
            NtcTable.Find("ncp15xh103").centiC, 1, temps, quality);
        CollectionAssert.AreEqual(new byte[] { Quality.Good, Quality.OpenProbe, Quality.ShortedProbe, Quality.Stale }, quality);
        Assert.AreEqual(250, temps[0]);
    }

    private static void CheckCode(int code, int microvolts, byte quality)
    {
        Adbms683xScan scan = Scan(1, 3);
        PackSample sample = Blank(1, 3);
        Take(scan, Reply(ChainBytes.Codes(0, code, 0), 0), scan.cellSlots[0], 3, sample);
        Assert.AreEqual(quality, sample.cellQuality[1], "code " + code);
        Assert.AreEqual(microvolts, sample.cellMicrovolts[1], "code " + code);
    }

    private static void Take(Adbms683xScan scan, byte[] reply, short[] slots, int registers, PackSample sample)
    {
        Adbms683xCellKernel.Take(scan, reply, slots, registers, scan.allMask, 0, sample.cellMicrovolts, sample.cellQuality);
    }

    private static byte[] Reply(byte[] data, params int[] counters)
    {
        byte[] reply = new byte[4 + (8 * counters.Length)];
        for (int d = 0; d < counters.Length; d++)
        {
            data.CopyTo(reply, 4 + (8 * d));
            int tail = Pec10.Compute(data, 0, 6, counters[d]);
            reply[4 + (8 * d) + 6] = (byte)(tail >> 8);
            reply[4 + (8 * d) + 7] = (byte)tail;
        }

        return reply;
    }

    private static byte[] Wire(JsonElement frames)
    {
        string all = "";
        foreach (JsonElement frame in frames.EnumerateArray())
        {
            all += frame.GetString();
        }

        return ChainBytes.Wire(Convert.FromHexString(all));
    }

    private static Adbms683xScan Scan(int devices, int cells)
    {
        return new Adbms683xScan(ChainBytes.Layout(devices, cells, 0), new Adbms683xConfig());
    }

    private static PackSample Blank(int devices, int cells)
    {
        var sample = new PackSample(ChainBytes.Layout(devices, cells, 0));
        Array.Fill(sample.cellMicrovolts, -1);
        Array.Fill(sample.cellQuality, (byte)99);
        return sample;
    }
}
