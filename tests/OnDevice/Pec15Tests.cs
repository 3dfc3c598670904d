using DataBox.Afe;
using nanoFramework.TestFramework;

namespace DataBox.Tests.OnDevice
{
    [TestClass]
    public class Pec15Tests
    {
        [TestMethod]
        public void Data_sheet_example_comes_out()
        {
            // LTC6812-1 data sheet, "Packet Error Code".
            Assert.AreEqual(0x3D6E, Pec15.Compute(new byte[] { 0x00, 0x01 }, 0, 2));
        }

        [TestMethod]
        public void One_flipped_bit_changes_the_code()
        {
            byte[] data = new byte[] { 0x12, 0x34, 0x56, 0x78, 0x9A, 0xBC };
            int good = Pec15.Compute(data, 0, 6);
            for (int bit = 0; bit < 48; bit++)
            {
                data[bit >> 3] ^= (byte)(1 << (bit & 7));
                Assert.AreNotEqual(good, Pec15.Compute(data, 0, 6));
                data[bit >> 3] ^= (byte)(1 << (bit & 7));
            }

            Assert.AreEqual(good, Pec15.Compute(data, 0, 6));
        }
    }
}
