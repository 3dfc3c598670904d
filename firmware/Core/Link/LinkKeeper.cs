using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Keeps the link up and moves messages between it and the outbox. Counts the wall's monotonic clock, whatever time the
    /// samples bear.
    /// </summary>
    /// <remarks>
    /// Two things end a connection from this side: an attempt that takes too long, and a broker that acknowledges nothing. A
    /// client that says it is connected is not believed (hal/Link).
    /// </remarks>
    public sealed class LinkKeeper
    {
        /// <summary>An attempt may take this long.</summary>
        public const long AttemptLimitMicros = 60000000;

        /// <summary>The broker may take this long for an acknowledgement while something is in flight.</summary>
        public const long AckLimitMicros = 30000000;

        /// <summary>A connection that held this long was a good one: the next wait starts small again. A shorter one counts as a
        /// failure, or two boxes with one id would throw each other out as fast as they can.</summary>
        public const long GoodMicros = 10000000;

        private readonly INetLink _link;
        private readonly Outbox _outbox;
        private readonly LinkOptions _options;
        private readonly BackOff _backOff;
        private readonly ILog _log;
        private readonly OutboxPick _pick = new OutboxPick();
        private readonly Topics _topics;
        private bool _attempting;
        private bool _isUp;
        private bool _outageSaid;
        private bool _connectedNew;
        private long _beganMicros;
        private long _nextAttemptMicros;
        private long _upSinceMicros;
        private long _progressMicros;
        private int _connectCount;
        private int _attemptCount;

        /// <param name="options">Host, will and subscriptions; used for every attempt.</param>
        public LinkKeeper(INetLink link, Outbox outbox, Topics topics, LinkOptions options, BackOff backOff, ILog log)
        {
            _link = link;
            _outbox = outbox;
            _topics = topics;
            _options = options;
            _backOff = backOff;
            _log = log;
        }

        /// <summary>Makes the keeper of a box: client id dbx-BOX, the will not retained, desired and cmd subscribed to.</summary>
        public static LinkKeeper For(
            BoxConfig config, Topics topics, int bootNumber, INetLink link, Outbox outbox, ILog log)
        {
            LinkOptions options = new LinkOptions();
            options.host = config.brokerHost;
            options.port = config.brokerPort;
            options.clientId = "dbx-" + config.box;
            options.keepAliveSeconds = config.keepAliveSeconds;
            options.willTopic = topics.will;
            options.willText = BoxReports.Will(config.box, bootNumber);
            options.willRetain = false;
            options.subscriptions = new string[] { topics.desired, topics.command };
            options.latestTopic = topics.desired;
            BackOff backOff = new BackOff(BackOff.Seed(config.box, bootNumber), config.reconnectMaxSeconds * 1000);
            return new LinkKeeper(link, outbox, topics, options, backOff, log);
        }

        public bool IsUp
        {
            get { return _isUp; }
        }

        /// <summary>Connections since boot.</summary>
        public int ConnectCount
        {
            get { return _connectCount; }
        }

        /// <summary>Attempts since boot.</summary>
        public int AttemptCount
        {
            get { return _attemptCount; }
        }

        /// <summary>What the link below has been through.</summary>
        public LinkCounters Counters
        {
            get { return _link.Counters; }
        }

        public int InboxDroppedCount
        {
            get { return _link.InboxDroppedCount; }
        }

        /// <summary>True once after each time the link came up: the birth is due.</summary>
        public bool TakeConnected()
        {
            bool connected = _connectedNew;
            _connectedNew = false;
            return connected;
        }

        /// <summary>One message from the cloud, or null.</summary>
        public InboundMessage TryTakeReceived()
        {
            return _isUp ? _link.TryTakeReceived() : null;
        }

        /// <summary>One round: notices what the link did, connects when it is time, sends what the window allows.</summary>
        public void Pump(long nowMicros)
        {
            byte state = _link.State;

            // Before the state is judged: what was acknowledged before the end is delivered.
            TakeAcknowledgements(nowMicros);
            if (state == LinkState.Up && !_isUp && _attempting)
            {
                CameUp(nowMicros);
            }
            else if (state == LinkState.Down && _attempting)
            {
                WentDown(nowMicros);
            }

            if (_isUp)
            {
                Send(nowMicros);
                if (_outbox.InFlight > 0 && nowMicros - _progressMicros > AckLimitMicros)
                {
                    _link.Abort();
                }
            }
            else if (_attempting)
            {
                if (nowMicros - _beganMicros > AttemptLimitMicros)
                {
                    _link.Abort();
                }
            }
            else if (nowMicros >= _nextAttemptMicros && state == LinkState.Down)
            {
                _attempting = true;
                _beganMicros = nowMicros;
                _attemptCount++;
                _link.Begin(_options);
            }
        }

        private void TakeAcknowledgements(long nowMicros)
        {
            int ticket;
            while (_link.TryTakeAcknowledged(out ticket))
            {
                if (_outbox.Acknowledge(ticket))
                {
                    _progressMicros = nowMicros;
                }
            }
        }

        private void CameUp(long nowMicros)
        {
            _isUp = true;
            _connectedNew = true;
            _connectCount++;
            _upSinceMicros = nowMicros;
            _progressMicros = nowMicros;
            if (_outageSaid || _connectCount == 1)
            {
                _log.Line("broker " + Address() + ": connected, " + _outbox.MessageCount + " messages wait");
                _outageSaid = false;
            }
        }

        private void WentDown(long nowMicros)
        {
            bool wasUp = _isUp;
            _attempting = false;
            _isUp = false;
            _connectedNew = false;
            _outbox.ReturnInFlight();
            if (wasUp && nowMicros - _upSinceMicros >= GoodMicros)
            {
                _backOff.Reset();
            }

            _nextAttemptMicros = nowMicros + (_backOff.NextMs() * 1000L);
            if (!_outageSaid)
            {
                string reason = _link.LastError;
                _log.Line("broker " + Address() + (wasUp ? ": lost" : ": not reached")
                    + (reason == null ? "" : " (" + reason + ")") + "; trying again, nothing is sent until then");
                _outageSaid = true;
            }
        }

        private void Send(long nowMicros)
        {
            while (_outbox.TryPick(_pick))
            {
                if (_outbox.InFlight == 0)
                {
                    _progressMicros = nowMicros;
                }

                if (!_link.TrySend(
                    _pick.ticket, _topics.Of(_pick.kind), _pick.payload, MessageKind.IsRetained(_pick.kind)))
                {
                    return;
                }

                _outbox.MarkSent(_pick);
            }
        }

        private string Address()
        {
            return _options.host + ":" + _options.port;
        }
    }
}
