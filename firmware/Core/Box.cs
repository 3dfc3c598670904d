using System;
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

        /// <summary>State messages are at least this far apart, whatever changes.</summary>
        private const long LeastStateMicros = 250000;

        /// <summary>A message from the cloud is taken when so many answers have room: two to it, one to a change that waits,
        /// one spare. So no answer is ever refused.</summary>
        private const int AcksPerMessage = 4;

        /// <summary>How long whoever idles may leave the link alone.</summary>
        private const int LongestIdleMicros = 5000;

        private const long RefusalLogMicros = 1000000;

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
        private readonly AfeWatch _afeWatch;
        private readonly int _longestBlockBytes;
        private readonly bool _followsRecording;
        private BlockLine _blocks;
        private CommandGate _gate;
        private RatePolicy _policy;
        private BoxReports _reports;
        private LinkKeeper _keeper;
        private bool _isStarted;
        private bool _storageSaid;
        private bool _alarmsWait;
        private bool _closeAsked;
        private bool _stateDue;
        private bool _didWork;
        private long _nextStartMicros;
        private long _lastStateMicros;
        private long _nextRefusalLogMicros;

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
            string text = config.ErrorBesideLayout(layout.deviceCount) ?? MemoryBudget.Error(config, layout);
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
            _status = new BoxStatus(layout);
            _afeWatch = new AfeWatch(parts.afe, parts.log, _status, layout.deviceCount);
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
                return !_isStarted || (!_closeAsked && !_alarmsWait && _blocks.OpenRowCount == 0 && !_blocks.IsEncoding
                    && _outbox.IsEmpty);
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

            _status.bootNumber = bootNumber;
            _gate = new CommandGate(_store, _bounds, _config.rates, bootNumber, _clock);
            _policy = new RatePolicy(_config.rates, _bounds.shortestSamplePeriodMs, _followsRecording);
            if (_gate.InForce != null)
            {
                _policy.Set(_gate.InForce);
            }

            _blocks = new BlockLine(_layout, new BlockEncoder(_layout, _config.box, bootNumber), _outbox, 0);
            _reports = new BoxReports(_config, _layout, bootNumber, _policy, _gate, _bounds.shortestSamplePeriodMs,
                _followsRecording);
            _keeper = MakeKeeper(bootNumber);
            _parts.schedule.SetPeriodMs(_policy.samplePeriodMs);
            _parts.log.Line("box " + _config.box + ": boot " + bootNumber + ", " + _layout.cellCount + " cells and "
                + _layout.probeCount + " probes at " + _layout.deviceCount + " " + _config.chip);
            _afeWatch.Start(nowMicros);
            _isStarted = true;
            return true;
        }

        /// <summary>One round: link, one message from the cloud, then a sample if one is due, else one row of the block that is
        /// being encoded.</summary>
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
            TakeCloudMessage(nowMicros);
            long sampleTimeMs;
            bool mayTakeRow = MayTakeRow();
            if (mayTakeRow && _closeAsked)
            {
                CloseAll();
            }
            else if (mayTakeRow && _parts.schedule.TryTake(nowMicros, out sampleTimeMs))
            {
                TakeSample(sampleTimeMs, nowMicros);
            }
            else if (_blocks.IsEncoding)
            {
                _blocks.EncodeRow();
                _didWork = true;
            }

            PassAlarms();
            Report(nowMicros);
            _status.openSeq = _blocks.OpenSeq;
            _status.openRowCount = _blocks.OpenRowCount;
        }

        /// <summary>Asks for the open window to be judged and the open block to be sent: the end of a recording, or of the box.
        /// Done by the steps that follow; wait for <see cref="IsDrained"/>.</summary>
        public void CloseOpenBlock()
        {
            _closeAsked = _isStarted;
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
            int idle = periodic == null || !_isStarted ? LongestIdleMicros : periodic.IdleMicros();
            return idle < LongestIdleMicros ? idle : LongestIdleMicros;
        }

        private LinkKeeper MakeKeeper(int bootNumber)
        {
            LinkOptions options = new LinkOptions();
            options.host = _config.brokerHost;
            options.port = _config.brokerPort;
            options.clientId = "dbx-" + _config.box;
            options.keepAliveSeconds = _config.keepAliveSeconds;
            options.willTopic = _topics.will;
            options.willText = BoxReports.Will(_config.box, bootNumber);
            options.willRetain = false;
            options.subscriptions = new string[] { _topics.desired, _topics.command };
            BackOff backOff = new BackOff(
                BackOff.Seed(_config.box, bootNumber), _config.reconnectMaxSeconds * 1000);
            return new LinkKeeper(_parts.link, _outbox, _topics, options, backOff, _parts.log);
        }

        /// <summary>False only in a replay that has to wait for the encoder or the outbox.</summary>
        private bool MayTakeRow()
        {
            return !_followsRecording
                || (!_blocks.IsEncoding && !_alarmsWait && _outbox.HasRoomForBlock(_longestBlockBytes));
        }

        private void TakeSample(long sampleTimeMs, long nowMicros)
        {
            _didWork = true;
            _sample.timeMs = sampleTimeMs;
            byte afeStatus = _parts.afe.Read(_sample);
            _parts.inputs.Read(_sample);
            _afeWatch.OnRead(afeStatus, _sample.deviceStatus, nowMicros);
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

            _detector.OnSample(_sample);
            _window.Add(_sample);
            _status.sampleCount++;
            _status.sampleTimeMs = sampleTimeMs;
            int groups = _policy.TakeDueGroups(sampleTimeMs);
            if (groups != 0)
            {
                _blocks.Add(_sample, groups);
            }
        }

        /// <summary>From this sample on the new settings count: a new window and a new block begin with it.</summary>
        private void Obey(DesiredState desired, long sampleTimeMs)
        {
            CloseWindow();
            _blocks.Seal();
            _policy.Set(desired);
            _policy.Restart(sampleTimeMs);
            _window.Restart(sampleTimeMs, _policy.windowMs);
            _parts.schedule.SetPeriodMs(_policy.samplePeriodMs);
            _outbox.PutAck(_gate.Applied(_blocks.OpenSeq));
            _stateDue = true;
            _parts.log.Line("cloud: version " + desired.version + " is in force from block " + _blocks.OpenSeq
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
            _stateDue = true;
            _didWork = true;
        }

        /// <summary>Alarms go out at once. Those that find no room wait in the detector, which then decides no more of them.
        /// </summary>
        private void PassAlarms()
        {
            _alarmsWait = false;
            while (true)
            {
                if (!_outbox.HasRoomForAlarm())
                {
                    _alarmsWait = true;
                    return;
                }

                Alarm alarm = _detector.TryTakeAlarm();
                if (alarm == null)
                {
                    return;
                }

                _outbox.PutAlarm(_reports.AlarmMessage(alarm, _blocks.OpenSeq));
                _status.recentAlarms[_status.alarmCount % _status.recentAlarms.Length] = alarm;
                _status.alarmCount++;
                _stateDue = true;
                _didWork = true;
            }
        }

        private void TakeCloudMessage(long nowMicros)
        {
            InboundMessage message = _outbox.HasRoomForAcks(AcksPerMessage) ? _keeper.TryTakeReceived() : null;
            if (message == null)
            {
                return;
            }

            _didWork = true;
            GateResult result;
            if (message.topic == _topics.desired)
            {
                result = _gate.OnDesired(message.payload);
            }
            else if (message.topic == _topics.command)
            {
                result = _gate.OnCommand(message.payload);
            }
            else
            {
                _status.strayMessageCount++;
                return;
            }

            Answer(result, nowMicros);
        }

        private void Answer(GateResult result, long nowMicros)
        {
            if (result.supersededAck != null)
            {
                _outbox.PutAck(result.supersededAck);
            }

            if (result.ack != null)
            {
                _outbox.PutAck(result.ack);
            }

            if (result.rebirth)
            {
                _outbox.PutRetained(MessageKind.Birth, _reports.Birth(_blocks.OpenSeq));
            }

            if (result.result == GateResult.Refused)
            {
                _stateDue = true;
                if (nowMicros >= _nextRefusalLogMicros)
                {
                    _parts.log.Line("cloud: refused (" + result.code + "): " + result.text);
                    _nextRefusalLogMicros = nowMicros + RefusalLogMicros;
                }
            }
        }

        /// <summary>Birth after every connect; state after it, after every change, and when it is time. Nothing is written for a
        /// broker that is not there.</summary>
        private void Report(long nowMicros)
        {
            bool connected = _keeper.TakeConnected();
            _stateDue |= _afeWatch.TakeChanged();
            if (!_keeper.IsUp)
            {
                return;
            }

            if (connected)
            {
                _outbox.PutRetained(MessageKind.Birth, _reports.Birth(_blocks.OpenSeq));
            }

            long sinceMicros = nowMicros - _lastStateMicros;
            if (connected || (_stateDue && sinceMicros >= LeastStateMicros)
                || sinceMicros >= _config.stateSeconds * 1000000L)
            {
                long utcMs;
                _clock.TryGetUtcMs(out utcMs);
                _outbox.PutRetained(MessageKind.State, _reports.State(_status, _outbox, _keeper, _detector, _parts.afe,
                    _parts.schedule.MissedCount, nowMicros, utcMs));
                _lastStateMicros = nowMicros;
                _stateDue = false;
            }
        }
    }
}
