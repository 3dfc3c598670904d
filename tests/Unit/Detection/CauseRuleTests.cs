using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>The life that every cause shares: suspect, alarm, told again, cleared.</summary>
[TestClass]
public class CauseRuleTests
{
    private const int Place = 4;
    private readonly AlarmBook _book = new();
    private readonly RuleUnderTest _rule;

    public CauseRuleTests() => _rule = new RuleUnderTest(_book);

    [TestMethod]
    public void Place_is_suspect_from_750_permille_alarmed_from_1000_and_quiet_after_its_time_below_500()
    {
        Assert.IsFalse(_rule.See(749, 0, 10));
        Assert.IsTrue(_rule.See(750, 1000, 10));
        Assert.IsFalse(_rule.See(999, 2000, 10), "suspect already");
        Assert.AreEqual((CauseRule.Suspect, 0, 1), (_rule.level[Place], _book.OpenCount, _rule.suspectCount));
        _rule.See(1000, 3000, 12);
        Alarm raised = _book.TryTake();
        Assert.AreEqual((CauseRule.Alarmed, 3000L, 1000L, 12), (_rule.level[Place], raised.timeMs, raised.sinceMs, raised.value));
        _rule.See(500, 4000, 12);
        _rule.See(499, 603_999, 12);
        Assert.AreEqual(CauseRule.Alarmed, _rule.level[Place]);
        _rule.See(499, 604_000, 12);
        Assert.AreEqual((CauseRule.Quiet, 0), (_rule.level[Place], _book.OpenCount));
        Assert.AreEqual(AlarmChange.Cleared, _book.TryTake().change);
    }

    [TestMethod]
    public void Suspicion_can_be_looked_at_and_leaves_no_alarm()
    {
        _rule.See(800, 1000, 10);
        Alarm seen = _rule.AlarmOf(Place);
        Assert.AreEqual((FaultCauses.SoftShort, Place, 10, 1, 1000L),
            (seen.causeId, seen.cellIndex, seen.value, seen.evidenceCount, seen.sinceMs));
        Assert.AreEqual((0, false), (_book.ListCount, _book.HasChanges));
    }

    [TestMethod]
    public void Alarm_is_told_again_with_the_evidence_of_now()
    {
        _rule.See(1000, 1000, 12);
        _book.TryTake();
        _rule.See(1500, 62_000, 24);
        Alarm updated = _book.TryTake();
        Assert.AreEqual((AlarmChange.Updated, 24, 1, 24), (updated.change, updated.value, updated.evidenceCount, updated.evidence[1]));
    }

    /// <summary>After a restart a rule has nothing in hand yet, and what was stored is all that says why.</summary>
    [TestMethod]
    public void Alarm_of_an_earlier_boot_keeps_its_value_and_evidence_while_its_place_is_quiet()
    {
        var stored = new Alarm { id = 7, causeId = FaultCauses.SoftShort, cellIndex = Place, value = 12, limit = 4, timeMs = 5_000_000 };
        stored.AddEvidence(Evidence.LeakMilliamps, 12);
        Assert.IsTrue(_rule.Restore(stored) && _book.Restore(stored, true));
        for (int second = 1; second < 600; second++)
        {
            _rule.See(0, second * 1000, 0);
        }

        Assert.IsFalse(_book.HasChanges);
        Assert.AreEqual((12, 12), (_book.At(0).value, _book.At(0).evidence[1]));
        _rule.See(0, 601_000, 0);
        Alarm cleared = _book.TryTake();
        Assert.AreEqual((AlarmChange.Cleared, 7, 12), (cleared.change, cleared.id, cleared.evidence[1]));
    }

    private sealed class RuleUnderTest(AlarmBook book) : CauseRule(
        FaultCauses.SoftShort, new CauseFeatures(PackUnderTest.Layout12(), DetectorSettings.Nmc().values), book, 12)
    {
        private int _value;

        public bool See(int permille, long nowMs, int value)
        {
            _value = value;
            return Judge(Place, permille, nowMs, nowMs);
        }

        public override bool OnTick() => false;

        protected override int ValueOf(int place) => _value;

        protected override void Describe(Alarm alarm, int place)
        {
            alarm.cellIndex = place;
            alarm.limit = 4;
            alarm.AddEvidence(Evidence.LeakMilliamps, _value);
        }
    }
}
