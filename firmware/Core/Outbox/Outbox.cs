using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Everything that waits for the cloud, in memory, bounded; decides alone what was delivered. A message leaves it when its
    /// acknowledgement came, or is dropped by the policy below and counted.
    /// </summary>
    /// <remarks>
    /// <para>Order out: alarms (newest first), answers, birth, list of alarms, state, data (oldest first).</para>
    /// <para>Rooms: alarms, answers and the three retained messages have room of their own that data can't take. When the data
    /// room is full the oldest block that is not in flight is dropped. An alarm or answer that finds its room full is
    /// refused; the box asks for room first, so that this does not happen to it.</para>
    /// <para>In flight: at most the window; data leaves the last place of a window of two or more free, so that an alarm
    /// never waits for the acknowledgement of a block. After the link was lost all of it is sent again with the same
    /// bytes, in the same order.</para>
    /// </remarks>
    public sealed class Outbox
    {
        /// <summary>Room of their own, messages and heap bytes: for 16 alarms of usual length, or 13 of the longest.</summary>
        public const int MaxAlarms = 16;
        public const int MaxAlarmBytes = MaxAlarms * 592;
        public const int MaxAcks = 6;
        public const int MaxAckBytes = MaxAcks * (LongestAckBytes + 32);

        /// <summary>The longest alarm, answer and retained message, bytes: what the rooms are made for. An answer repeats up to
        /// CommandGate.MaxTextBytes of what came.</summary>
        public const int LongestAlarmBytes = 690;
        public const int LongestAckBytes = 900;
        public const int LongestBirthBytes = 1000;
        public const int LongestStateBytes = 3300;
        public const int LongestAlarmListBytes = 5400;

        private readonly OutboxQueue[] _queues = new OutboxQueue[MessageKind.Count];
        private readonly OutboxSlot[] _slots = new OutboxSlot[MessageKind.Count];
        private readonly int _window;
        private int _inFlight;
        private int _dataInFlight;
        private int _lastTicket;

        /// <summary>Counters since boot, for the state message.</summary>
        public int droppedBlocks;
        public int refusedAlarms;
        public int refusedAcks;
        public int acknowledgedBlocks;
        public int acknowledgedMessages;
        public int resentMessages;
        public int unknownTickets;

        /// <param name="dataMessages">Room for blocks, 1..4,096.</param>
        /// <param name="dataBytes">Room for blocks, heap bytes.</param>
        /// <param name="window">Messages in flight, 1..4.</param>
        public Outbox(int dataMessages, int dataBytes, int window)
        {
            _queues[MessageKind.Alarm] = new OutboxQueue(MaxAlarms, MaxAlarmBytes);
            _queues[MessageKind.Ack] = new OutboxQueue(MaxAcks, MaxAckBytes);
            _queues[MessageKind.Data] = new OutboxQueue(dataMessages, dataBytes);
            _slots[MessageKind.Birth] = new OutboxSlot();
            _slots[MessageKind.AlarmList] = new OutboxSlot();
            _slots[MessageKind.State] = new OutboxSlot();
            _window = window;
        }

        public int InFlight
        {
            get { return _inFlight; }
        }

        /// <summary>True where nothing waits and nothing is in flight.</summary>
        public bool IsEmpty
        {
            get { return MessageCount == 0; }
        }

        /// <summary>Messages of all kinds, in flight or not.</summary>
        public int MessageCount
        {
            get
            {
                return _queues[MessageKind.Alarm].Count + _queues[MessageKind.Ack].Count + BlockCount
                    + _slots[MessageKind.Birth].Count + _slots[MessageKind.AlarmList].Count + _slots[MessageKind.State].Count;
            }
        }

        public int BlockCount
        {
            get { return _queues[MessageKind.Data].Count; }
        }

        /// <summary>Heap bytes of all payloads.</summary>
        public int Bytes
        {
            get
            {
                return _queues[MessageKind.Alarm].Bytes + _queues[MessageKind.Ack].Bytes + _queues[MessageKind.Data].Bytes
                    + _slots[MessageKind.Birth].Bytes + _slots[MessageKind.AlarmList].Bytes + _slots[MessageKind.State].Bytes;
            }
        }

        /// <summary>Heap bytes at most without the blocks' payloads, which have a bound of their own.</summary>
        public static int OwnBytes(int dataMessages)
        {
            return OutboxQueue.OwnBytes(MaxAlarms) + MaxAlarmBytes + OutboxQueue.OwnBytes(MaxAcks) + MaxAckBytes
                + OutboxQueue.OwnBytes(dataMessages)
                + (2 * HeapSize.OfBytes(LongestBirthBytes)) + (2 * HeapSize.OfBytes(LongestStateBytes))
                + (2 * HeapSize.OfBytes(LongestAlarmListBytes)) + (3 * HeapSize.OfObject(3))
                + (2 * HeapSize.OfReferences(MessageKind.Count)) + HeapSize.OfObject(13);
        }

        /// <summary>Seq of the oldest block that waits; false where none does.</summary>
        public bool TryGetOldestSeq(out uint seq)
        {
            OutboxQueue data = _queues[MessageKind.Data];
            seq = data.Count == 0 ? 0 : data.LabelAt(0);
            return data.Count > 0;
        }

        /// <summary>True where so many blocks of this size fit without dropping another.</summary>
        public bool HasRoomForBlocks(int count, int blockBytes)
        {
            return _queues[MessageKind.Data].HasRoomFor(count, blockBytes);
        }

        /// <summary>True where one more alarm fits.</summary>
        public bool HasRoomForAlarm()
        {
            return _queues[MessageKind.Alarm].HasRoomFor(1, LongestAlarmBytes);
        }

        /// <summary>True where this many more answers fit.</summary>
        public bool HasRoomForAcks(int count)
        {
            return _queues[MessageKind.Ack].HasRoomFor(count, LongestAckBytes);
        }

        /// <summary>Takes a block; drops the oldest ones that are not in flight until it fits.</summary>
        /// <returns>False when even that made no room: the new block is dropped and counted itself.</returns>
        public bool PutBlock(byte[] block, uint seq)
        {
            OutboxQueue data = _queues[MessageKind.Data];
            while (!data.TryAdd(block, seq))
            {
                int oldest = data.FindUnsent(false);
                droppedBlocks++;
                if (oldest < 0)
                {
                    return false;
                }

                data.Remove(oldest);
            }

            return true;
        }

        /// <returns>False when there is no room: refused and counted.</returns>
        public bool PutAlarm(byte[] alarm)
        {
            bool added = _queues[MessageKind.Alarm].TryAdd(alarm, 0);
            refusedAlarms += added ? 0 : 1;
            return added;
        }

        /// <returns>False when there is no room: refused and counted.</returns>
        public bool PutAck(byte[] ack)
        {
            bool added = _queues[MessageKind.Ack].TryAdd(ack, 0);
            refusedAcks += added ? 0 : 1;
            return added;
        }

        /// <summary>Takes a retained message; an older one that was not sent yet is forgotten, since nobody would keep it.
        /// </summary>
        /// <param name="kind"><see cref="MessageKind.Birth"/>, <see cref="MessageKind.AlarmList"/> or
        /// <see cref="MessageKind.State"/>.</param>
        public void PutRetained(int kind, byte[] payload)
        {
            _slots[kind].Put(payload);
        }

        /// <summary>Shows the message to send next.</summary>
        /// <returns>False when none waits or the window is full.</returns>
        public bool TryPick(OutboxPick pick)
        {
            if (_inFlight >= _window)
            {
                return false;
            }

            for (int kind = 0; kind < MessageKind.Count; kind++)
            {
                if (kind == MessageKind.Data && _window > 1 && _dataInFlight >= _window - 1)
                {
                    return false;
                }

                if (TryPickOf(kind, pick))
                {
                    pick.kind = kind;
                    pick.ticket = _lastTicket == int.MaxValue ? 1 : _lastTicket + 1;
                    return true;
                }
            }

            return false;
        }

        /// <summary>The picked message went to the link.</summary>
        public void MarkSent(OutboxPick pick)
        {
            _lastTicket = pick.ticket;
            _inFlight++;
            if (_queues[pick.kind] != null)
            {
                _queues[pick.kind].MarkSent(pick.position, pick.ticket);
                _dataInFlight += pick.kind == MessageKind.Data ? 1 : 0;
            }
            else
            {
                _slots[pick.kind].MarkSent(pick.ticket);
            }
        }

        /// <summary>The broker has acknowledged this ticket: the message is delivered and leaves.</summary>
        /// <returns>False where it is not in flight: a second acknowledgement, or one of a lost connection; counted.</returns>
        public bool Acknowledge(int ticket)
        {
            for (int kind = 0; kind < MessageKind.Count; kind++)
            {
                if (_slots[kind] != null && _slots[kind].Acknowledge(ticket))
                {
                    return Delivered();
                }

                int position = _queues[kind] == null || ticket == 0 ? -1 : _queues[kind].FindTicket(ticket);
                if (position >= 0)
                {
                    _queues[kind].Remove(position);
                    _dataInFlight -= kind == MessageKind.Data ? 1 : 0;
                    acknowledgedBlocks += kind == MessageKind.Data ? 1 : 0;
                    return Delivered();
                }
            }

            unknownTickets++;
            return false;
        }

        /// <summary>The link is lost: all that was in flight waits again, in its old order.</summary>
        public void ReturnInFlight()
        {
            for (int kind = 0; kind < MessageKind.Count; kind++)
            {
                resentMessages += _queues[kind] != null ? _queues[kind].ReturnInFlight() : _slots[kind].ReturnInFlight();
            }

            _inFlight = 0;
            _dataInFlight = 0;
        }

        private bool TryPickOf(int kind, OutboxPick pick)
        {
            OutboxQueue queue = _queues[kind];
            if (queue == null)
            {
                pick.payload = _slots[kind].Waiting;
                return pick.payload != null;
            }

            pick.position = queue.FindUnsent(kind == MessageKind.Alarm);
            pick.payload = pick.position < 0 ? null : queue.PayloadAt(pick.position);
            return pick.payload != null;
        }

        private bool Delivered()
        {
            _inFlight--;
            acknowledgedMessages++;
            return true;
        }
    }
}
