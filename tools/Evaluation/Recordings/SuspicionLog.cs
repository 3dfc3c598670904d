using System.Collections.Generic;
using DataBox.Detection;

namespace DataBox.Evaluation;

/// <summary>A place that became suspect of a cause.</summary>
/// <param name="Place">Cell or probe of the pack, from 0.</param>
/// <param name="TimeMs">Of the sample.</param>
public sealed record Suspicion(int CauseId, int Place, long TimeMs);

/// <summary>Notes when a place becomes suspect; the box itself tells no one but its sampling rate.</summary>
public sealed class SuspicionLog
{
    private readonly CauseRule[] _rules;
    private readonly int[] _seen;
    private readonly byte[][] _levels;
    private readonly byte[] _deviating;
    private readonly byte[] _wasDeviating;
    private readonly List<Suspicion> _all = [];

    public SuspicionLog(Detector detector)
    {
        _deviating = detector.Columns.isSuspect;
        _wasDeviating = new byte[_deviating.Length];
        _rules = detector.Causes.rules;
        _seen = new int[_rules.Length];
        _levels = new byte[_rules.Length][];
        for (int r = 0; r < _rules.Length; r++)
        {
            _levels[r] = new byte[_rules[r].level.Length];
        }
    }

    /// <summary>In the order of their times.</summary>
    public IReadOnlyList<Suspicion> All => _all;

    /// <summary>After each sample.</summary>
    public void Look(long timeMs)
    {
        for (int cell = 0; cell < _deviating.Length; cell++)
        {
            if (_deviating[cell] != 0 && _wasDeviating[cell] == 0)
            {
                _all.Add(new Suspicion(FaultCauses.CellDeviation, cell, timeMs));
            }
        }

        _deviating.CopyTo(_wasDeviating, 0);
        for (int r = 0; r < _rules.Length; r++)
        {
            CauseRule rule = _rules[r];
            bool isNews = rule.suspectCount != _seen[r];
            _seen[r] = rule.suspectCount;
            for (int place = 0; isNews && place < rule.level.Length; place++)
            {
                if (rule.level[place] != CauseRule.Quiet && _levels[r][place] == CauseRule.Quiet)
                {
                    _all.Add(new Suspicion(rule.causeId, place, timeMs));
                }
            }

            rule.level.CopyTo(_levels[r], 0);
        }
    }
}
