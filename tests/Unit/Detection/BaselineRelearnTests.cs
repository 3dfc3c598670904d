using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>What was learned about a cell is forgotten by command.</summary>
[TestClass]
public class BaselineRelearnTests : BaselineBench
{
    [TestMethod]
    public void Forgotten_cell_stays_forgotten_over_a_power_cut_before_the_next_image()
    {
        Life life = Start();
        Learn(life, 8);
        Save(life);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(3, "a"));
        Assert.AreEqual(0, life.Rules[0].Learned[3]);
        life = Start();
        Assert.AreEqual("restored", life.Status.baseline);
        Assert.AreEqual(0, life.Rules[0].Learned[3]);
        Assert.AreEqual(Pattern(life.Rules[0], 8)[4], life.Rules[0].Learned[4]);

        // The mark goes with the next image: what is learned from then on is kept.
        life.Rules[0].Learned[3] = 99;
        Save(life);
        Assert.AreEqual(99, Start().Rules[0].Learned[3]);
    }

    [TestMethod]
    public void All_cells_are_forgotten_where_none_is_named()
    {
        Life life = Start();
        Learn(life, 8);
        Save(life);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(-1, "a"));
        Assert.IsTrue(life.Rules.All(r => r.Learned.All(b => b == 0)));
        Assert.IsTrue(Start().Rules.All(r => r.Learned.All(b => b == 0)));
    }

    [TestMethod]
    public void Command_that_comes_again_changes_nothing_also_after_a_restart_and_a_cell_that_is_not_there_is_unknown()
    {
        Life life = Start();
        Assert.AreEqual(BaselineKeeper.UnknownCell, life.Keeper.Relearn(12, "x"));
        Assert.AreEqual(BaselineKeeper.UnknownCell, life.Keeper.Relearn(-2, "x"));
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(3, "a"));
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(4, "b"));
        Learn(life, 9);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(3, "a"));
        Assert.AreNotEqual(0, life.Rules[0].Learned[3]);
        Save(life);
        life = Start();
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(4, "b"));
        Assert.AreNotEqual(0, life.Rules[0].Learned[4]);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(4, "c"));
        Assert.AreEqual(0, life.Rules[0].Learned[4]);
    }

    [TestMethod]
    public void Relearn_clears_the_alarms_of_that_cell_and_no_others_and_what_is_still_wrong_comes_again()
    {
        Life life = Start();
        life.Pack.Run(30);
        life.Rules[0].Permille[3] = 1500;
        life.Rules[0].Permille[5] = 1500;
        life.Rules[1].Permille[3] = 800;
        life.Pack.Run(30);
        Assert.AreEqual(2, life.Pack.Detector.OpenAlarmCount);
        Assert.AreEqual(CauseRule.Suspect, life.Rules[1].level[3]);
        life.Rules[1].Permille[3] = 0;
        life.Keeper.Relearn(3, "a");
        Assert.AreEqual(1, life.Pack.Detector.OpenAlarmCount);
        Assert.AreEqual(CauseRule.Quiet, life.Rules[0].level[3]);
        Assert.AreEqual(CauseRule.Quiet, life.Rules[1].level[3]);
        Assert.AreEqual(CauseRule.Alarmed, life.Rules[0].level[5]);
        life.Pack.Run(30);
        Assert.AreEqual(2, life.Pack.Detector.OpenAlarmCount, "it is still wrong");
    }
}
