using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>By voltage alone: a cell that goes down and down while its device stands still, or that collapses and stays down.
    /// Looked at once a tick, marked every half minute.</summary>
    /// <remarks>Deviations are ±819,100 µV and medians at most 6,553,500 µV, so that every difference fits int.</remarks>
    public sealed class HardCollapse
    {
        /// <summary>What has only just begun is worth no more, permille.</summary>
        public const int BegunPermille = 650;

        private const int MarkMs = 30000;
        private const int SettledMs = 300000;
        private const int StillMicrovolts = 5000;

        // It falls on by so much and by four times its scatter at least between any two marks. 1.5 mV in half a minute is a
        // discharge of about a third of the capacity an hour.
        private const int LeastFall = 1500;
        private const int LastingFalls = 2;

        // It collapses by twenty times the threshold of a drop within half a minute, and stays down for so long. A wire that has
        // come off passes on to nothing meanwhile: a reading at the clip of the deviation says nothing here.
        private const int DeepFactor = 20;
        private const int LastingSeconds = 12;
        private const int DeepestMicrovolts = 800000;

        // Below any deviation: nothing has fallen from there.
        private const int NoMark = int.MinValue / 2;

        /// <summary>[cellCount] deviation where it began to go down, µV; marks in a row between which it fell; seconds since it
        /// collapsed.</summary>
        public readonly int[] start;
        public readonly byte[] falls;
        public readonly byte[] deep;

        private readonly CauseFeatures _features;

        // [cellCount] deviation, [deviceCount] median at the last mark, µV; and the current, mA.
        private readonly int[] _mark;
        private readonly int[] _medianMark;
        private int _currentMark;
        private long _markMs = long.MinValue / 2;
        private bool _isMark;

        public HardCollapse(CauseFeatures features)
        {
            _features = features;
            int cells = features.layout.cellCount;
            start = new int[cells];
            falls = new byte[cells];
            deep = new byte[cells];
            _mark = new int[cells];
            _medianMark = new int[features.layout.deviceCount];
        }

        public static int BytesFor(PackLayout layout)
        {
            return (2 * HeapSize.OfInts(layout.cellCount)) + (2 * HeapSize.OfBytes(layout.cellCount))
                + HeapSize.OfInts(layout.deviceCount) + HeapSize.OfObject(9);
        }

        /// <summary>It has gone on long enough to be no accident.</summary>
        public bool IsLasting(int cell)
        {
            return falls[cell] >= LastingFalls || deep[cell] >= LastingSeconds;
        }

        public void BeginTick()
        {
            long sinceMs = _features.nowMs - _markMs;
            _isMark = sinceMs >= MarkMs || sinceMs < 0;
        }

        public void EndTick()
        {
            if (_isMark)
            {
                _markMs = _features.nowMs;
                _currentMark = _features.currentMilliamps;
            }
        }

        /// <summary>All cells of a device.</summary>
        /// <param name="loaded">What a load may do to a cell now, µV; 0: the median stands where it stood.</param>
        /// <param name="drop">[cellCount] set to what each cell is below its reference, µV.</param>
        /// <returns>True where one goes down.</returns>
        public bool Step(int device, int loaded, HardReference past, int[] drop)
        {
            CauseFeatures f = _features;
            byte[] reading = f.reading;
            byte[] age = past.age;
            int[] deviation = f.deviation;
            int[] reference = past.cell;
            int[] mark = _mark;
            int median = f.medianMicrovolts[device];
            int rise = median - _medianMark[device];
            bool isStill = IsStill(median, rise);
            bool isFast = isStill && f.nowMs - f.conditionSinceMs >= SettledMs
                && (f.condition == OperatingCondition.Rest ? loaded == 0 : IsSteady());
            int collapse = DeepFactor * f.settings[DetectorSettings.HardDrop];
            bool isAny = false;
            int end = f.layout.firstCell[device + 1];
            for (int i = f.layout.firstCell[device]; i < end; i++)
            {
                if (reading[i] == CauseFeatures.NoReading || age[i] == 0 || f.sinceLastMs == 0)
                {
                    // What comes next is compared with nothing before.
                    mark[i] = NoMark;
                    falls[i] = 0;
                    deep[i] = 0;
                    continue;
                }

                int now = deviation[i];
                drop[i] = (reference[i] >> HardReference.CellQ) - now;

                // Not what comes back from somewhere above: below where it has long been, too.
                if (deep[i] != 0 || (isStill && mark[i] - now >= collapse && drop[i] >= collapse >> 1))
                {
                    StepDeep(i, now, isStill, collapse >> 1);
                }
                else if (_isMark)
                {
                    StepFall(i, now, isFast, rise, past.scatter[i]);
                    mark[i] = now;
                }

                isAny |= (falls[i] | deep[i]) != 0;
            }

            _medianMark[device] = _isMark ? median : _medianMark[device];
            return isAny;
        }

        private void StepFall(int cell, int now, bool isFast, int medianRise, int scatterQ4)
        {
            int was = _mark[cell];
            int least = scatterQ4 >> (HardReference.ScatterQ - 2);
            least = least > LeastFall ? least : LeastFall;

            // The others may rise past a cell that is ahead of them: it has to fall by itself, too.
            bool fell = isFast && was - now >= least && was - now - medianRise >= least >> 1;
            start[cell] = falls[cell] == 0 ? was : start[cell];
            falls[cell] = (byte)(!fell ? 0 : falls[cell] < 100 ? falls[cell] + 1 : 100);
        }

        private void StepDeep(int cell, int now, bool isStill, int least)
        {
            if (deep[cell] == 0)
            {
                start[cell] = _mark[cell];
                falls[cell] = 0;
            }

            int seconds = deep[cell] + (_features.sinceLastMs < 1000 ? 1 : _features.sinceLastMs / 1000);
            bool isOver = !isStill || start[cell] - now < least || now < -DeepestMicrovolts;
            deep[cell] = (byte)(isOver ? 0 : seconds < 255 ? seconds : 255);
            _mark[cell] = now;
        }

        /// <summary>The median has hardly moved since the last mark, and no load comes and goes.</summary>
        private bool IsStill(int median, int rise)
        {
            byte condition = _features.condition;
            return median != 0 && rise <= StillMicrovolts && -rise <= StillMicrovolts
                && (condition == OperatingCondition.Rest || condition == OperatingCondition.Charge
                    || condition == OperatingCondition.FastCharge);
        }

        /// <summary>A constant current: where it fades, the cells that had more of it in them fall.</summary>
        private bool IsSteady()
        {
            int moved = _features.currentMilliamps - _currentMark;
            int limit = (_features.settings[DetectorSettings.CapacityAh] * _features.settings[DetectorSettings.RestPermille]) >> 2;
            return _features.hasCurrent && moved <= limit && -moved <= limit;
        }
    }
}
