using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// All causes that are isolated by evidence, in the order in which they are asked: what protects the others comes first. To add a
    /// cause, write its rule and add it to <see cref="Make"/>, with its row in <see cref="FaultCauses"/>.
    /// </summary>
    public sealed class CauseSet
    {
        /// <summary>What the rules share.</summary>
        public readonly CauseFeatures features;

        /// <summary>The rules, in order.</summary>
        public readonly CauseRule[] rules;

        // Those that want every sample.
        private readonly CauseRule[] _fast;

        public CauseSet(PackLayout layout, int[] settings, AlarmBook book)
        {
            features = new CauseFeatures(layout, settings);
            rules = Make(features, book);
            int fast = 0;
            for (int k = 0; k < rules.Length; k++)
            {
                fast += rules[k].wantsSamples ? 1 : 0;
            }

            _fast = new CauseRule[fast];
            for (int k = rules.Length - 1; k >= 0; k--)
            {
                if (rules[k].wantsSamples)
                {
                    _fast[--fast] = rules[k];
                }
            }
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return CauseFeatures.BytesFor(layout) + SenseWireRule.BytesFor(layout) + HardShortRule.BytesFor(layout)
                + ThermalRule.BytesFor(layout) + ContactRule.BytesFor(layout) + TransientShortRule.BytesFor(layout)
                + SensorDriftRule.BytesFor(layout) + SoftShortRule.BytesFor(layout) + PlatingRule.BytesFor(layout)
                + ImbalanceRule.BytesFor(layout) + HeapSize.OfReferences(9) + HeapSize.OfObject(4) + HeapSize.OfReferences(2);
        }

        /// <summary>Each sample that was read, after its qualities were judged.</summary>
        /// <returns>True where something became suspect.</returns>
        public bool OnSample(PackSample sample)
        {
            bool isNews = false;
            CauseRule[] fast = _fast;
            for (int k = 0; k < fast.Length; k++)
            {
                isNews |= fast[k].OnSample(sample);
            }

            return isNews;
        }

        /// <summary>Each closed window that is not empty.</summary>
        /// <returns>True where something became suspect.</returns>
        public bool OnWindow(SampleWindow window, OperatingCondition operating)
        {
            if (!features.Take(window, operating))
            {
                return false;
            }

            byte[] explainedBy = features.explainedBy;
            for (int i = 0; i < explainedBy.Length; i++)
            {
                explainedBy[i] = 0;
            }

            bool isNews = false;
            for (int k = 0; k < rules.Length; k++)
            {
                isNews |= rules[k].OnTick();
            }

            return isNews;
        }

        /// <summary>Whether a cause is still gathering evidence about a cell.</summary>
        public bool IsGathering(int cell)
        {
            bool isGathering = false;
            for (int k = 0; k < rules.Length && !isGathering; k++)
            {
                isGathering = rules[k].IsGathering(cell);
            }

            return isGathering;
        }

        /// <summary>Whether an alarm of the cause that explains the cell is open about it.</summary>
        public bool IsNamed(int cell)
        {
            CauseRule rule = features.explainedBy[cell] == 0 ? null : RuleOf(features.explainedBy[cell] - 1);
            return rule != null && rule.level.Length == features.layout.cellCount && rule.level[cell] == CauseRule.Alarmed;
        }

        /// <summary>After service: forgets what was learned about a cell.</summary>
        /// <param name="cell">From 0 in the pack; -1: all.</param>
        public void Relearn(int cell)
        {
            features.Relearn(cell);
            for (int k = 0; k < rules.Length; k++)
            {
                rules[k].Relearn(cell);
            }
        }

        /// <summary>Ends the suspicions and alarms that spoke from what <see cref="Relearn"/> forgot. Not those of the hard short: it
        /// is measured, not learned, and a cell that was shorted stays told until it is quiet for its own time.</summary>
        public void Forget(int cell, long nowMs)
        {
            for (int k = 0; k < rules.Length; k++)
            {
                if (rules[k].causeId != FaultCauses.HardShort)
                {
                    rules[k].Forget(cell, nowMs);
                }
            }
        }

        /// <summary>The rule of a cause, or null: it is none of these.</summary>
        public CauseRule RuleOf(int causeId)
        {
            for (int k = 0; k < rules.Length; k++)
            {
                if (rules[k].causeId == causeId)
                {
                    return rules[k];
                }
            }

            return null;
        }

        private static CauseRule[] Make(CauseFeatures features, AlarmBook book)
        {
            return new CauseRule[]
            {
                new SenseWireRule(features, book),
                new HardShortRule(features, book),
                new ThermalRule(features, book),
                new ContactRule(features, book),
                new TransientShortRule(features, book),
                new SensorDriftRule(features, book),
                new SoftShortRule(features, book),
                new PlatingRule(features, book),
                new ImbalanceRule(features, book),
            };
        }
    }
}
