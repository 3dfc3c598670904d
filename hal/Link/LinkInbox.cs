using DataBox.Ports;

namespace DataBox.Link
{
    /// <summary>
    /// Received messages until the core takes them, bounded in number and bytes: the oldest are kept, what does not fit is
    /// refused and counted. Any thread may add, any may take.
    /// </summary>
    internal sealed class LinkInbox
    {
        private readonly object _gate = new object();
        private readonly InboundMessage[] _messages;
        private readonly int _maxBytes;
        private int _first;
        private int _count;
        private int _bytes;
        private int _droppedCount;

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

        /// <summary>Keeps the message, or counts it as dropped.</summary>
        public void Add(string topic, byte[] payload, bool retained)
        {
            lock (_gate)
            {
                // Compared by subtraction: the sum of two large lengths would overflow.
                if (_count == _messages.Length || payload.Length > _maxBytes - _bytes)
                {
                    _droppedCount++;
                    return;
                }

                InboundMessage message = new InboundMessage();
                message.topic = topic;
                message.payload = payload;
                message.retained = retained;
                _messages[(_first + _count) % _messages.Length] = message;
                _count++;
                _bytes += payload.Length;
            }
        }

        /// <summary>The oldest message, or null.</summary>
        public InboundMessage TryTake()
        {
            lock (_gate)
            {
                if (_count == 0)
                {
                    return null;
                }

                InboundMessage message = _messages[_first];
                _messages[_first] = null;
                _first = (_first + 1) % _messages.Length;
                _count--;
                _bytes -= message.payload.Length;
                return message;
            }
        }
    }
}
