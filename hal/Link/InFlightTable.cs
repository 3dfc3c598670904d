namespace DataBox.Link
{
    /// <summary>
    /// The messages of one connection between TrySend and the core's taking of their acknowledgement: maps the core's tickets
    /// to the client's message numbers. Not locked: its owner calls it with a lock held.
    /// </summary>
    internal sealed class InFlightTable
    {
        /// <summary>Outcomes of <see cref="OnPublished"/>.</summary>
        public const byte Noted = 0;
        public const byte Stray = 1;
        public const byte GaveUp = 2;

        private readonly OutboundMessage[] _messages;

        // Fates that arrived while the worker was inside Publish, for numbers that are not known yet: one of them may belong
        // to the message being published. M2Mqtt's receiving thread can be that fast.
        private readonly int[] _earlyIds;
        private readonly bool[] _earlyPublished;
        private int _earlyCount;
        private OutboundMessage _publishing;
        private int _lastOrder;

        public InFlightTable(int size)
        {
            _messages = new OutboundMessage[size];
            for (int i = 0; i < size; i++)
            {
                _messages[i] = new OutboundMessage();
            }

            _earlyIds = new int[size];
            _earlyPublished = new bool[size];
        }

        /// <summary>False when all places are taken.</summary>
        public bool TryAdd(int ticket, string topic, byte[] payload, bool retain, long nowMicros)
        {
            OutboundMessage message = First(OutboundMessage.Free);
            if (message == null)
            {
                return false;
            }

            message.ticket = ticket;
            message.topic = topic;
            message.payload = payload;
            message.retain = retain;
            message.sinceMicros = nowMicros;
            Move(message, OutboundMessage.Queued);
            return true;
        }

        /// <summary>The longest waiting message, now being published; null when none waits.</summary>
        public OutboundMessage TakeQueued()
        {
            OutboundMessage message = First(OutboundMessage.Queued);
            if (message != null)
            {
                Move(message, OutboundMessage.Publishing);
                _publishing = message;
                _earlyCount = 0;
            }

            return message;
        }

        /// <summary>Publish has returned this number. Applies a fate that was faster.</summary>
        /// <param name="strayCount">Fates that came meanwhile and were of no message.</param>
        /// <returns>False when the client has already given the message up.</returns>
        public bool SetSent(OutboundMessage message, int messageId, out int strayCount)
        {
            bool isKept = true;
            bool isSettled = false;
            message.messageId = messageId;
            Move(message, OutboundMessage.Sent);
            _publishing = null;
            strayCount = 0;
            for (int i = 0; i < _earlyCount; i++)
            {
                if (isSettled || _earlyIds[i] != messageId)
                {
                    strayCount++;
                    continue;
                }

                isSettled = true;
                isKept = _earlyPublished[i];
                if (isKept)
                {
                    Move(message, OutboundMessage.Acknowledged);
                }
            }

            _earlyCount = 0;
            return isKept;
        }

        /// <summary>The client reports a message's fate.</summary>
        /// <returns>Noted, Stray (nothing in flight has this number), or GaveUp.</returns>
        public byte OnPublished(int messageId, bool isPublished)
        {
            for (int i = 0; i < _messages.Length; i++)
            {
                OutboundMessage message = _messages[i];
                if (message.stage == OutboundMessage.Sent && message.messageId == messageId)
                {
                    if (!isPublished)
                    {
                        return GaveUp;
                    }

                    Move(message, OutboundMessage.Acknowledged);
                    return Noted;
                }
            }

            if (_publishing == null || _earlyCount == _earlyIds.Length)
            {
                return Stray;
            }

            _earlyIds[_earlyCount] = messageId;
            _earlyPublished[_earlyCount] = isPublished;
            _earlyCount++;
            return Noted;
        }

        /// <summary>Takes the ticket that was acknowledged first.</summary>
        public bool TryTakeAcknowledged(out int ticket)
        {
            OutboundMessage message = First(OutboundMessage.Acknowledged);
            if (message == null)
            {
                ticket = 0;
                return false;
            }

            ticket = message.ticket;
            Release(message);
            return true;
        }

        /// <summary>When the oldest message that the client has not taken yet was handed over, µs; -1 when there is none.
        /// </summary>
        public long OldestUntakenMicros()
        {
            // Nothing that waits is older than what is being published.
            return _publishing != null ? _publishing.sinceMicros : OldestMicros(OutboundMessage.Queued);
        }

        /// <summary>When the oldest message that waits for its PUBACK was handed over, µs; -1 when there is none.</summary>
        public long OldestSentMicros()
        {
            return OldestMicros(OutboundMessage.Sent);
        }

        /// <summary>The connection has ended: lets go of everything but the acknowledgements not taken yet.</summary>
        public void DropUnacknowledged()
        {
            for (int i = 0; i < _messages.Length; i++)
            {
                // What is being published keeps its content: the worker is still reading it.
                OutboundMessage message = _messages[i];
                if (message.stage != OutboundMessage.Acknowledged && message != _publishing)
                {
                    Release(message);
                }
            }

            _publishing = null;
            _earlyCount = 0;
        }

        private void Move(OutboundMessage message, byte stage)
        {
            message.stage = stage;
            message.order = ++_lastOrder;
        }

        private long OldestMicros(byte stage)
        {
            long oldest = -1;
            for (int i = 0; i < _messages.Length; i++)
            {
                OutboundMessage message = _messages[i];
                if (message.stage == stage && (oldest < 0 || message.sinceMicros < oldest))
                {
                    oldest = message.sinceMicros;
                }
            }

            return oldest;
        }

        private static void Release(OutboundMessage message)
        {
            message.stage = OutboundMessage.Free;
            message.topic = null;
            message.payload = null;
        }

        private OutboundMessage First(byte stage)
        {
            OutboundMessage first = null;
            for (int i = 0; i < _messages.Length; i++)
            {
                OutboundMessage message = _messages[i];

                // By difference, so that the serial number may wrap.
                if (message.stage == stage && (first == null || message.order - first.order < 0))
                {
                    first = message;
                }
            }

            return first;
        }
    }
}
