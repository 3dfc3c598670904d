using DataBox.Core;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Encoding;

[TestClass]
public class Crc32Tests
{
    [TestMethod]
    public void Check_value_of_the_standard_is_met()
    {
        byte[] message = System.Text.Encoding.ASCII.GetBytes("x123456789y");
        Assert.AreEqual(0xCBF43926u, Crc32.Compute(message, 1, 9));
    }

    [TestMethod]
    public void Agrees_with_a_register_that_shifts_bit_by_bit()
    {
        var random = new System.Random(7);
        for (int length = 0; length < 300; length++)
        {
            byte[] data = new byte[length];
            random.NextBytes(data);
            Assert.AreEqual(BitByBit(data), Crc32.Compute(data, 0, length));
        }
    }

    private static uint BitByBit(byte[] data)
    {
        uint register = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool feedback = (((register >> 0) ^ (uint)(value >> bit)) & 1) != 0;
                register >>= 1;
                if (feedback)
                {
                    register ^= 0xEDB88320;
                }
            }
        }

        return ~register;
    }
}
