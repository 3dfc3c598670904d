using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Starts the AFE, starts it again while it gives no data, and says once what is wrong with which device. Samples go on
    /// meanwhile: each reading says itself why it is none.
    /// </summary>
    public sealed class AfeWatch
    {
        /// <summary>A device is said to be gone, or back, after so many samples in a row: one bad frame is no news.</summary>
        public const int SettleSamples = 10;

        /// <summary>Wall time between attempts to start a chain that gives no data: doubles from the first to the last.</summary>
        public const long FirstRetryMicros = 1000000;
        public const long LastRetryMicros = 60000000;

        private readonly IAfe _afe;
        private readonly ILog _log;
        private readonly BoxStatus _status;
        private readonly int _deviceCount;
        private int _saidMask;
        private int _seenMask;
        private int _seenCount;
        private long _retryMicros = FirstRetryMicros;
        private long _nextRetryMicros;
        private int _startCount;
        private bool _changed;

        public AfeWatch(IAfe afe, ILog log, BoxStatus status, int deviceCount)
        {
            _afe = afe;
            _log = log;
            _status = status;
            _deviceCount = deviceCount;
        }

        /// <summary>Starts so far.</summary>
        public int StartCount
        {
            get { return _startCount; }
        }

        /// <summary>True once after what is said about the AFE has changed.</summary>
        public bool TakeChanged()
        {
            bool changed = _changed;
            _changed = false;
            return changed;
        }

        /// <summary>Starts the chain.</summary>
        public void Start(long nowMicros)
        {
            byte status = _afe.Start();
            _startCount++;
            _status.afeStatus = status;
            _status.afeWorks = status < AfeStatus.Stale;
            _saidMask = _status.afeWorks ? 0 : -1;
            _nextRetryMicros = nowMicros + _retryMicros;
            if (!_status.afeWorks)
            {
                _log.Line("AFE: the chain of " + _deviceCount + " does not start (" + BoxReports.AfeWord(status)
                    + "); going on without, trying again");
            }
        }

        /// <summary>Looks at what a read gave. One read's trouble is left to the driver; lasting trouble is answered with a new
        /// start.</summary>
        /// <param name="status">What <see cref="IAfe.Read"/> returned.</param>
        public void OnRead(byte status, byte[] deviceStatus, long nowMicros)
        {
            int mask = 0;
            _status.afeStatus = status;
            if (status >= AfeStatus.Stale)
            {
                _status.badSampleCount++;
                for (int d = 0; d < _deviceCount; d++)
                {
                    mask |= deviceStatus[d] >= AfeStatus.Stale ? 1 << d : 0;
                }
            }

            _seenCount = mask == _seenMask ? _seenCount + 1 : 1;
            _seenMask = mask;
            if (_seenCount >= SettleSamples)
            {
                if (mask != _saidMask)
                {
                    Say(mask, deviceStatus);
                }

                _seenCount = SettleSamples;
                if (mask != 0 && nowMicros >= _nextRetryMicros)
                {
                    StartAgain(nowMicros);
                }
            }
        }

        private void StartAgain(long nowMicros)
        {
            _afe.Start();
            _startCount++;
            _retryMicros = _retryMicros * 2 < LastRetryMicros ? _retryMicros * 2 : LastRetryMicros;
            _nextRetryMicros = nowMicros + _retryMicros;
        }

        private void Say(int mask, byte[] deviceStatus)
        {
            string devices = "";
            int count = 0;
            byte worst = AfeStatus.Ok;
            for (int d = 0; d < _deviceCount; d++)
            {
                if ((mask & (1 << d)) != 0)
                {
                    _status.badDevices[count++] = d + 1;
                    devices += (count == 1 ? " " : ", ") + (d + 1);
                    worst = deviceStatus[d] > worst ? deviceStatus[d] : worst;
                }
            }

            _status.badDeviceCount = count;
            _status.afeWorks = mask == 0;
            _saidMask = mask;
            _changed = true;
            if (mask == 0)
            {
                _retryMicros = FirstRetryMicros;
                _log.Line("AFE: all " + _deviceCount + " devices give data");
            }
            else
            {
                _log.Line("AFE: no data from device" + devices + " of " + _deviceCount + " ("
                    + BoxReports.AfeWord(worst) + "); going on with the others, trying again");
            }
        }
    }
}
