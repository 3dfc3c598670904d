namespace DataBox.Core
{
    /// <summary>One change in the life of an alarm. Raised and cleared share the id. Never altered once handed out.</summary>
    public sealed class Alarm
    {
        /// <summary>Unique in this boot, from 1.</summary>
        public int id;

        /// <summary>Time of the sample at which the change was decided, ms, on the samples' time base.</summary>
        public long timeMs;

        /// <summary>Time of the first sample that spoke for it, ms: for a deviation the first sample of the
        /// first window that voted for it without all votes going out between.</summary>
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
    }
}
