using System.Threading;
using DataBox.Ports;

namespace DataBox.Link
{
    /// <summary>
    /// One connection attempt and the connection it becomes: its state, its messages in flight, its limits. Once ended, for
    /// whatever reason, it listens to nobody: its client's late events are counted and change nothing.
    /// </summary>
    /// <remarks>Called by the link, by the client's threads and by <see cref="ClientRunner"/>'s. Returns at once; no client is
    /// ever called with its lock held.</remarks>
    internal sealed class LinkAttempt : IMqttSessionSink
    {
        private readonly object _gate = new object();
        private readonly LinkLimits _limits;
        private readonly LinkCounters _counters;
        private readonly LinkInbox _inbox;
        private readonly ClientRunner _runner;
        private readonly long _beginMicros;

        // All below: under the lock.
        private readonly InFlightTable _table;
        private byte _state = LinkState.Connecting;
        private string _stage = "resolving the host";
        private bool _isEnded;
        private string _endReason;
        private long _endMicros = -1;
        private bool _isAbandoned;

        public LinkAttempt(IMqttSessionFactory factory, LinkOptions options, LinkLimits limits, LinkCounters counters,
            LinkInbox inbox, long nowMicros)
        {
            _limits = limits;
            _counters = counters;
            _inbox = inbox;
            _beginMicros = nowMicros;
            _table = new InFlightTable(limits.inFlight);
            _runner = new ClientRunner(this, factory, options, counters);
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

        public bool IsEnded
        {
            get
            {
                lock (_gate)
                {
                    return _isEnded;
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
            get { return IsEnded && _runner.IsDone; }
        }

        /// <summary>Starts the client; the attempt ends at once where there is no thread for it.</summary>
        public void Start(IThreadStarter threads)
        {
            _runner.Start(threads);
        }

        /// <summary>Ends it, once; the first reason stands.</summary>
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

            _runner.Wake();
        }

        /// <summary>Ends it with a client's own word for the failure.</summary>
        /// <param name="word">Reduced to one line; null or empty: the stage says what failed.</param>
        public void Fail(string word)
        {
            string stage;
            lock (_gate)
            {
                stage = _stage;
            }

            End(ErrorLine.Of(word, stage + " failed"));
        }

        /// <summary>Holds the attempt to its limits.</summary>
        public void Supervise(long nowMicros)
        {
            string reason;
            lock (_gate)
            {
                reason = _isEnded ? null
                    : _state == LinkState.Connecting ? FindLateConnection(nowMicros) : FindLateMessage(nowMicros);
            }

            if (reason != null)
            {
                End(reason);
            }

            lock (_gate)
            {
                if (_isEnded)
                {
                    SuperviseEnd(nowMicros);
                }
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

            _runner.Wake();
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
                if (IsLate())
                {
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
                if (IsLate())
                {
                    return;
                }
            }

            _inbox.Add(topic == null ? "" : topic, payload == null ? new byte[0] : payload, retained);
        }

        public void OnClosed(string reason)
        {
            lock (_gate)
            {
                if (IsLate())
                {
                    return;
                }
            }

            End(ErrorLine.Of(reason, "the connection was closed"));
        }

        /// <summary>The worker enters a blocking call.</summary>
        /// <param name="stage">For a person: what it is about to do.</param>
        /// <returns>False when the attempt has ended.</returns>
        public bool EnterStage(string stage)
        {
            lock (_gate)
            {
                _stage = stage;
                return !_isEnded;
            }
        }

        /// <summary>The worker is connected and subscribed.</summary>
        /// <returns>False when the attempt has ended.</returns>
        public bool EnterUp()
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

        /// <summary>The next message for the client, or null.</summary>
        public OutboundMessage TakeQueued()
        {
            lock (_gate)
            {
                return _isEnded ? null : _table.TakeQueued();
            }
        }

        /// <summary>The client has taken the message under this number.</summary>
        public void SetSent(OutboundMessage message, int messageId)
        {
            bool isKept;
            int strayCount;
            lock (_gate)
            {
                if (_isEnded)
                {
                    return;
                }

                isKept = _table.SetSent(message, messageId, out strayCount);
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

        private void GiveUp()
        {
            Interlocked.Increment(ref _counters.gaveUp);
            End("the client gave up on a message");
        }

        // Under the lock.
        private bool IsLate()
        {
            if (_isEnded)
            {
                Interlocked.Increment(ref _counters.lateEvents);
            }

            return _isEnded;
        }

        // Under the lock. Measured from the first look at the end: what ended it had no clock at hand.
        private void SuperviseEnd(long nowMicros)
        {
            if (_endMicros < 0)
            {
                _endMicros = nowMicros;
            }

            if (!_isAbandoned && nowMicros - _endMicros > _limits.disposeMs * 1000L && !_runner.IsDone)
            {
                _isAbandoned = true;
                Interlocked.Increment(ref _counters.abandoned);
            }
        }

        // Under the lock.
        private string FindLateConnection(long nowMicros)
        {
            if (nowMicros - _beginMicros <= _limits.attemptMs * 1000L)
            {
                return null;
            }

            Interlocked.Increment(ref _counters.attemptTimeouts);
            return _stage + " took too long, " + (_limits.attemptMs / 1000) + " s in all";
        }

        // Under the lock.
        private string FindLateMessage(long nowMicros)
        {
            long untaken = _table.OldestUntakenMicros();
            if (untaken >= 0 && nowMicros - untaken > _limits.publishMs * 1000L)
            {
                Interlocked.Increment(ref _counters.publishTimeouts);
                return "the client did not take a message within " + (_limits.publishMs / 1000) + " s";
            }

            long sent = _table.OldestSentMicros();
            if (sent >= 0 && nowMicros - sent > _limits.ackMs * 1000L)
            {
                Interlocked.Increment(ref _counters.ackTimeouts);
                return "no acknowledgement from the broker within " + (_limits.ackMs / 1000) + " s";
            }

            return null;
        }
    }
}
