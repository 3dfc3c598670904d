using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>A retained message: only the latest counts. One may be in flight while a newer one waits.</summary>
    public sealed class OutboxSlot
    {
        private byte[] _waiting;
        private byte[] _sent;
        private int _ticket;

        /// <summary>The message to send next; null: none.</summary>
        public byte[] Waiting
        {
            get { return _ticket == 0 ? _waiting : null; }
        }

        /// <summary>True where nothing waits and nothing is in flight.</summary>
        public bool IsEmpty
        {
            get { return _waiting == null && _ticket == 0; }
        }

        /// <summary>Messages it holds: 0..2.</summary>
        public int Count
        {
            get { return (_waiting == null ? 0 : 1) + (_ticket == 0 ? 0 : 1); }
        }

        /// <summary>Heap bytes of what it holds.</summary>
        public int Bytes
        {
            get
            {
                return (_waiting == null ? 0 : HeapSize.OfBytes(_waiting.Length))
                    + (_ticket == 0 ? 0 : HeapSize.OfBytes(_sent.Length));
            }
        }

        /// <summary>Takes the place of an older message that was not sent yet.</summary>
        public void Put(byte[] payload)
        {
            _waiting = payload;
        }

        public void MarkSent(int ticket)
        {
            _sent = _waiting;
            _waiting = null;
            _ticket = ticket;
        }

        /// <returns>False where it is not this one's ticket.</returns>
        public bool Acknowledge(int ticket)
        {
            if (_ticket == 0 || _ticket != ticket)
            {
                return false;
            }

            _ticket = 0;
            _sent = null;
            return true;
        }

        /// <summary>The link is gone: what was in flight is sent again, unless something newer waits.</summary>
        /// <returns>1 where something was in flight, else 0.</returns>
        public int ReturnInFlight()
        {
            if (_ticket == 0)
            {
                return 0;
            }

            if (_waiting == null)
            {
                _waiting = _sent;
            }

            _sent = null;
            _ticket = 0;
            return 1;
        }
    }
}
