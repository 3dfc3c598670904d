using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// The lives of alarms: which are open, which are over but not acknowledged, and which changes wait to be taken. Bounded
    /// both ways; a raise or clearing that finds no place is not made at all, is counted, and whoever wanted it tries again with
    /// the next sample, so no raise goes missing while its clearing is told.
    /// </summary>
    public sealed class AlarmBook
    {
        /// <summary>Alarms in the list, open or cleared and not acknowledged.</summary>
        public const int MaxOpen = 28;

        /// <summary>Changes waiting to be taken.</summary>
        public const int MaxWaiting = 28;

        /// <summary>Places of each that only critical alarms take: a pack whose cells are all empty may not keep an over-temperature
        /// from being told.</summary>
        public const int KeptForCritical = 8;

        /// <summary>An alarm is not told again as updated before this time is over, ms of sample time.</summary>
        public const int LeastUpdateMs = 60000;

        // Memory table: an alarm object is 24 fields of a heap block each, the block of the object, and its evidence.
        private const int AlarmBytes = (25 * HeapSize.BlockBytes) + 20 + (8 * Alarm.MaxEvidence);

        // Open ones in the order of their raise, then the cleared ones in the order of their clearing.
        private readonly Alarm[] _list = new Alarm[MaxOpen];
        private readonly AlarmQueue _waiting = new AlarmQueue(MaxWaiting);
        private int _openCount;
        private int _listCount;
        private int _deferredCount;

        /// <summary>Number of this boot, for alarms that are raised in it.</summary>
        public int bootNumber;

        /// <summary>The id that was given last.</summary>
        public int lastId;

        /// <summary>Counts every change of the list; and those that are worth storing: all but values.</summary>
        public int listChanges;
        public int lifeChanges;

        /// <summary>Heap bytes with every place taken.</summary>
        public static int BytesFor()
        {
            return HeapSize.OfReferences(MaxOpen) + HeapSize.OfReferences(MaxWaiting) + HeapSize.OfObject(9) + HeapSize.OfObject(3)
                + ((MaxOpen + MaxWaiting) * AlarmBytes);
        }

        /// <summary>Alarms that are open; the first ones of the list.</summary>
        public int OpenCount
        {
            get { return _openCount; }
        }

        /// <summary>Alarms in the list.</summary>
        public int ListCount
        {
            get { return _listCount; }
        }

        /// <summary>Changes put off because no place was free, counted at each try.</summary>
        public int DeferredCount
        {
            get { return _deferredCount; }
        }

        /// <summary>True where one more change can wait, whatever it is.</summary>
        public bool HasRoom
        {
            get { return _waiting.count < MaxWaiting; }
        }

        /// <summary>True while changes wait to be taken.</summary>
        public bool HasChanges
        {
            get { return _waiting.count > 0; }
        }

        /// <summary>An alarm of the list as it was last told: the open ones, oldest first, then the cleared ones.</summary>
        /// <param name="index">0..ListCount-1.</param>
        public Alarm At(int index)
        {
            return _list[index];
        }

        /// <summary><see cref="AlarmState"/> of an alarm of the list.</summary>
        public int StateAt(int index)
        {
            return index >= _openCount ? AlarmState.Cleared
                : _list[index].isAcknowledged ? AlarmState.OpenAcknowledged : AlarmState.Open;
        }

        /// <summary>Place of an alarm in the list, or -1.</summary>
        public int Find(int id)
        {
            int index = _listCount - 1;
            while (index >= 0 && _list[index].id != id)
            {
                index--;
            }

            return index;
        }

        /// <summary>The oldest change not yet taken, once; null when none waits.</summary>
        public Alarm TryTake()
        {
            return _waiting.TryTake();
        }

        /// <summary>Opens an alarm that no check of the AFE has found.</summary>
        /// <returns>Its id, or 0: no place, try again with the next sample.</returns>
        public int Raise(int causeId, long timeMs, long sinceMs, int deviceIndex, int cellIndex, int probeIndex, int value,
            int limit)
        {
            Alarm alarm = new Alarm();
            alarm.causeId = causeId;
            alarm.timeMs = timeMs;
            alarm.sinceMs = sinceMs;
            alarm.deviceIndex = deviceIndex;
            alarm.cellIndex = cellIndex;
            alarm.probeIndex = probeIndex;
            alarm.value = value;
            alarm.limit = limit;
            alarm.unit = FaultCauses.UnitOf(causeId);
            return Raise(alarm);
        }

        /// <summary>Opens an alarm with id, boot and what follows from the cause filled in here.</summary>
        /// <returns>Its id, or 0: no place, try again with the next sample.</returns>
        public int Raise(Alarm alarm)
        {
            byte severity = FaultCauses.SeverityOf(alarm.causeId);
            int kept = KeptFrom(severity);
            if (_openCount >= MaxOpen - kept || _waiting.count >= MaxWaiting - kept)
            {
                _deferredCount++;
                return 0;
            }

            lastId = lastId == int.MaxValue ? 1 : lastId + 1;
            alarm.id = lastId;
            alarm.firstBoot = bootNumber;
            alarm.change = AlarmChange.Raised;
            alarm.FillFromCause();
            Open(alarm);
            Append(alarm);
            lifeChanges++;
            return alarm.id;
        }

        /// <summary>Takes an alarm of an earlier boot back into the list; it keeps id, first boot and acknowledgement.</summary>
        /// <returns>False where the list is full.</returns>
        public bool Restore(Alarm alarm, bool isOpen)
        {
            if (_listCount == MaxOpen)
            {
                return false;
            }

            alarm.FillFromCause();
            if (isOpen)
            {
                Open(alarm);
            }
            else
            {
                _list[_listCount++] = alarm;
            }

            listChanges++;
            return true;
        }

        /// <summary>Tells the value of an open alarm again where it has moved by <see cref="FaultCauses.StepOf"/> and was not told
        /// for a minute. One that finds no place comes with a later sample.</summary>
        /// <param name="index">0..OpenCount-1.</param>
        public void Update(int index, long timeMs, int value)
        {
            if (HasMoved(index, timeMs, value))
            {
                Tell(index, _list[index].Next(AlarmChange.Updated, timeMs, value));
            }
        }

        /// <summary>True where an open alarm is to be told again: its value has moved, and there is a place.</summary>
        /// <param name="index">0..OpenCount-1.</param>
        public bool HasMoved(int index, long timeMs, int value)
        {
            Alarm told = _list[index];
            long move = (long)value - told.value;
            long ageMs = timeMs - told.timeMs;

            // A time below the last one is of a later boot.
            return (ageMs < 0 || ageMs >= LeastUpdateMs) && _waiting.count < MaxWaiting / 2
                && (move < 0 ? -move : move) >= FaultCauses.StepOf(told.causeId, told.limit);
        }

        /// <summary>Tells an open alarm again; ask <see cref="HasMoved"/> first.</summary>
        public void Tell(int index, Alarm next)
        {
            _list[index] = next;
            Append(next);
        }

        /// <summary>Closes an open alarm; the change bears everything of the raise but time and value. One that nobody has
        /// acknowledged stays in the list.</summary>
        /// <returns>False: no place, try again with the next sample; the alarm stays open.</returns>
        public bool Clear(int id, long timeMs, int value)
        {
            int index = Find(id);
            Alarm open = _list[index];
            if (_waiting.count >= MaxWaiting - KeptFrom(open.severity))
            {
                _deferredCount++;
                return false;
            }

            Alarm cleared = open.Next(AlarmChange.Cleared, timeMs, value);
            Remove(index);
            if (!cleared.isAcknowledged)
            {
                _list[_listCount++] = cleared;
            }

            Append(cleared);
            lifeChanges++;
            return true;
        }

        /// <summary>Marks an alarm of the list as acknowledged, before anybody is told.</summary>
        /// <returns>What stood there, for <see cref="TakeBack"/>.</returns>
        public Alarm Mark(int index, long timeMs)
        {
            Alarm before = _list[index];
            _list[index] = before.Next(AlarmChange.Acknowledged, timeMs, before.value);
            _list[index].isAcknowledged = true;
            return before;
        }

        /// <summary>The mark could not be stored: as if it had not been made.</summary>
        public void TakeBack(int index, Alarm before)
        {
            _list[index] = before;
        }

        /// <summary>Tells the mark; a cleared alarm leaves the list with it. Ask <see cref="HasRoom"/> first.</summary>
        public void TellMarked(int index)
        {
            Append(_list[index]);
            if (index >= _openCount)
            {
                Remove(index);
            }
        }

        private static int KeptFrom(byte severity)
        {
            return severity == AlarmSeverity.Critical ? 0 : KeptForCritical;
        }

        /// <summary>Puts it after the open ones; where the list is full the one that was cleared first makes room.</summary>
        private void Open(Alarm alarm)
        {
            if (_listCount == MaxOpen)
            {
                Remove(_openCount);
            }

            for (int i = _listCount; i > _openCount; i--)
            {
                _list[i] = _list[i - 1];
            }

            _list[_openCount++] = alarm;
            _listCount++;
        }

        private void Remove(int index)
        {
            _openCount -= index < _openCount ? 1 : 0;
            _listCount--;
            for (int i = index; i < _listCount; i++)
            {
                _list[i] = _list[i + 1];
            }

            _list[_listCount] = null;
        }

        private void Append(Alarm alarm)
        {
            _waiting.Put(alarm);
            listChanges++;
        }
    }
}
