namespace DataBox.Detection
{
    /// <summary>One change in the life of an alarm; all of them share the id. Never altered once handed out.</summary>
    public sealed class Alarm
    {
        /// <summary>From 1; counts on over boots (the core keeps the count). With <see cref="firstBoot"/> it is unique even where
        /// the storage was lost.</summary>
        public int id;

        /// <summary>Number of the boot in which it was raised.</summary>
        public int firstBoot;

        public bool isAcknowledged;

        /// <summary>Time of the sample at which the change was decided, ms, on the samples' time base.</summary>
        public long timeMs;

        /// <summary>Time of the first sample that spoke for it, ms: for a deviation the first sample of the
        /// first window that voted for it without all votes going out between. In the time of <see cref="firstBoot"/>.</summary>
        public long sinceMs;

        /// <summary>Row of <see cref="FaultCauses"/>.</summary>
        public int causeId;

        /// <summary>The row's name.</summary>
        public string cause;

        /// <summary><see cref="AlarmSeverity"/>.</summary>
        public byte severity;

        /// <summary><see cref="AlarmChange"/>.</summary>
        public byte change;

        /// <summary>Counted from 0; -1 where the alarm is of none. A cell's or probe's alarm names its device too.</summary>
        public int deviceIndex;
        public int cellIndex;
        public int probeIndex;

        /// <summary>About a device's probes rather than its cells, also where it names none.</summary>
        public bool isOfProbes;

        /// <summary>Name of the AFE's check that found it; null: no check did.</summary>
        public string check;

        /// <summary>Sense wire of the device, from 0 at its negative end; -1 where it is about none.</summary>
        public int wireIndex = -1;

        /// <summary>What was measured at this change, in <see cref="unit"/>.</summary>
        public int value;

        /// <summary>The threshold that it was held against when raised, in <see cref="unit"/>.</summary>
        public int limit;

        /// <summary>"uV", "dC" (0.1 °C), "readings", "samples"; of a check: <see cref="FaultCauses.UnitOfCheck"/>.</summary>
        public string unit;

        /// <summary>Key of the advice text.</summary>
        public string adviceKey;

        /// <summary>Most features of one alarm.</summary>
        public const int MaxEvidence = 6;

        /// <summary>How sure, percent; -1: the cause doesn't say.</summary>
        public int certaintyPercent = -1;

        /// <summary>Row of <see cref="FaultCauses"/> that the evidence does not exclude; -1: none.</summary>
        public int orCauseId = -1;

        /// <summary>Row of <see cref="Evidence"/> and value, by turns, [2 x MaxEvidence]; null: none.</summary>
        public int[] evidence;
        public int evidenceCount;

        /// <summary>Adds a feature that speaks for the cause.</summary>
        /// <param name="id">Row of <see cref="Evidence"/>.</param>
        public void AddEvidence(int id, int value)
        {
            if (evidence == null)
            {
                evidence = new int[2 * MaxEvidence];
            }

            evidence[2 * evidenceCount] = id;
            evidence[(2 * evidenceCount) + 1] = value;
            evidenceCount++;
        }

        /// <summary>How many of its features go where so many still have a place: all or none, since a part of them would tell
        /// another story.</summary>
        public int EvidenceWithin(int places)
        {
            return evidenceCount <= places ? evidenceCount : 0;
        }

        /// <summary>Before it is told with other values.</summary>
        public void ForgetEvidence()
        {
            evidence = null;
            evidenceCount = 0;
            orCauseId = -1;
        }

        /// <summary>Fills in what the cause alone decides.</summary>
        public void FillFromCause()
        {
            cause = FaultCauses.NameOf(causeId);
            severity = FaultCauses.SeverityOf(causeId);
            adviceKey = FaultCauses.AdviceKeyOf(causeId);
        }

        /// <summary>The next change in its life: all is kept but what is given.</summary>
        public Alarm Next(byte change, long timeMs, int value)
        {
            Alarm next = new Alarm();
            next.id = id;
            next.firstBoot = firstBoot;
            next.isAcknowledged = isAcknowledged;
            next.timeMs = timeMs;
            next.sinceMs = sinceMs;
            next.causeId = causeId;
            next.cause = cause;
            next.severity = severity;
            next.change = change;
            next.deviceIndex = deviceIndex;
            next.cellIndex = cellIndex;
            next.probeIndex = probeIndex;
            next.isOfProbes = isOfProbes;
            next.check = check;
            next.wireIndex = wireIndex;
            next.value = value;
            next.limit = limit;
            next.unit = unit;
            next.adviceKey = adviceKey;
            next.certaintyPercent = certaintyPercent;
            next.orCauseId = orCauseId;
            next.evidence = evidence;
            next.evidenceCount = evidenceCount;
            return next;
        }
    }
}
