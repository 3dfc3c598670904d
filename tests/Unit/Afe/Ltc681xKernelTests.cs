using System;
using System.Text.Json;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Ltc681xKernelTests
{
    [TestMethod]
    public void Public_register_frames_are_taken_or_refused_as_they_deserve()
    {
        int rows = 0;
        foreach (JsonElement row in AfeVectors.Part("ltc681x_register_frames_public").EnumerateArray())
        {
            byte[] frame = new byte[8];
            AfeVectors.Bytes(row, "data").CopyTo(frame, 0);
            AfeVectors.Bytes(row, "pec_on_wire").CopyTo(frame, 6);
            bool valid = row.GetProperty("valid").GetBoolean();
            Take(1, 3, frame, out Ltc681xScan scan, out PackSample sample);
            Assert.AreEqual(valid ? 1 : 0, scan.goodMask, row.ToString());
            Assert.AreEqual(0, scan.silentMask);
            int[] codes = AfeVectors.Ints(row.GetProperty("codes_le_unsigned"));
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(valid ? codes[i] * 100 : -1, sample.cellMicrovolts[i], row.ToString());
                Assert.AreEqual(valid ? Quality.Good : (byte)99, sample.cellQuality[i]);
            }

            rows++;
        }

        Assert.AreEqual(14, rows);
    }

    [TestMethod]
    public void Vectors_of_this_family_are_all_there()
    {
        // The file's 293 rows with a checksum; 160 are this family's, and the 88 commands of the next one share PEC15.
        int family = Count("ltc681x_commands") + Count("pec15_other") + Count("ltc681x_register_frames_public");
        Assert.AreEqual(160, family);
        Assert.AreEqual(293, family + Count("adbms6830_commands") + Count("pec10") + Count("mc3377x_frames")
            + Count("bq769x2_crc8") + Count("bq796xx_frames"));
    }

    [TestMethod]
    public void Negative_frames_of_the_family_are_refused()
    {
        int rows = 0;
        foreach (JsonElement row in AfeVectors.Part("negative").EnumerateArray())
        {
            if (row.GetProperty("family").GetString() != "LTC681x")
            {
                continue;
            }

            byte[] frame = AfeVectors.Bytes(row, "frame");
            Take(1, 3, frame, out Ltc681xScan scan, out PackSample sample);
            Assert.AreEqual(0, scan.goodMask, row.ToString());
            bool absent = Array.TrueForAll(frame, b => b == 0xFF);
            Assert.AreEqual(absent ? 1 : 0, scan.silentMask, row.ToString());
            Assert.AreEqual(-1, sample.cellMicrovolts[0]);
            if (row.TryGetProperty("pec_of_data", out _))
            {
                Assert.AreEqual(AfeVectors.Word(row, "pec_of_data"), Pec15.Compute(frame, 0, 6));
            }

            rows++;
        }

        Assert.AreEqual(4, rows);
    }

    [TestMethod]
    public void Nearest_device_comes_first_in_a_reply()
    {
        JsonElement vector = AfeVectors.Part("ltc681x_daisy_chain_read_public");
        Take(3, 12, AfeVectors.Bytes(vector, "response"), out Ltc681xScan scan, out PackSample sample, 3);
        Assert.AreEqual(7, scan.goodMask);
        for (int d = 0; d < 3; d++)
        {
            int[] codes = AfeVectors.Ints(vector.GetProperty("codes")[d]);
            for (int i = 0; i < 3; i++)
            {
                Assert.AreEqual(codes[i] * 100, sample.cellMicrovolts[(d * 12) + 9 + i]);
            }
        }
    }

    [TestMethod]
    public void Two_devices_of_18_cells_are_scanned_as_the_vectors_say()
    {
        JsonElement vector = AfeVectors.Part("ltc6813_two_device_scan_computed");
        PackLayout layout = ChainBytes.Layout(2, 18, 0);
        Ltc681xScan scan = ChainBytes.Scan(layout);
        PackSample sample = Blank(layout);
        for (int group = 0; group < 6; group++)
        {
            JsonElement frame = vector.GetProperty("frames")[group];
            byte[] mosi = AfeVectors.Bytes(frame, "mosi");
            Assert.AreEqual((mosi[0] << 24) | (mosi[1] << 16) | (mosi[2] << 8) | mosi[3], Ltc681xCommands.ReadCells(group));
            Ltc681xCellKernel.Take(scan, ChainBytes.Wire(AfeVectors.Bytes(frame, "miso_after_command")),
                scan.cellSlots[group], 3, 0, sample.cellMicrovolts, sample.cellQuality);
            Assert.AreEqual(3, scan.goodMask);
        }

        for (int d = 0; d < 2; d++)
        {
            int[] codes = AfeVectors.Ints(vector.GetProperty("cell_codes_100uV")[d]);
            for (int i = 0; i < 18; i++)
            {
                Assert.AreEqual(codes[i] * 100, sample.cellMicrovolts[(d * 18) + i]);
                Assert.AreEqual(Quality.Good, sample.cellQuality[(d * 18) + i]);
            }
        }
    }

    [TestMethod]
    public void Codes_become_microvolts_or_the_reason_why_not()
    {
        foreach (JsonElement row in AfeVectors.Part("ltc681x_conversions").GetProperty("cell").EnumerateArray())
        {
            JsonElement microvolts = row.GetProperty("uV");
            bool valid = microvolts.ValueKind == JsonValueKind.Number;
            CheckCode(row.GetProperty("code").GetInt32(), valid ? microvolts.GetInt32() : -1,
                valid ? Quality.Good : Quality.NotConverted);
        }

        CheckCode(0xE000, -1, Quality.OutOfRange);
        CheckCode(0xFEFF, -1, Quality.OutOfRange);
        CheckCode(0xFF00, -1, Quality.RedundancyFault);
        CheckCode(0xFF0F, -1, Quality.RedundancyFault);
        CheckCode(0xFF10, -1, Quality.OutOfRange);
        CheckCode(0xFFFE, -1, Quality.OutOfRange);
    }

    [TestMethod]
    public void Cleared_chain_is_told_from_one_that_differs_in_any_bit()
    {
        byte[] ones = { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };
        Assert.AreEqual(Pec15.Compute(ones, 0, 6), Ltc681xCheckKernel.OnesPec);
        byte[] reply = new byte[4 + (3 * 8)];
        for (int d = 0; d < 3; d++)
        {
            ones.CopyTo(reply, 4 + (d * 8));
            reply[4 + (d * 8) + 6] = Ltc681xCheckKernel.OnesPec >> 8;
            reply[4 + (d * 8) + 7] = Ltc681xCheckKernel.OnesPec & 0xFF;
        }

        Assert.IsTrue(Ltc681xCheckKernel.AreCleared(reply, 3));
        for (int bit = 0; bit < 3 * 64; bit++)
        {
            reply[4 + (bit / 8)] ^= (byte)(1 << (bit % 8));
            Assert.IsFalse(Ltc681xCheckKernel.AreCleared(reply, 3), "bit " + bit);
            reply[4 + (bit / 8)] ^= (byte)(1 << (bit % 8));
        }

        Array.Fill(reply, (byte)0xFF);
        Assert.IsFalse(Ltc681xCheckKernel.AreCleared(reply, 3), "nobody there");
    }

    [TestMethod]
    public void Cells_are_counted_over_used_inputs_only()
    {
        // Device 1 uses inputs 2 and 5, device 2 inputs 1 and 6: cells 0 and 1, 2 and 3.
        var layout = new PackLayout(1, new[] { 0x12, 0x21 }, new[] { 0, 0 });
        Ltc681xScan scan = ChainBytes.Scan(layout);
        PackSample sample = Blank(layout);
        byte[] groupA = ChainBytes.Reply(ChainBytes.Codes(1, 2, 3), ChainBytes.Codes(11, 12, 13));
        byte[] groupB = ChainBytes.Reply(ChainBytes.Codes(4, 5, 6), ChainBytes.Codes(14, 15, 16));
        Ltc681xCellKernel.Take(scan, groupA, scan.cellSlots[0], 3, 0, sample.cellMicrovolts, sample.cellQuality);
        Ltc681xCellKernel.Take(scan, groupB, scan.cellSlots[1], 3, 0, sample.cellMicrovolts, sample.cellQuality);
        CollectionAssert.AreEqual(new[] { 0, 1 }, scan.cellGroups);
        CollectionAssert.AreEqual(new[] { 200, 500, 1100, 1600 }, sample.cellMicrovolts);
    }

    [TestMethod]
    public void Device_that_was_taken_over_already_is_left_alone_and_an_unproven_one_is_stale()
    {
        PackLayout layout = ChainBytes.Layout(3, 3, 0);
        Ltc681xScan scan = ChainBytes.Scan(layout);
        PackSample sample = Blank(layout);
        byte[] reply = ChainBytes.Reply(ChainBytes.Codes(1, 2, 3), ChainBytes.Codes(4, 5, 6), ChainBytes.Codes(7, 8, 9));
        Ltc681xCellKernel.Take(scan, reply, scan.cellSlots[0], 6, 2, sample.cellMicrovolts, sample.cellQuality);
        Assert.AreEqual(6, scan.goodMask);
        CollectionAssert.AreEqual(new[] { -1, -1, -1, -1, -1, -1, 700, 800, 900 }, sample.cellMicrovolts);
        CollectionAssert.AreEqual(new byte[] { 99, 99, 99, 4, 4, 4, 0, 0, 0 }, sample.cellQuality);
    }

    [TestMethod]
    public void Auxiliary_groups_are_spread_over_the_nine_inputs()
    {
        // All nine GPIOs of device 2 are voltages, device 1 has probes at 2, 5 and 9.
        var layout = new PackLayout(1, new[] { 1, 1 }, new[] { 0x112, 0 });
        var config = new Ltc681xConfig { gpioInputMask = new[] { 0, 0x1FF } };
        Ltc681xScan scan = ChainBytes.Scan(layout, "ltc6813", config);
        PackSample sample = Blank(layout);
        CollectionAssert.AreEqual(new[] { 1, 0, 2, 3 }, scan.auxGroups, "the reference's group first");
        int[][] near = { new[] { 0, 15000, 30000 }, new[] { 0, 21940, 0 }, new[] { 0, 0, 0 }, new[] { 8815, 0xFFFF, 0 } };
        int[][] far = { new[] { 400, 500, 30000 }, new[] { 100, 200, 300 }, new[] { 600, 700, 800 }, new[] { 900, 0xFFFF, 0 } };
        for (int i = 0; i < 4; i++)
        {
            byte[] reply = ChainBytes.Reply(ChainBytes.Codes(near[i][0], near[i][1], near[i][2]),
                ChainBytes.Codes(far[i][0], far[i][1], far[i][2]));
            Ltc681xAuxKernel.Take(scan, reply, scan.auxSlots[i], i == 0, 3, 0, sample.tempDeciC, sample.tempQuality,
                sample.gpioMicrovolts);
            Assert.AreEqual(3, scan.goodMask);
            Assert.AreEqual(0, scan.oddMask);
        }

        CollectionAssert.AreEqual(new short[] { 0, 250, 500 }, sample.tempDeciC);
        for (int gpio = 0; gpio < 9; gpio++)
        {
            Assert.AreEqual((gpio + 1) * 10000, sample.gpioMicrovolts[9 + gpio]);
        }
    }

    [TestMethod]
    public void Gpio_voltage_without_reading_is_zero_and_told_by_the_device()
    {
        var layout = new PackLayout(1, new[] { 1 }, new[] { 0 });
        Ltc681xScan scan = ChainBytes.Scan(layout, "ltc6811", new Ltc681xConfig { gpioInputMask = new[] { 1 } });
        foreach (int code in new[] { 0xFFFF, 0xFF05, 0xE000 })
        {
            PackSample sample = Blank(layout);
            sample.gpioMicrovolts[0] = 5;
            Ltc681xAuxKernel.Take(scan, ChainBytes.Reply(ChainBytes.Codes(code, 1, 2)), scan.auxSlots[0], false, 1, 0,
                sample.tempDeciC, sample.tempQuality, sample.gpioMicrovolts);
            Assert.AreEqual(0, sample.gpioMicrovolts[0]);
            Assert.AreEqual(1, scan.oddMask);
        }
    }

    [TestMethod]
    public void Configuration_bytes_are_those_of_the_vectors_with_discharge_left_out()
    {
        int rows = 0;
        foreach (JsonElement row in AfeVectors.Part("ltc681x_config_writes").EnumerateArray())
        {
            JsonElement inputs = row.GetProperty("inputs");
            byte[] expected = AfeVectors.Bytes(row, "data");
            // The driver never discharges: bytes 4 and 5 are its own zeroes.
            byte[] ours = Ltc681xRegisters.ConfigA(inputs.GetProperty("adcopt").GetInt32(),
                inputs.GetProperty("uv_code_100uV").GetInt32() * 100, inputs.GetProperty("ov_code_100uV").GetInt32() * 100);
            for (int i = 0; i < 4; i++)
            {
                Assert.AreEqual(expected[i], ours[i], "byte " + i);
            }

            Assert.AreEqual(0, ours[4] | ours[5]);
            byte[] wire = AfeVectors.Bytes(row, "write_transaction_one_device");
            Assert.AreEqual((wire[10] << 8) | wire[11], Pec15.Compute(expected, 0, 6));
            rows++;
        }

        Assert.AreEqual(3, rows);
    }

    private static int Count(string part) => AfeVectors.Part(part).GetArrayLength();

    private static void CheckCode(int code, int microvolts, byte quality)
    {
        Take(1, 3, ChainBytes.Reply(ChainBytes.Codes(code, 1, 2))[4..], out Ltc681xScan scan, out PackSample sample);
        Assert.AreEqual(microvolts, sample.cellMicrovolts[0], code.ToString("X4"));
        Assert.AreEqual(quality, sample.cellQuality[0], code.ToString("X4"));
        Assert.AreEqual(1, scan.oddMask, "the other two registers hold readings");
    }

    private static PackSample Blank(PackLayout layout)
    {
        var sample = new PackSample(layout);
        Array.Fill(sample.cellMicrovolts, -1);
        Array.Fill(sample.cellQuality, (byte)99);
        return sample;
    }

    private static void Take(int devices, int cells, byte[] frames, out Ltc681xScan scan, out PackSample sample, int group = 0)
    {
        PackLayout layout = ChainBytes.Layout(devices, cells, 0);
        scan = ChainBytes.Scan(layout);
        sample = Blank(layout);
        Ltc681xCellKernel.Take(scan, ChainBytes.Wire(frames), scan.cellSlots[group], scan.allMask, 0, sample.cellMicrovolts,
            sample.cellQuality);
    }
}
