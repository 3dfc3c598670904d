using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Keeps the list of alarms over a restart, and acknowledges. Ids count on over boots: the record names an id that was not
    /// given yet, and is written anew before a higher one is told.
    /// </summary>
    /// <remarks>
    /// Written when an alarm was raised, cleared or acknowledged, not for a value. The first <see cref="Burst"/> changes are
    /// written at once, after that one every <see cref="IntervalMicros"/>: an alarm that flaps for years doesn't wear the flash.
    /// What a power cut then takes is harmless: a raise not stored is raised again under another id, a clearing not stored is told again. An
    /// acknowledgement is always written, before it is answered.
    /// </remarks>
    public sealed class AlarmKeeper
    {
        /// <summary>Results of <see cref="Acknowledge"/>.</summary>
        public const int Done = 0;
        public const int Unknown = 1;
        public const int NotStored = 2;

        public const long IntervalMicros = 300000000;
        public const int Burst = 8;

        /// <summary>Storage that refused is asked again after this time.</summary>
        public const long RetryMicros = 60000000;

        /// <summary>Ids that one record reserves.</summary>
        public const int IdsAhead = 64;

        private const string RecordName = "alarms";

        private readonly RecordStore _store;
        private readonly Detector _detector;
        private readonly AlarmBook _book;
        private readonly uint _map;
        private int _reservedId;
        private int _storedChanges;
        private long _freeMicros;
        private long _retryMicros;

        /// <summary>Takes back what was stored; before the first sample.</summary>
        /// <param name="chip">The AFE: a record of another chip or cell map is about something else, and its alarms are forgotten.
        /// </param>
        public AlarmKeeper(RecordStore store, Detector detector, PackLayout layout, string chip, int bootNumber)
        {
            _store = store;
            _detector = detector;
            _book = detector.Book;
            _map = AlarmRecord.MapOf(layout, chip);
            _book.bootNumber = bootNumber;
            byte[] record = store.Load(RecordName);
            int count = AlarmRecord.CountOf(record, _map);
            for (int i = 0; i < count; i++)
            {
                bool isOpen;
                Alarm alarm = AlarmRecord.Read(record, i, out isOpen);
                if (alarm != null)
                {
                    detector.Restore(alarm, isOpen);
                }
            }

            _reservedId = AlarmRecord.ReservedId(record);
            _book.lastId = _reservedId;
        }

        /// <summary>Heap bytes: this object, and the record twice while it is written, with its file read back.</summary>
        public static int BytesFor()
        {
            return HeapSize.OfObject(8) + (3 * HeapSize.OfBytes(AlarmRecord.MostBytes + 16));
        }

        /// <summary>True where an acknowledgement can be told.</summary>
        public bool HasRoom
        {
            get { return _book.HasRoom; }
        }

        /// <summary>Writes the list where it is time. Before changes are told.</summary>
        public void Step(long nowMicros)
        {
            bool isIdNew = _book.lastId > _reservedId || _book.lastId < _reservedId - IdsAhead;
            bool isDue = isIdNew || (_book.lifeChanges != _storedChanges
                && _freeMicros - nowMicros <= (Burst - 1) * IntervalMicros);
            if (isDue && nowMicros >= _retryMicros)
            {
                Save(nowMicros);
            }
        }

        /// <summary>Acknowledges an alarm of the list, and stores that before it returns. One that is acknowledged already stays
        /// so. Ask <see cref="HasRoom"/> first.</summary>
        /// <returns>Done, Unknown, or NotStored: nothing was changed.</returns>
        public int Acknowledge(int id, long nowMicros)
        {
            int index = _book.Find(id);
            if (index < 0)
            {
                return Unknown;
            }

            if (_book.At(index).isAcknowledged)
            {
                return Done;
            }

            Alarm before = _book.Mark(index, _detector.NowMs);
            if (!Save(nowMicros))
            {
                _book.TakeBack(index, before);
                return NotStored;
            }

            _book.TellMarked(index);
            return Done;
        }

        private bool Save(long nowMicros)
        {
            int reserved = _book.lastId > int.MaxValue - IdsAhead ? int.MaxValue : _book.lastId + IdsAhead;
            if (!_store.Save(RecordName, AlarmRecord.Write(_book, _map, reserved)))
            {
                _retryMicros = nowMicros + RetryMicros;
                return false;
            }

            _reservedId = reserved;
            _storedChanges = _book.lifeChanges;
            _freeMicros = (_freeMicros > nowMicros ? _freeMicros : nowMicros) + IntervalMicros;
            return true;
        }
    }
}
