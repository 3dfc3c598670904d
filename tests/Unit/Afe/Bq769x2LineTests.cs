using System;
using System.Text.Json;
using DataBox.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>CRC, frames and register pairs of the BQ76952, against public vectors.</summary>
[TestClass]
public class Bq769x2LineTests
{
    [TestMethod]
    public void Crc_is_that_of_the_public_vectors()
    {
        foreach (JsonElement row in AfeVectors.Part("bq769x2_crc8").EnumerateArray())
        {
            byte[] message = AfeVectors.Bytes(row, "message");
            Assert.AreEqual(AfeVectors.Word(row, "crc"), Crc8.Compute(message, 0, message.Length));
        }
    }

    [TestMethod]
    public void Crc_table_is_what_the_polynomial_gives_bit_by_bit()
    {
        for (int n = 0; n < 256; n++)
        {
            Assert.AreEqual(Bq769x2Fake.SlowCrc((byte)n), Crc8.Table[n], "entry " + n);
        }
    }

    [TestMethod]
    public void Frames_are_those_of_the_vectors()
    {
        var fake = new Bq769x2Fake();
        var line = new Bq769x2Line(fake, fake, 0);
        Assert.AreEqual(Bq769x2Line.Good, line.Write(0x3E, 0x01));
        Assert.AreEqual(Bq769x2Line.Good, line.Read(0x14));
        Assert.AreEqual(Bq769x2Line.Good, line.Read(0x15));
        foreach (JsonElement row in AfeVectors.Part("bq769x2_spi_frames_computed").EnumerateArray())
        {
            CollectionAssert.Contains(fake.sent, row.GetProperty("mosi").GetString());
        }
    }

    [TestMethod]
    public void Written_memory_bears_the_checksum_and_length_of_the_vector()
    {
        JsonElement vector = AfeVectors.Part("bq769x2_transfer_checksum");
        byte[] bytes = AfeVectors.Bytes(vector, "bytes");
        var fake = new Bq769x2Fake { inUpdate = true };
        var line = new Bq769x2Line(fake, fake, 0);
        var transfer = new Bq769x2Transfer(line, fake);
        int address = bytes[0] | (bytes[1] << 8);
        Assert.AreEqual(Bq769x2Line.Good, transfer.WriteMemory(address, bytes[2] | (bytes[3] << 8), 2));
        Assert.AreEqual(AfeVectors.Word(vector, "checksum"), fake.registers[0x60]);
        Assert.AreEqual(vector.GetProperty("length_field").GetInt32(), fake.registers[0x61]);
        Assert.AreEqual(bytes[2], fake.memory[address]);
        Assert.AreEqual(bytes[3], fake.memory[address + 1]);
        Assert.AreEqual(Bq769x2Line.Good, transfer.ReadBlock(address, 2));
        Assert.AreEqual(bytes[2] | (bytes[3] << 8), transfer.Word(0));
    }

    [TestMethod]
    public void Answer_that_is_not_to_what_was_asked_is_never_taken()
    {
        foreach (string answer in new[] { "FFFF00", "FFFFAA", "FFFFFF", "000000", "15120B", "14FFF1" })
        {
            var fake = new Bq769x2Fake();
            var line = new Bq769x2Line(fake, fake, 2);
            line.Begin(10);
            fake.onMiso = miso => Convert.FromHexString(answer).CopyTo(miso, 0);
            Assert.AreNotEqual(Bq769x2Line.Good, line.Read(0x14), answer);
            Assert.AreEqual(2, line.retryCount, answer);
        }
    }

    [TestMethod]
    public void Line_that_gives_back_what_is_sent_is_no_chip()
    {
        var fake = new Bq769x2Fake();
        var line = new Bq769x2Line(fake, fake, 2);
        byte[] last = new byte[3];
        fake.onMosi = mosi => mosi.CopyTo(last, 0);
        fake.onMiso = miso => last.CopyTo(miso, 0);
        Assert.AreNotEqual(Bq769x2Line.Good, line.Read(0x14));
        Assert.AreNotEqual(Bq769x2Line.Good, line.Write(0x62, 0x82));
        Assert.IsFalse(new Bq769x2PairReader(line).Take(new byte[] { 0x14 }, new byte[1], new short[1], 1, new byte[9]));
    }

    [TestMethod]
    public void Replies_off_by_one_frame_are_never_taken()
    {
        foreach (int late in new[] { 1, 2, 3 })
        {
            var fake = new Bq769x2Fake();
            fake.Convert16();
            var line = new Bq769x2Line(fake, fake, 0);
            var queue = new System.Collections.Generic.Queue<byte[]>();
            for (int i = 0; i < late; i++)
            {
                queue.Enqueue(new byte[] { 0xFF, 0xFF, 0x00 });
            }

            fake.onMiso = miso =>
            {
                queue.Enqueue((byte[])miso.Clone());
                queue.Dequeue().CopyTo(miso, 0);
            };
            byte[] state = new byte[3];
            Assert.IsFalse(new Bq769x2PairReader(line).Take(new byte[] { 0x14, 0x16, 0x18 }, state, new short[3], 3, new byte[27]));
            CollectionAssert.DoesNotContain(state, Bq769x2Line.Good, late + " frames late");
        }
    }

    [TestMethod]
    public void Register_that_changes_between_any_two_frames_is_never_mixed()
    {
        for (int frame = 0; frame < 8; frame++)
        {
            var fake = new Bq769x2Fake { cells = { [0] = 4095 } };
            fake.Convert16();
            var line = new Bq769x2Line(fake, fake, 2);
            line.Begin(2);
            int at = frame;
            fake.beforeFrame = number =>
            {
                if (number == at)
                {
                    fake.cells[0] = 4096;
                    fake.Convert16();
                }
            };
            short[] value = new short[1];
            Assert.IsTrue(new Bq769x2PairReader(line).Take(new byte[] { 0x14 }, new byte[1], value, 1, new byte[9]));
            Assert.IsTrue(value[0] is 4095 or 4096, "frame " + frame + ": " + value[0]);
        }
    }

    [TestMethod]
    public void Frames_keep_their_distance()
    {
        var fake = new Bq769x2Fake { processMicros = 55 };
        var line = new Bq769x2Line(fake, fake, 0);
        for (int i = 0; i < 20; i++)
        {
            Assert.AreEqual(Bq769x2Line.Good, line.Read(0x14 + i));
        }
    }

    [TestMethod]
    public void Every_probe_has_a_pin_of_its_own()
    {
        var temperatures = new System.Collections.Generic.HashSet<int>();
        var pins = new System.Collections.Generic.HashSet<int>();
        for (int gpio = 0; gpio < 9; gpio++)
        {
            Assert.IsTrue(temperatures.Add(Bq769x2Registers.TemperatureOf(gpio)));
            Assert.IsTrue(pins.Add(Bq769x2Registers.PinConfigOf(gpio)));

            // Both lists run over the pins in the same order.
            Assert.AreEqual(0x6A + (2 * Bq769x2Registers.PinConfigOf(gpio)), Bq769x2Registers.TemperatureOf(gpio));
        }
    }
}
