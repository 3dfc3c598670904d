using System.Text;
using DataBox.Core;
using nanoFramework.TestFramework;

namespace DataBox.Tests.OnDevice
{
    [TestClass]
    public class Crc32Tests
    {
        [TestMethod]
        public void Check_value_of_the_standard_comes_out()
        {
            byte[] data = Encoding.UTF8.GetBytes("123456789");
            Assert.AreEqual(0xCBF43926u, Crc32.Compute(data, 0, data.Length));
        }

        [TestMethod]
        public void Only_the_given_range_counts()
        {
            byte[] data = Encoding.UTF8.GetBytes("xx123456789yy");
            Assert.AreEqual(0xCBF43926u, Crc32.Compute(data, 2, 9));
            Assert.AreEqual(0u, Crc32.Compute(data, 5, 0));
        }
    }
}
