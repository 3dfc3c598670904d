using System;
using System.Text.Json;
using DataBox.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Pec15Tests
{
    [TestMethod]
    public void Data_sheet_example_is_met()
    {
        Assert.AreEqual(0x3D6E, Pec15.Compute(new byte[] { 0x00, 0x01 }, 0, 2));
    }

    [TestMethod]
    public void Table_starts_and_ends_as_published()
    {
        JsonElement facts = AfeVectors.Part("checksums").GetProperty("pec15");
        for (int i = 0; i < 8; i++)
        {
            Assert.AreEqual(Convert.ToInt32(facts.GetProperty("table_first_8")[i].GetString(), 16), Pec15.Table[i]);
        }

        Assert.AreEqual(AfeVectors.Word(facts, "table_last"), Pec15.Table[255] & Pec15.Mask);
        Assert.AreEqual(AfeVectors.Word(facts, "empty_message"), Pec15.Compute(new byte[1], 1, 0));
    }

    [TestMethod]
    public void All_messages_of_the_vectors_have_their_words()
    {
        int checkedRows = 0;
        foreach (JsonElement row in AfeVectors.Part("pec15_other").EnumerateArray())
        {
            byte[] message = AfeVectors.Bytes(row, "message");
            Assert.AreEqual(AfeVectors.Word(row, "pec"), Pec15.Compute(message, 0, message.Length), row.ToString());
            checkedRows++;
        }

        Assert.AreEqual(26, checkedRows);
    }

    [TestMethod]
    public void Commands_of_the_next_family_use_the_same_code()
    {
        int checkedRows = 0;
        foreach (JsonElement row in AfeVectors.Part("adbms6830_commands").EnumerateArray())
        {
            byte[] frame = AfeVectors.Bytes(row, "frame");
            Assert.AreEqual((frame[2] << 8) | frame[3], Pec15.Compute(frame, 0, 2), row.ToString());
            checkedRows++;
        }

        Assert.AreEqual(88, checkedRows);
    }

    [TestMethod]
    public void Every_single_and_double_flip_in_a_frame_is_noticed()
    {
        byte[] frame = Convert.FromHexString("E880F980EA80C486");
        // Any flip changes the word or its own expectation; try all one- and two-bit errors of an intact frame.
        int pec = Pec15.Compute(frame, 0, 6);
        frame[6] = (byte)(pec >> 8);
        frame[7] = (byte)pec;
        for (int first = 0; first < 64; first++)
        {
            for (int second = first; second < 64; second++)
            {
                byte[] bent = (byte[])frame.Clone();
                bent[first >> 3] ^= (byte)(1 << (first & 7));
                if (second != first)
                {
                    bent[second >> 3] ^= (byte)(1 << (second & 7));
                }

                Assert.AreNotEqual((bent[6] << 8) | bent[7], Pec15.Compute(bent, 0, 6), first + ", " + second);
            }
        }
    }
}
