using System;
using System.Threading;
using DataBox.Ports;

namespace DataBox.Link
{
    /// <summary>
    /// One client from birth to burial: a worker thread that makes it, connects and publishes, and a reaper thread that
    /// disposes it when the attempt has ended, for whatever reason, whether or not the worker hangs inside it. Once ended, an
    /// attempt listens to nobody: its client's late events are counted and change nothing.
    /// </summary>
    /// <remarks>
    /// The client is never called with the lock held, so its callbacks may come from inside any call. Both threads are started
    /// with the attempt: at its end there may be no memory left for one.
    /// </remarks>
    internal sealed class LinkAttempt : IMqttSessionSink
    {
        private const int MaxErrorChars = 160;

        private readonly object _gate = new object();
        private readonly AutoResetEvent _workBell = new AutoResetEvent(false);
        private readonly AutoResetEvent _reaperBell = new AutoResetEvent(false);
        private readonly IMqttSessionFactory _factory;
        private readonly LinkOptions _options;
        private readonly LinkLimits _limits;
        private readonly LinkCounters _counters;
        private readonly LinkInbox _inbox;
        private readonly long _beginMicros;

        // All below: under the lock.
        private readonly InFlightTable _table;
        private IMqttSession _session;
        private bool _isCreated;
        private bool _isEnded;
        private bool _isAbandoned;
        private byte _state = LinkState.Connecting;
        private string _stage = "resolving the host";
        private string _endReason;
        private long _endMicros = -1;
        private int _threadCount;

        public LinkAttempt(IMqttSessionFactory factory, LinkOptions options, LinkLimits limits, LinkCounters counters,
            LinkInbox inbox, long nowMicros)
        {
            _factory = factory;
            _options = options;
            _limits = limits;
            _counters = counters;
            _inbox = inbox;
            _beginMicros = nowMicros;
            _table = new InFlightTable(limits.inFlight);
        }

        /// <summary><see cref="LinkState"/>; Down from the end on.</summary>
        public byte State
        {
            get
            {
                lock (_gate)
                {
                    return _state;
                }
            }
        }

        /// <summary>Why it ended; null before.</summary>
        public string EndReason
        {
            get
            {
                lock (_gate)
                {
                    return _endReason;
                }
            }
        }

        /// <summary>True when it has ended and left no thread behind.</summary>
        public bool IsBuried
        {
            get
            {
                lock (_gate)
                {
                    return _isEnded && _threadCount == 0;
                }
            }
        }

        /// <summary>Starts both threads; ends the attempt when there are none to be had.</summary>
        public void Start(IThreadStarter threads)
        {
            try
            {
                StartCounted(threads, Reap);
                StartCounted(threads, Work);
            }
            catch (Exception)
            {
                lock (_gate)
                {
                    _isCreated = true;
                }

                End("no memory for another thread");
            }
        }

        /// <summary>Ends it, once; the first reason stands. Returns at once.</summary>
        public void End(string reason)
        {
            lock (_gate)
            {
                if (_isEnded)
                {
                    return;
                }

                _isEnded = true;
                _endReason = reason;
                _state = LinkState.Down;
                _table.DropUnacknowledged();
            }

            _workBell.Set();
            _reaperBell.Set();
        }

        /// <summary>Holds the attempt to its limits.</summary>
        public void Supervise(long nowMicros)
        {
            string reason;
            lock (_gate)
            {
                if (_isEnded)
                {
                    SuperviseEnd(nowMicros);
                    return;
                }

                reason = FindOverdue(nowMicros);
            }

            if (reason != null)
            {
                End(reason);
            }
        }

        public bool TrySend(int ticket, string topic, byte[] payload, bool retain, long nowMicros)
        {
            lock (_gate)
            {
                if (_state != LinkState.Up || !_table.TryAdd(ticket, topic, payload, retain, nowMicros))
                {
                    return false;
                }
            }

            _workBell.Set();
            return true;
        }

        public bool TryTakeAcknowledged(out int ticket)
        {
            lock (_gate)
            {
                return _table.TryTakeAcknowledged(out ticket);
            }
        }

        public void OnPublished(int messageId, bool isPublished)
        {
            byte outcome;
            lock (_gate)
            {
                if (_isEnded)
                {
                    Interlocked.Increment(ref _counters.lateEvents);
                    return;
                }

                outcome = _table.OnPublished(messageId, isPublished);
            }

            if (outcome == InFlightTable.Stray)
            {
                Interlocked.Increment(ref _counters.strayAcks);
            }
            else if (outcome == InFlightTable.GaveUp)
            {
                GiveUp();
            }
        }

        public void OnReceived(string topic, byte[] payload, bool retained)
        {
            lock (_gate)
            {
                if (_isEnded)
                {
                    Interlocked.Increment(ref _counters.lateEvents);
                    return;
                }
            }

            _inbox.Add(topic == null ? "" : topic, payload == null ? new byte[0] : payload, retained);
        }

        public void OnClosed(string reason)
        {
            lock (_gate)
            {
                if (_isEnded)
                {
                    Interlocked.Increment(ref _counters.lateEvents);
                    return;
                }
            }

            End(OneLine(reason, "the connection was closed"));
        }

        private void Work()
        {
            try
            {
                IMqttSession session = Create();
                if (EnterStage("connecting"))
                {
                    session.Connect(_options);
                }

                bool subscribes = _options.subscriptions != null && _options.subscriptions.Length > 0;
                if (subscribes && EnterStage("subscribing"))
                {
                    session.Subscribe(_options.subscriptions);
                }

                if (EnterUp())
                {
                    PublishUntilEnd(session);
                }
            }
            catch (Exception e)
            {
                End(OneLine(e.Message, Stage() + " failed"));
            }

            ThreadEnds();
        }

        private IMqttSession Create()
        {
            IMqttSession session = null;
            try
            {
                session = _factory.Create(this);
            }
            finally
            {
                // If the attempt has ended meanwhile, the reaper has waited for this: nobody else knows the client.
                lock (_gate)
                {
                    _session = session;
                    _isCreated = true;
                }

                _reaperBell.Set();
            }

            return session;
        }

        private void PublishUntilEnd(IMqttSession session)
        {
            while (true)
            {
                OutboundMessage message;
                string topic = null;
                byte[] payload = null;
                bool retain = false;
                lock (_gate)
                {
                    if (_isEnded)
                    {
                        return;
                    }

                    message = _table.TakeQueued();
                    if (message != null)
                    {
                        topic = message.topic;
                        payload = message.payload;
                        retain = message.retain;
                    }
                }

                if (message == null)
                {
                    _workBell.WaitOne();
                    continue;
                }

                int messageId = session.Publish(topic, payload, retain);
                bool isKept = true;
                int strayCount = 0;
                lock (_gate)
                {
                    if (!_isEnded)
                    {
                        isKept = _table.SetSent(message, messageId, out strayCount);
                    }
                }

                for (; strayCount > 0; strayCount--)
                {
                    Interlocked.Increment(ref _counters.strayAcks);
                }

                if (!isKept)
                {
                    GiveUp();
                }
            }
        }

        private void Reap()
        {
            IMqttSession session;
            while (true)
            {
                _reaperBell.WaitOne();
                lock (_gate)
                {
                    if (_isEnded && _isCreated)
                    {
                        session = _session;
                        _session = null;
                        break;
                    }
                }
            }

            try
            {
                if (session != null)
                {
                    session.Dispose();
                }
            }
            catch (Exception)
            {
                Interlocked.Increment(ref _counters.disposeErrors);
            }

            ThreadEnds();
        }

        private void StartCounted(IThreadStarter threads, ThreadStart body)
        {
            lock (_gate)
            {
                _threadCount++;
            }

            try
            {
                threads.Start(body);
            }
            catch (Exception)
            {
                ThreadEnds();
                throw;
            }
        }

        private void ThreadEnds()
        {
            lock (_gate)
            {
                _threadCount--;
            }
        }

        private void GiveUp()
        {
            Interlocked.Increment(ref _counters.gaveUp);
            End("the client gave up on a message");
        }

        private bool EnterStage(string stage)
        {
            lock (_gate)
            {
                _stage = stage;
                return !_isEnded;
            }
        }

        private bool EnterUp()
        {
            lock (_gate)
            {
                if (_isEnded)
                {
                    return false;
                }

                _stage = "publishing";
                _state = LinkState.Up;
            }

            Interlocked.Increment(ref _counters.connects);
            return true;
        }

        private string Stage()
        {
            lock (_gate)
            {
                return _stage;
            }
        }

        // Under the lock. An ended attempt is measured from the first look at it: what ended it had no clock at hand.
        private void SuperviseEnd(long nowMicros)
        {
            if (_endMicros < 0)
            {
                _endMicros = nowMicros;
            }

            if (!_isAbandoned && _threadCount > 0 && nowMicros - _endMicros > _limits.disposeMs * 1000L)
            {
                _isAbandoned = true;
                Interlocked.Increment(ref _counters.abandoned);
            }
        }

        // Under the lock.
        private string FindOverdue(long nowMicros)
        {
            if (_state == LinkState.Connecting)
            {
                if (nowMicros - _beginMicros <= _limits.attemptMs * 1000L)
                {
                    return null;
                }

                Interlocked.Increment(ref _counters.attemptTimeouts);
                return _stage + " took more than " + (_limits.attemptMs / 1000) + " s";
            }

            long queued = OldestUnpublished();
            if (queued >= 0 && nowMicros - queued > _limits.publishMs * 1000L)
            {
                Interlocked.Increment(ref _counters.publishTimeouts);
                return "the client did not take a message within " + (_limits.publishMs / 1000) + " s";
            }

            long sent = _table.OldestMicros(OutboundMessage.Sent);
            if (sent >= 0 && nowMicros - sent > _limits.ackMs * 1000L)
            {
                Interlocked.Increment(ref _counters.ackTimeouts);
                return "no acknowledgement from the broker within " + (_limits.ackMs / 1000) + " s";
            }

            return null;
        }

        private long OldestUnpublished()
        {
            long publishing = _table.OldestMicros(OutboundMessage.Publishing);
            return publishing >= 0 ? publishing : _table.OldestMicros(OutboundMessage.Queued);
        }

        private static string OneLine(string text, string otherwise)
        {
            if (text == null)
            {
                return otherwise;
            }

            string line = text.Trim();
            int end = line.IndexOf('\n');
            if (end >= 0)
            {
                line = line.Substring(0, end).Trim();
            }

            if (line.Length == 0)
            {
                return otherwise;
            }

            return line.Length > MaxErrorChars ? line.Substring(0, MaxErrorChars) : line;
        }
    }
}
