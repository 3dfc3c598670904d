using System;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The whole box: a straight line from AFE to broker, walked by <see cref="Step"/>, and a shorter one back. Starts no
    /// thread, reads no clock but the injected one, never waits for the network.
    /// </summary>
    /// <remarks>
    /// Samples, windows, rows and blocks count sample time; link, state message and retries count the wall's monotonic clock.
    /// While a recording is followed, no sample is taken before the last block is encoded and the outbox has room for another:
    /// speed never drops anything.
    /// </remarks>
    public sealed class Box
    {
        /// <summary>A box whose storage refuses its boot number tries again this often.</summary>
        private const long StartRetryMicros = 5000000;

        /// <summary>How long whoever idles may leave the link alone.</summary>
        private const int LongestIdleMicros = 5000;

        private readonly BoxConfig _config;
        private readonly PackLayout _layout;
        private readonly BoxParts _parts;
        private readonly IClock _clock;
        private readonly RateBounds _bounds;
        private readonly RecordStore _store;
        private readonly Topics _topics;
        private readonly PackSample _sample;
        private readonly SampleWindow _window;
        private readonly Detector _detector;
        private readonly Outbox _outbox;
        private readonly BoxStatus _status;
        private readonly Sampler _sampler;
        private readonly int _longestBlockBytes;
        private readonly bool _followsRecording;
        private BlockLine _blocks;
        private AlarmKeeper _alarms;
        private BaselineKeeper _baselines;
        private CommandGate _gate;
        private RatePolicy _policy;
        private BoxReporter _reporter;
        private CloudDesk _desk;
        private LinkKeeper _keeper;
        private bool _isStarted;
        private bool _storageSaid;
        private bool _closeAsked;
        private bool _isClosed;
        private bool _didWork;
        private long _nextStartMicros;

        /// <summary>Makes a box; nothing runs before <see cref="Start"/>.</summary>
        /// <param name="layout">The cell map that the AFE was made for.</param>
        /// <exception cref="ArgumentException">A field is out of bounds, the rates are faster than chain and board allow, or the
        /// memory does not suffice; one line with the numbers.</exception>
        public Box(BoxConfig config, PackLayout layout, BoxParts parts)
        {
            _config = config;
            _layout = layout;
            _parts = parts;
            _clock = parts.clock;
            _bounds = new RateBounds(RateBounds.ShortestPeriodMs(
                parts.afe.ShortestCycleMicros + (layout.cellCount * config.cellCostMicros)));
            string code;
            string text = config.ErrorBesideLayout(layout.deviceCount) ?? MemoryBudget.Error(config, layout, parts.afeBytes);
            if (text != null || !_bounds.Check(config.rates, out code, out text))
            {
                throw new ArgumentException("configuration: " + text);
            }

            _followsRecording = parts.schedule.FollowsRecording;
            _longestBlockBytes = BlockEncoder.MaxBytesFor(layout);
            _store = new RecordStore(parts.storage);
            _topics = new Topics(config.box);
            _sample = new PackSample(layout);
            _window = new SampleWindow(layout);
            _detector = new Detector(layout, config.limits);
            _outbox = new Outbox(config.outboxBlocks, config.outboxBytes, config.inFlight);
            _status = new BoxStatus(layout, _sample.health);
            _sampler = new Sampler(config, layout, parts, _sample, _status);
        }

        /// <summary>The latest sample, as it was judged. Read it between two steps only.</summary>
        public PackSample Sample
        {
            get { return _sample; }
        }

        public BoxStatus Status
        {
            get { return _status; }
        }

        public Outbox Outbox
        {
            get { return _outbox; }
        }

        /// <summary>Rates in force; null before the start.</summary>
        public RatePolicy Rates
        {
            get { return _policy; }
        }

        /// <summary>Versions in force and stored; null before the start.</summary>
        public CommandGate Gate
        {
            get { return _gate; }
        }

        /// <summary>State of the link; null before the start.</summary>
        public LinkKeeper Link
        {
            get { return _keeper; }
        }

        public Detector Detector
        {
            get { return _detector; }
        }

        /// <summary>The shortest sample period that chain and board allow, ms.</summary>
        public int ShortestSamplePeriodMs
        {
            get { return _bounds.shortestSamplePeriodMs; }
        }

        /// <summary>True where everything that was sampled is delivered: no open row, nothing being encoded, outbox empty.
        /// </summary>
        public bool IsDrained
        {
            get
            {
                return !_isStarted || (!_closeAsked && !_reporter.AlarmsWait && !_reporter.ListWaits && _blocks.OpenRowCount == 0
                    && !_blocks.IsEncoding && _outbox.IsEmpty);
            }
        }

        /// <summary>Takes the next boot number, loads what the cloud last asked for, starts the AFE.</summary>
        /// <returns>False when the boot number could not be stored: nothing may be sent under it. <see cref="Step"/> goes on
        /// trying.</returns>
        public bool Start()
        {
            int bootNumber;
            if (_isStarted)
            {
                return true;
            }

            long nowMicros = _clock.MonotonicMicros();
            _nextStartMicros = nowMicros + StartRetryMicros;
            if (!BootNumber.TryTakeNext(_store, out bootNumber))
            {
                if (!_storageSaid)
                {
                    _parts.log.Line("storage: boot number " + bootNumber
                        + " could not be stored; nothing is sampled or sent until it can");
                    _storageSaid = true;
                }

                return false;
            }

            Wire(bootNumber);
            _parts.log.Line("box " + _config.box + ": boot " + bootNumber + ", " + _layout.cellCount + " cells and "
                + _layout.probeCount + " probes at " + _layout.deviceCount + " " + _config.chip);
            _sampler.Start(nowMicros);
            _isStarted = true;
            return true;
        }

        /// <summary>One round: link, one message from the cloud, then a sample if one is due, else a step of the AFE's checks
        /// where one fits, else one row of the block that is being encoded.</summary>
        public void Step()
        {
            long nowMicros = _clock.MonotonicMicros();
            _didWork = false;
            if (!_isStarted)
            {
                if (nowMicros < _nextStartMicros || !Start())
                {
                    return;
                }
            }

            _keeper.Pump(nowMicros);
            _didWork = _desk.TakeOne(nowMicros);
            long sampleTimeMs;
            bool mayTakeRow = MayTakeRow();
            if (mayTakeRow && _closeAsked)
            {
                CloseAll();
            }
            else if (mayTakeRow && !_isClosed && _parts.schedule.TryTake(nowMicros, out sampleTimeMs))
            {
                TakeSample(sampleTimeMs, nowMicros);
            }
            else if (!_isClosed && _sampler.RunCheck(nowMicros))
            {
                _didWork = true;
            }
            else if (_blocks.IsEncoding)
            {
                _blocks.EncodeRow();
                _didWork = true;
            }

            _alarms.Step(nowMicros);
            _didWork |= !_blocks.IsEncoding && _baselines.Step(nowMicros);
            _didWork |= _reporter.PassAlarms();
            _reporter.stateDue |= _sampler.TakeChanged();
            _didWork |= _reporter.Report(nowMicros);
            _status.openSeq = _blocks.OpenSeq;
            _status.openRowCount = _blocks.OpenRowCount;
        }

        /// <summary>The end of a recording, or of the box: no further sample is taken, the open window is judged and the open
        /// block sent, by the steps that follow. Wait for <see cref="IsDrained"/>.</summary>
        public void CloseOpenBlock()
        {
            _closeAsked = _isStarted;
            _isClosed = true;
        }

        /// <summary>How long nothing needs this box, µs: 0 when it has work now, at most 5,000. A recording that is followed in
        /// real time asks to be looked at as often.</summary>
        public int IdleMicros()
        {
            if (_didWork || (_isStarted && _blocks.IsEncoding))
            {
                return 0;
            }

            PeriodicSchedule periodic = _parts.schedule as PeriodicSchedule;
            int idle = periodic == null || !_isStarted || _isClosed ? LongestIdleMicros : periodic.IdleMicros();
            return idle < LongestIdleMicros ? idle : LongestIdleMicros;
        }

        /// <summary>Makes what needs the boot number.</summary>
        private void Wire(int bootNumber)
        {
            _status.bootNumber = bootNumber;
            _alarms = new AlarmKeeper(_store, _detector, _layout, _config.chip, bootNumber);
            _baselines = new BaselineKeeper(_store, _parts.storage, _parts.log, _detector, _layout, _config.chip, _status);
            _gate = new CommandGate(_store, _bounds, _config.rates, _config.limits, bootNumber, _clock, _alarms, _baselines);
            _detector.SetLimits(DesiredLimits.Of(_gate.InForce, _config.limits));
            _policy = new RatePolicy(_config.rates, _bounds.shortestSamplePeriodMs, _followsRecording);
            if (_gate.InForce != null)
            {
                _policy.Set(_gate.InForce);
            }

            _sampler.SetPeriodMs(_policy.samplePeriodMs);
            _blocks = new BlockLine(_layout, new BlockEncoder(_layout, _config.box, bootNumber), _outbox, 0);
            _keeper = LinkKeeper.For(_config, _topics, bootNumber, _parts.link, _outbox, _parts.log);
            BoxReports reports = new BoxReports(_config, _layout, bootNumber, _policy, _gate,
                _bounds.shortestSamplePeriodMs, _followsRecording);
            _reporter = new BoxReporter(_config, _parts, reports, _status, _outbox, _keeper, _detector, _blocks);
            _desk = new CloudDesk(_keeper, _gate, _alarms, _topics, _outbox, _reporter, _status, _parts.log);
        }

        /// <summary>False only in a replay that has to wait for the encoder or the outbox.</summary>
        private bool MayTakeRow()
        {
            return !_followsRecording
                || (!_blocks.IsEncoding && !_reporter.AlarmsWait && _outbox.HasRoomForBlocks(BlockLine.MostBlocks, _longestBlockBytes));
        }

        private void TakeSample(long sampleTimeMs, long nowMicros)
        {
            _didWork = true;
            _sampler.Take(sampleTimeMs, nowMicros);
            DesiredState desired;
            if (_gate.TryTakePending(out desired))
            {
                Obey(desired, sampleTimeMs);
            }
            else
            {
                if (_window.IsOver(sampleTimeMs))
                {
                    CloseWindow();
                    _window.Restart(sampleTimeMs, _policy.windowMs);
                }

                if (_blocks.IsOver(sampleTimeMs, _policy.BlockSeconds(_detector.IsSuspicious) * 1000L))
                {
                    _blocks.Seal();
                }
            }

            _blocks.NoteMissed(_parts.schedule.MissedCount);
            _detector.OnSample(_sample);
            _window.Add(_sample);
            _status.sampleCount++;
            _status.sampleTimeMs = sampleTimeMs;
            int groups = _policy.TakeDueGroups(sampleTimeMs);
            _status.rowGroups = groups;
            _status.sampleSeq = _blocks.OpenSeq;
            if (groups != 0)
            {
                _status.rowCount++;
                _blocks.Add(_sample, groups);
            }
        }

        /// <summary>From this sample on the new settings count: a new window and a new block begin with it.</summary>
        private void Obey(DesiredState desired, long sampleTimeMs)
        {
            CloseWindow();
            _blocks.Seal();
            uint expired = desired == null ? _gate.AppliedVersion : 0;
            _policy.Set(desired);
            _detector.SetLimits(DesiredLimits.Of(desired, _config.limits));
            _policy.Restart(sampleTimeMs);
            _window.Restart(sampleTimeMs, _policy.windowMs);
            _sampler.SetPeriodMs(_policy.samplePeriodMs);
            _outbox.PutAck(_gate.Applied(_blocks.OpenSeq));
            _reporter.stateDue = true;
            _parts.log.Line("cloud: version " + (desired == null ? expired + " has expired, the defaults are"
                : desired.version + " is") + " in force from block " + _blocks.OpenSeq
                + " on: sampled every " + _policy.samplePeriodMs + " ms, rows every " + _policy.GroupPeriodMs(0) + ", "
                + _policy.GroupPeriodMs(1) + ", " + _policy.GroupPeriodMs(2) + " ms");
        }

        private void CloseWindow()
        {
            if (_window.sampleCount > 0)
            {
                _detector.OnWindow(_window);
                _status.windowCount++;
            }
        }

        private void CloseAll()
        {
            CloseWindow();
            _window.Restart(_status.sampleTimeMs, _policy.windowMs);
            _blocks.Seal();
            _closeAsked = false;
            _reporter.stateDue = true;
            _didWork = true;
        }
    }
}
