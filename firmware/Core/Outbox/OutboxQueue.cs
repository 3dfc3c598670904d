using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Messages of one kind in the order they came, bounded in number and bytes. A ring of parallel arrays: nothing but the
    /// payload is allocated per message.
    /// </summary>
    public sealed class OutboxQueue
    {
        private readonly byte[][] _payloads;
        private readonly uint[] _labels;

        /// <summary>0: not sent, or to be sent again.</summary>
        private readonly int[] _tickets;
        private readonly int _maxBytes;
        private int _head;
        private int _count;
        private int _bytes;

        /// <param name="maxMessages">1 or more.</param>
        /// <param name="maxBytes">Heap bytes of all payloads together, <see cref="HeapSize.OfBytes"/>.</param>
        public OutboxQueue(int maxMessages, int maxBytes)
        {
            _payloads = new byte[maxMessages][];
            _labels = new uint[maxMessages];
            _tickets = new int[maxMessages];
            _maxBytes = maxBytes;
        }

        public int Count
        {
            get { return _count; }
        }

        /// <summary>Heap bytes of the payloads.</summary>
        public int Bytes
        {
            get { return _bytes; }
        }

        /// <summary>Heap bytes of a queue without payloads.</summary>
        public static int OwnBytes(int maxMessages)
        {
            return HeapSize.OfReferences(maxMessages) + (2 * HeapSize.OfInts(maxMessages)) + HeapSize.OfObject(7);
        }

        /// <summary>True where so many payloads of so many bytes fit now.</summary>
        public bool HasRoomFor(int messages, int payloadBytes)
        {
            return _count + messages <= _payloads.Length
                && _bytes + (messages * HeapSize.OfBytes(payloadBytes)) <= _maxBytes;
        }

        /// <summary>Puts a message at the end.</summary>
        /// <param name="label">The caller's number for it (a block's seq).</param>
        /// <returns>False when it doesn't fit; nothing changed then.</returns>
        public bool TryAdd(byte[] payload, uint label)
        {
            if (!HasRoomFor(1, payload.Length))
            {
                return false;
            }

            int place = PlaceOf(_count);
            _payloads[place] = payload;
            _labels[place] = label;
            _tickets[place] = 0;
            _count++;
            _bytes += HeapSize.OfBytes(payload.Length);
            return true;
        }

        public byte[] PayloadAt(int position)
        {
            return _payloads[PlaceOf(position)];
        }

        public uint LabelAt(int position)
        {
            return _labels[PlaceOf(position)];
        }

        /// <summary>Position of the oldest or newest message that is not in flight; -1: none.</summary>
        public int FindUnsent(bool newestFirst)
        {
            for (int i = 0; i < _count; i++)
            {
                int position = newestFirst ? _count - 1 - i : i;
                if (_tickets[PlaceOf(position)] == 0)
                {
                    return position;
                }
            }

            return -1;
        }

        /// <summary>Position of the message with this ticket; -1: none.</summary>
        public int FindTicket(int ticket)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_tickets[PlaceOf(i)] == ticket)
                {
                    return i;
                }
            }

            return -1;
        }

        public void MarkSent(int position, int ticket)
        {
            _tickets[PlaceOf(position)] = ticket;
        }

        /// <summary>All that was in flight is to be sent again; the order stays.</summary>
        /// <returns>How many were.</returns>
        public int ReturnInFlight()
        {
            int returned = 0;
            for (int i = 0; i < _count; i++)
            {
                int place = PlaceOf(i);
                if (_tickets[place] != 0)
                {
                    _tickets[place] = 0;
                    returned++;
                }
            }

            return returned;
        }

        /// <summary>Takes a message out. What is before it moves up, since that is at most a window of messages.</summary>
        public void Remove(int position)
        {
            int place = PlaceOf(position);
            _bytes -= HeapSize.OfBytes(_payloads[place].Length);
            for (int i = position; i > 0; i--)
            {
                int to = PlaceOf(i);
                int from = PlaceOf(i - 1);
                _payloads[to] = _payloads[from];
                _labels[to] = _labels[from];
                _tickets[to] = _tickets[from];
            }

            _payloads[_head] = null;
            _head = PlaceOf(1);
            _count--;
        }

        private int PlaceOf(int position)
        {
            int place = _head + position;
            return place < _payloads.Length ? place : place - _payloads.Length;
        }
    }
}
