using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// One cause: its statistic, its evidence, its thresholds, in one file. Places are the cells of the pack, or its probes. The life
    /// of its suspicions and alarms is here, the same for every cause.
    /// </summary>
    /// <remarks>
    /// The statistic is in permille of the alarm's threshold: from <see cref="SuspectPermille"/> on the place is suspect, from 1,000
    /// on the alarm is raised, below <see cref="ClearPermille"/> for <see cref="ClearMs"/> it clears. Rules call <see cref="Judge"/>
    /// only where the statistic is above ClearPermille or <see cref="level"/> is not Quiet.
    /// </remarks>
    public abstract class CauseRule
    {
        public const int SuspectPermille = 750;
        public const int ClearPermille = 500;
        public const int MaxPermille = 1000000;

        /// <summary>Values of <see cref="level"/>.</summary>
        public const byte Quiet = 0;
        public const byte Suspect = 1;
        public const byte Alarmed = 2;

        /// <summary>Row of <see cref="FaultCauses"/>; and whether <see cref="OnSample"/> is to be called: a call a sample is dear.</summary>
        public readonly int causeId;
        public readonly bool wantsSamples;

        /// <summary>[places] Quiet, Suspect, Alarmed.</summary>
        public readonly byte[] level;

        /// <summary>Greatest statistic since <see cref="ForgetWorst"/>, permille; its place, -1: none yet; suspicions so far.</summary>
        public int worstPermille;
        public int worstPlace = -1;
        public int suspectCount;

        protected readonly CauseFeatures features;
        private readonly AlarmBook _book;

        // [places] id of the open alarm, 0: none; first evidence; last time it was not quiet.
        private readonly int[] _alarm;
        private readonly long[] _sinceMs;
        private readonly long[] _loudMs;

        /// <param name="places">Cells or probes of the pack.</param>
        protected CauseRule(int causeId, CauseFeatures features, AlarmBook book, int places, bool wantsSamples = false)
        {
            this.causeId = causeId;
            this.wantsSamples = wantsSamples;
            this.features = features;
            _book = book;
            level = new byte[places];
            _alarm = new int[places];
            _sinceMs = new long[places];
            _loudMs = new long[places];
        }

        /// <summary>Time below ClearPermille after which it is over, ms.</summary>
        protected virtual int ClearMs
        {
            get { return 600000; }
        }

        /// <summary>Heap bytes of what is here.</summary>
        protected static int BaseBytes(int places)
        {
            return HeapSize.OfBytes(places) + HeapSize.OfInts(places) + (2 * HeapSize.OfLongs(places)) + HeapSize.OfObject(10);
        }

        /// <summary>Only for what can't wait for a tick. Every sample that was read, after its qualities were judged.</summary>
        /// <returns>True where something became suspect.</returns>
        public virtual bool OnSample(PackSample sample)
        {
            return false;
        }

        /// <summary>Looks at the features of a tick.</summary>
        /// <returns>True where something became suspect.</returns>
        public abstract bool OnTick();

        /// <summary>Whether it is still gathering evidence about a cell, so that nothing else should be said yet. Ends by itself within
        /// two minutes.</summary>
        public virtual bool IsGathering(int cell)
        {
            return false;
        }

        /// <summary>After service: forgets what it remembers of a cell.</summary>
        /// <param name="cell">From 0 in the pack; -1: all.</param>
        public virtual void Relearn(int cell)
        {
        }

        /// <summary>The alarm's value now, in the cause's unit. Called at every tick with an open alarm.</summary>
        protected abstract int ValueOf(int place);

        /// <summary>Completes an alarm that is about to be raised or told again: device, cell or probe, limit, evidence, what it could
        /// not be told apart from.</summary>
        protected abstract void Describe(Alarm alarm, int place);

        /// <summary>Bytes of what it has learned and wants to find again after a reboot, for this layout; 0: nothing.</summary>
        public virtual int LearnedBytes
        {
            get { return 0; }
        }

        /// <summary>Rises when the bytes change their meaning: what another version wrote is not read.</summary>
        public virtual byte LearnedVersion
        {
            get { return 1; }
        }

        /// <summary>Writes LearnedBytes bytes.</summary>
        public virtual void WriteLearned(byte[] target, int at)
        {
        }

        /// <summary>Reads LearnedBytes bytes that a box of the same layout and version wrote; checks each value's range.</summary>
        public virtual void ReadLearned(byte[] source, int at)
        {
        }

        /// <summary>Begins a new account of the greatest statistic.</summary>
        public void ForgetWorst()
        {
            worstPermille = 0;
            worstPlace = -1;
        }

        /// <summary>Takes an open alarm of an earlier boot: it stands until its evidence is gone.</summary>
        /// <returns>False where there is no such place, or an alarm is open there already.</returns>
        public bool Restore(Alarm alarm)
        {
            int place = PlaceOf(alarm);
            if (place < 0 || place >= level.Length || _alarm[place] != 0)
            {
                return false;
            }

            _alarm[place] = alarm.id;
            level[place] = Alarmed;
            _sinceMs[place] = alarm.sinceMs;
            _loudMs[place] = long.MinValue;
            OnPlaceChanged(place);
            return true;
        }

        /// <summary>The level of a place has changed other than by <see cref="Judge"/>.</summary>
        protected virtual void OnPlaceChanged(int place)
        {
        }

        /// <summary>Place of an alarm of this cause.</summary>
        protected virtual int PlaceOf(Alarm alarm) => alarm.cellIndex;

        /// <summary>After <see cref="Relearn"/>: suspicions and alarms of a cell end, since what spoke for them is forgotten. What is
        /// still wrong becomes suspect anew.</summary>
        /// <param name="cell">From 0 in the pack; -1: all places.</param>
        public void Forget(int cell, long nowMs)
        {
            if (cell < 0)
            {
                for (int place = 0; place < level.Length; place++)
                {
                    ForgetPlace(place, nowMs);
                }

                return;
            }

            // The rule knows which place an alarm of that cell would have; none where its places are probes.
            Alarm alarm = new Alarm();
            alarm.causeId = causeId;
            alarm.cellIndex = cell;
            alarm.probeIndex = -1;
            int placeOfCell = PlaceOf(alarm);
            if (placeOfCell >= 0 && placeOfCell < level.Length)
            {
                ForgetPlace(placeOfCell, nowMs);
            }
        }

        /// <summary>One look at one place.</summary>
        /// <param name="permille">Statistic in permille of the alarm's threshold, 0..MaxPermille.</param>
        /// <param name="sinceMs">Time of the first evidence, where this is the first.</param>
        /// <returns>True where the place became suspect with this.</returns>
        protected bool Judge(int place, int permille, long nowMs, long sinceMs)
        {
            if (permille > worstPermille)
            {
                worstPermille = permille;
                worstPlace = place;
            }

            byte was = level[place];
            if (permille >= ClearPermille || _loudMs[place] > nowMs || _loudMs[place] == long.MinValue)
            {
                // After a reboot, or where time went back, it counts from here.
                _loudMs[place] = nowMs;
            }

            if (was == Quiet)
            {
                if (permille < SuspectPermille)
                {
                    return false;
                }

                _sinceMs[place] = sinceMs;
                level[place] = Suspect;
                suspectCount++;
            }

            if (permille >= 1000 && level[place] != Alarmed)
            {
                Raise(place, nowMs);
            }

            if (level[place] == Alarmed && permille >= ClearPermille)
            {
                // A quiet place has nothing to tell: after a restart too, what was stored stands until it is cleared.
                Update(place, nowMs);
            }

            if (nowMs - _loudMs[place] >= ClearMs)
            {
                Clear(place, nowMs);
            }

            return was == Quiet;
        }

        /// <summary>What a suspicion would say as an alarm; for those who show it, in no book.</summary>
        /// <param name="place">One whose <see cref="level"/> is not Quiet.</param>
        public Alarm AlarmOf(int place)
        {
            Alarm alarm = new Alarm();
            alarm.causeId = causeId;
            alarm.timeMs = features.nowMs;
            alarm.sinceMs = _sinceMs[place];
            alarm.cellIndex = -1;
            alarm.probeIndex = -1;
            alarm.unit = FaultCauses.UnitOf(causeId);
            alarm.value = ValueOf(place);
            Describe(alarm, place);
            return alarm;
        }

        private void Raise(int place, long nowMs)
        {
            Alarm alarm = AlarmOf(place);
            alarm.timeMs = nowMs;
            int id = _book.Raise(alarm);
            if (id != 0)
            {
                _alarm[place] = id;
                level[place] = Alarmed;
            }
        }

        private void Update(int place, long nowMs)
        {
            int index = _book.Find(_alarm[place]);
            if (index >= 0 && _book.HasMoved(index, nowMs, ValueOf(place)))
            {
                Alarm next = _book.At(index).Next(AlarmChange.Updated, nowMs, ValueOf(place));
                next.ForgetEvidence();
                Describe(next, place);
                _book.Tell(index, next);
            }
        }

        private void ForgetPlace(int place, long nowMs)
        {
            if (level[place] != Quiet)
            {
                // Where no change can wait, the alarm ends with the first quiet look instead.
                _loudMs[place] = nowMs - ClearMs;
                Clear(place, nowMs);
                OnPlaceChanged(place);
            }
        }

        private void Clear(int place, long nowMs)
        {
            if (_alarm[place] != 0)
            {
                int index = _book.Find(_alarm[place]);
                if (index >= 0 && !_book.Clear(_alarm[place], nowMs, ValueOf(place)))
                {
                    return;
                }
            }

            _alarm[place] = 0;
            level[place] = Quiet;
        }
    }
}
