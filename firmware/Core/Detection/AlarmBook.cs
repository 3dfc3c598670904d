namespace DataBox.Core
{
    /// <summary>
    /// The lives of alarms: which are open, and which changes wait to be taken. Bounded both ways; a change that finds no
    /// place is not made at all, is counted, and whoever wanted it tries again with the next sample, so no raise goes missing
    /// while its clearing is told.
    /// </summary>
    public sealed class AlarmBook
    {
        /// <summary>Alarms open at a time.</summary>
        public const int MaxOpen = 64;

        /// <summary>Changes waiting to be taken.</summary>
        public const int MaxWaiting = 64;

        /// <summary>Places of each that only critical alarms take: a pack whose cells are all empty may not keep an over-temperature
        /// from being told.</summary>
        public const int KeptForCritical = 16;

        // Memory table: one alarm object is 15 fields, 16 heap blocks of 12 bytes; see BytesFor.
        private const int AlarmBytes = 16 * 12;

        private readonly Alarm[] _open = new Alarm[MaxOpen];
        private readonly Alarm[] _waiting = new Alarm[MaxWaiting];
        private int _openCount;
        private int _waitingHead;
        private int _waitingCount;
        private int _lastId;
        private int _deferredCount;

        /// <summary>Heap bytes with every place taken.</summary>
        public static int BytesFor()
        {
            return ((MaxOpen + MaxWaiting) * 12) + 40 + ((MaxOpen + MaxWaiting) * AlarmBytes);
        }

        public int OpenCount
        {
            get { return _openCount; }
        }

        /// <summary>Changes put off because no place was free, counted at each try.</summary>
        public int DeferredCount
        {
            get { return _deferredCount; }
        }

        /// <summary>The alarm that was raised last, for whoever has just done it and knows more about it.</summary>
        public Alarm NewestOpen
        {
            get { return _open[_openCount - 1]; }
        }

        /// <summary>An open alarm as it was raised, oldest first.</summary>
        /// <param name="index">0..OpenCount-1.</param>
        public Alarm OpenAt(int index)
        {
            return _open[index];
        }

        /// <summary>The oldest change not yet taken, once; null when none waits.</summary>
        public Alarm TryTake()
        {
            if (_waitingCount == 0)
            {
                return null;
            }

            Alarm alarm = _waiting[_waitingHead];
            _waiting[_waitingHead] = null;
            _waitingHead = (_waitingHead + 1) % MaxWaiting;
            _waitingCount--;
            return alarm;
        }

        /// <summary>Opens an alarm.</summary>
        /// <returns>Its id, or 0: no place, try again with the next sample.</returns>
        public int Raise(int causeId, long timeMs, long sinceMs, int deviceIndex, int cellIndex, int probeIndex, int value,
            int limit)
        {
            int kept = KeptFrom(FaultCauses.SeverityOf(causeId));
            if (_openCount >= MaxOpen - kept || _waitingCount >= MaxWaiting - kept)
            {
                _deferredCount++;
                return 0;
            }

            Alarm alarm = new Alarm();
            alarm.id = ++_lastId;
            alarm.timeMs = timeMs;
            alarm.sinceMs = sinceMs;
            alarm.causeId = causeId;
            alarm.cause = FaultCauses.NameOf(causeId);
            alarm.severity = FaultCauses.SeverityOf(causeId);
            alarm.change = AlarmChange.Raised;
            alarm.deviceIndex = deviceIndex;
            alarm.cellIndex = cellIndex;
            alarm.probeIndex = probeIndex;
            alarm.value = value;
            alarm.limit = limit;
            alarm.unit = FaultCauses.UnitOf(causeId);
            alarm.adviceKey = FaultCauses.AdviceKeyOf(causeId);
            _open[_openCount++] = alarm;
            Append(alarm);
            return alarm.id;
        }

        /// <summary>Closes an alarm; the change bears everything of the raise but time and value.</summary>
        /// <returns>False: no place, try again with the next sample; the alarm stays open.</returns>
        public bool Clear(int id, long timeMs, int value)
        {
            int index = 0;
            while (_open[index].id != id)
            {
                index++;
            }

            Alarm raised = _open[index];
            if (_waitingCount >= MaxWaiting - KeptFrom(raised.severity))
            {
                _deferredCount++;
                return false;
            }

            _openCount--;
            for (int i = index; i < _openCount; i++)
            {
                _open[i] = _open[i + 1];
            }

            _open[_openCount] = null;
            Append(ClearedCopy(raised, timeMs, value));
            return true;
        }

        private static int KeptFrom(byte severity)
        {
            return severity == AlarmSeverity.Critical ? 0 : KeptForCritical;
        }

        private static Alarm ClearedCopy(Alarm raised, long timeMs, int value)
        {
            Alarm alarm = new Alarm();
            alarm.id = raised.id;
            alarm.timeMs = timeMs;
            alarm.sinceMs = raised.sinceMs;
            alarm.causeId = raised.causeId;
            alarm.cause = raised.cause;
            alarm.severity = raised.severity;
            alarm.change = AlarmChange.Cleared;
            alarm.deviceIndex = raised.deviceIndex;
            alarm.cellIndex = raised.cellIndex;
            alarm.probeIndex = raised.probeIndex;
            alarm.value = value;
            alarm.limit = raised.limit;
            alarm.unit = raised.unit;
            alarm.check = raised.check;
            alarm.wireIndex = raised.wireIndex;
            alarm.adviceKey = raised.adviceKey;
            return alarm;
        }

        private void Append(Alarm alarm)
        {
            _waiting[(_waitingHead + _waitingCount) % MaxWaiting] = alarm;
            _waitingCount++;
        }
    }
}
