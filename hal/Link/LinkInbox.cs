using DataBox.Ports;

namespace DataBox.Link
{
    /// <summary>
    /// Received messages until the core takes them, bounded in number and bytes: the oldest are kept, what does not fit is
    /// refused and counted. One place more is kept for the newest message of one topic, whose older messages count for nothing
    /// once it is there: a flood on other topics can't make the box deaf to it. Any thread may add, any may take.
    /// </summary>
    internal sealed class LinkInbox
    {
        /// <summary>The longest message that the kept place takes: a desired state with all its limits is shorter.</summary>
        internal const int MaxLatestBytes = 1024;

        private readonly object _gate = new object();
        private readonly InboundMessage[] _messages;
        private readonly int _maxBytes;
        private int _first;
        private int _count;
        private int _bytes;
        private int _droppedCount;
        private string _latestTopic;
        private InboundMessage _latest;

        public LinkInbox(int maxMessages, int maxBytes)
        {
            _messages = new InboundMessage[maxMessages];
            _maxBytes = maxBytes;
        }

        public int DroppedCount
        {
            get
            {
                lock (_gate)
                {
                    return _droppedCount;
                }
            }
        }

        /// <summary>Says which topic has the kept place; null: none.</summary>
        public void KeepLatestOf(string topic)
        {
            lock (_gate)
            {
                _latestTopic = topic;
            }
        }

        /// <summary>Keeps the message, or counts it as dropped.</summary>
        public void Add(string topic, byte[] payload, bool retained)
        {
            lock (_gate)
            {
                bool isLatest = topic == _latestTopic && payload.Length <= MaxLatestBytes;
                // Compared by subtraction: the sum of two large lengths would overflow.
                bool isFull = _count == _messages.Length || payload.Length > _maxBytes - _bytes;
                if (isFull && !isLatest)
                {
                    _droppedCount++;
                    return;
                }

                InboundMessage message = new InboundMessage();
                message.topic = topic;
                message.payload = payload;
                message.retained = retained;
                if (isLatest && (isFull || _latest != null))
                {
                    _droppedCount += _latest == null ? 0 : 1;
                    _latest = message;
                    return;
                }

                _messages[(_first + _count) % _messages.Length] = message;
                _count++;
                _bytes += payload.Length;
            }
        }

        /// <summary>The oldest message, or null. The one in the kept place came after all others.</summary>
        public InboundMessage TryTake()
        {
            lock (_gate)
            {
                InboundMessage message;
                if (_count == 0)
                {
                    message = _latest;
                    _latest = null;
                    return message;
                }

                message = _messages[_first];
                _messages[_first] = null;
                _first = (_first + 1) % _messages.Length;
                _count--;
                _bytes -= message.payload.Length;
                return message;
            }
        }
    }
}
