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
            Assert.AreEqual(2 * FixedRun.SampleCount / 60, run.blockCount);
            Assert.AreEqual(7, run.firstAlarmCell);
            Assert.IsTrue(run.alarmCount >= 4, "changes of alarms: " + run.alarmCount);
        }

        [TestMethod]
        public void Blocks_and_alarms_are_the_same_on_every_platform()
        {
            FixedRun run = new FixedRun();
            run.Go();
            string found = "blocks " + run.blocksCrc.ToString("X8") + ", alarms " + run.alarmsCrc.ToString("X8");
            Assert.AreEqual(FixedRun.ExpectedBlocksCrc, run.blocksCrc, found);
            Assert.AreEqual(FixedRun.ExpectedAlarmsCrc, run.alarmsCrc, found);
        }

        [TestMethod]
        public void Second_run_in_the_same_process_gives_the_same_again()
        {
            FixedRun first = new FixedRun();
            FixedRun second = new FixedRun();
            first.Go();
            second.Go();
            Assert.AreEqual(first.blocksCrc, second.blocksCrc);
            Assert.AreEqual(first.alarmsCrc, second.alarmsCrc);
        }
    }
}
