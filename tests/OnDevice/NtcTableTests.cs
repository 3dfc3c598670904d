using DataBox.Afe;
using nanoFramework.TestFramework;

namespace DataBox.Tests.OnDevice
{
    [TestClass]
    public class NtcTableTests
    {
        [TestMethod]
        [DataRow("ncp15xh103")]
        public void Table_falls_all_the_way_and_has_25_degrees_in_its_middle(string name)
        {
            short[] centiC = NtcTable.Find(name).centiC;
            Assert.AreEqual(NtcTable.EntryCount, centiC.Length);
            for (int i = 1; i < centiC.Length; i++)
            {
                Assert.IsTrue(centiC[i] < centiC[i - 1], "entry " + i);
            }

            // 10 kohm at 25 degC is what the part is named after.
            Assert.AreEqual(2500, (int)centiC[64]);
        }

        [TestMethod]
        public void Unknown_part_has_no_table()
        {
            Assert.IsNull(NtcTable.Find("nobody"));
        }
    }
}
