using System;
using DataBox.Ports;

namespace DataBox.Link
{
    /// <summary>
    /// The network link over blocking MQTT clients that may hang, leak, throw and lie: a fresh client for each attempt, on
    /// threads of its own, held to limits on the injected clock, disposed for certain and left behind if even that hangs.
    /// </summary>
    /// <remarks>
    /// <para>Used from one thread, which never waits: limits are looked at when <see cref="State"/> is read, so a box that polls
    /// needs no timer. Reports a message as acknowledged only after the client of the present connection has reported its
    /// PUBACK. Acknowledgements that came before the end of a connection can be taken until the next <see cref="Begin"/>;
    /// received messages are kept across connections.</para>
    /// <para>Clients are known to hang for good, so their number is bounded: with <see cref="LinkLimits.clients"/> of them not
    /// yet ended, Begin refuses, stays Down and says so in <see cref="LastError"/>. A box that stays
    /// <see cref="IsExhausted"/> for long is helped by a restart alone. When to try again is the caller's business.</para>
    /// <para>Why not trust the client: nanoframework/Home issues 1692, 816, 697; m2mqtt pull request 309.</para>
    /// </remarks>
    public sealed class SupervisedLink : INetLink
    {
        private readonly IMqttSessionFactory _factory;
        private readonly IClock _clock;
        private readonly IThreadStarter _threads;
        private readonly LinkLimits _limits;
        private readonly LinkInbox _inbox;

        // Ended before the present attempt began and not buried yet. The present one may be the last of `clients`.
        private readonly LinkAttempt[] _hanging;
        private int _hangingCount;
        private LinkAttempt _attempt;
        private string _previousEnd;
        private string _refusal;

        /// <param name="threads"><see cref="ThreadStarter"/> on the device.</param>
        /// <param name="limits">Null: the defaults.</param>
        /// <exception cref="ArgumentException">A limit is out of range; says which.</exception>
        public SupervisedLink(IMqttSessionFactory factory, IClock clock, IThreadStarter threads, LinkLimits limits)
        {
            _factory = factory;
            _clock = clock;
            _threads = threads;
            _limits = limits == null ? new LinkLimits() : limits;
            CheckRange("inFlight", _limits.inFlight, 1, 32);
            CheckRange("clients", _limits.clients, 1, 16);
            CheckRange("inboxMessages", _limits.inboxMessages, 1, 256);
            CheckRange("inboxBytes", _limits.inboxBytes, 1, 1 << 20);
            CheckRange("attemptMs", _limits.attemptMs, 1, 3600000);
            CheckRange("publishMs", _limits.publishMs, 1, 3600000);
            CheckRange("ackMs", _limits.ackMs, 1, 3600000);
            CheckRange("disposeMs", _limits.disposeMs, 1, 3600000);
            _inbox = new LinkInbox(_limits.inboxMessages, _limits.inboxBytes);
            _hanging = new LinkAttempt[_limits.clients];
            Counters = new LinkCounters();
        }

        /// <summary>What happened since start.</summary>
        public LinkCounters Counters { get; }

        public byte State
        {
            get
            {
                Supervise();
                return _attempt == null ? LinkState.Down : _attempt.State;
            }
        }

        public string LastError
        {
            get
            {
                if (_refusal != null)
                {
                    return _refusal;
                }

                string reason = _attempt == null ? null : _attempt.EndReason;
                return reason == null ? _previousEnd : reason;
            }
        }

        /// <summary>True while so many given-up clients hang that no attempt can be made.</summary>
        public bool IsExhausted
        {
            get
            {
                Supervise();
                return Counters.hanging >= _limits.clients;
            }
        }

        public int InboxDroppedCount
        {
            get { return _inbox.DroppedCount; }
        }

        /// <exception cref="InvalidOperationException">An attempt is under way or the link is up.</exception>
        public void Begin(LinkOptions options)
        {
            if (State != LinkState.Down)
            {
                throw new InvalidOperationException("Begin is for a link that is down");
            }

            if (Counters.hanging >= _limits.clients)
            {
                Counters.refusedAttempts++;
                _refusal = _limits.clients + " clients hang; no new attempt before one ends";
                return;
            }

            _refusal = null;
            _previousEnd = LastError;
            if (_attempt != null && !_attempt.IsBuried)
            {
                _hanging[_hangingCount] = _attempt;
                _hangingCount++;
            }

            Counters.attempts++;
            _inbox.KeepLatestOf(options.latestTopic);
            _attempt = new LinkAttempt(_factory, options, _limits, Counters, _inbox, _clock.MonotonicMicros());
            _attempt.Start(_threads);
        }

        public void Abort()
        {
            if (_attempt != null)
            {
                _attempt.End("ended by the box");
            }
        }

        public bool TrySend(int ticket, string topic, byte[] payload, bool retain)
        {
            return _attempt != null && _attempt.TrySend(ticket, topic, payload, retain, _clock.MonotonicMicros());
        }

        public bool TryTakeAcknowledged(out int ticket)
        {
            if (_attempt == null)
            {
                ticket = 0;
                return false;
            }

            return _attempt.TryTakeAcknowledged(out ticket);
        }

        public InboundMessage TryTakeReceived()
        {
            return _inbox.TryTake();
        }

        /// <summary>Heap bytes of inbox, tables and attempts at their fullest, for the memory table; nanoFramework counts 12 bytes a
        /// block, one block an object and one a field, references 12 bytes in an array. What the client library itself takes,
        /// and the threads' stacks, are not in it.</summary>
        public static int BytesFor(LinkLimits limits)
        {
            const int Block = 12;
            const int ArrayHeader = 20;
            const int TopicBytes = 96;
            const int MessageBytes = ((1 + 3) * Block) + TopicBytes + ArrayHeader + Block;
            const int SlotBytes = ((1 + 8) * Block) + (2 * Block);
            const int AttemptBytes = 56 * Block;
            int inbox = ((limits.inboxMessages + 1) * (MessageBytes + Block)) + limits.inboxBytes + LinkInbox.MaxLatestBytes;
            int attempt = AttemptBytes + (limits.inFlight * SlotBytes);
            return inbox + (limits.clients * (attempt + Block));
        }

        private void Supervise()
        {
            long nowMicros = _clock.MonotonicMicros();
            int keptCount = 0;
            for (int i = 0; i < _hangingCount; i++)
            {
                LinkAttempt hanging = _hanging[i];
                _hanging[i] = null;
                hanging.Supervise(nowMicros);
                if (!hanging.IsBuried)
                {
                    _hanging[keptCount] = hanging;
                    keptCount++;
                }
            }

            _hangingCount = keptCount;
            int hangingCount = keptCount;
            if (_attempt != null)
            {
                _attempt.Supervise(nowMicros);
                if (_attempt.IsEnded && !_attempt.IsBuried)
                {
                    hangingCount++;
                }
            }

            Counters.hanging = hangingCount;
        }

        private static void CheckRange(string name, int value, int least, int most)
        {
            if (value < least || value > most)
            {
                throw new ArgumentException(name + " is " + value + ", not " + least + " to " + most);
            }
        }
    }
}
