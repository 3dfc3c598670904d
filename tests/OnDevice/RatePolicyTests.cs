using DataBox.Core;
using nanoFramework.TestFramework;

namespace DataBox.Tests.OnDevice
{
    [TestClass]
    public class RatePolicyTests
    {
        [TestMethod]
        public void Each_group_has_a_row_each_period_and_none_between()
        {
            RateSettings settings = new RateSettings();
            settings.samplePeriodMs = 100;
            settings.cellsPeriodMs = 200;
            settings.temperaturesPeriodMs = 500;
            settings.packPeriodMs = 100;
            RatePolicy policy = new RatePolicy(settings, 10, false);
            Assert.AreEqual(100, policy.samplePeriodMs);

            int cells = 0;
            int temperatures = 0;
            int pack = 0;
            for (long time = 5000000000L; time < 5000001000L; time += 100)
            {
                int mask = policy.TakeDueGroups(time);
                cells += mask & 1;
                temperatures += (mask >> 1) & 1;
                pack += mask >> 2;
            }

            Assert.AreEqual(5, cells);
            Assert.AreEqual(2, temperatures);
            Assert.AreEqual(10, pack);
        }

        [TestMethod]
        [DataRow(100, 250, 50)]
        [DataRow(100, 70, 10)]
        [DataRow(1000, 100000, 1000)]
        public void Sample_period_divides_the_group_periods(int wishedMs, int cellsMs, int expectedMs)
        {
            RateSettings settings = new RateSettings();
            settings.samplePeriodMs = wishedMs;
            settings.cellsPeriodMs = cellsMs;
            Assert.AreEqual(expectedMs, RatePolicy.EffectiveSamplePeriodMs(settings, 5));
        }
    }
}
