using nanoFramework.TestFramework;

namespace DataBox.Tests.OnDevice
{
    [TestClass]
    public class FixedRunTests
    {
        [TestMethod]
        public void A_sinking_cell_is_found_first_and_every_block_is_made()
        {
            FixedRun run = new FixedRun();
            run.Go();
            Assert.AreEqual(FixedRun.SampleCount / 60, run.blockCount);
            Assert.AreEqual(7, run.firstAlarmCell);
            Assert.IsTrue(run.alarmCount >= 4, "changes of alarms: " + run.alarmCount);
        }

        [TestMethod]
        public void The_same_samples_give_the_same_blocks_and_alarms_again()
        {
            FixedRun first = new FixedRun();
            FixedRun second = new FixedRun();
            first.Go();
            second.Go();
            Assert.AreEqual(first.blocksCrc, second.blocksCrc);
            Assert.AreEqual(first.alarmsCrc, second.alarmsCrc);
            OutputHelper.WriteLine("blocks " + first.blockCount + ", " + first.blockBytes + " bytes, CRC "
                + first.blocksCrc.ToString("X8") + "; alarms " + first.alarmCount + ", CRC "
                + first.alarmsCrc.ToString("X8"));
        }
    }
}
