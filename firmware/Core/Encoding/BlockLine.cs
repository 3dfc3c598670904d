using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// From rows to blocks in the outbox: one block is open, one may be sealed and on its way through the encoder, a row a call.
    /// Numbers blocks without a gap.
    /// </summary>
    public sealed class BlockLine
    {
        private readonly BlockEncoder _encoder;
        private readonly Outbox _outbox;
        private RowBuffer _open;
        private RowBuffer _sealed;
        private bool _isEncoding;

        /// <param name="firstSeq">Number of the first block: 0 in every boot.</param>
        public BlockLine(PackLayout layout, BlockEncoder encoder, Outbox outbox, uint firstSeq)
        {
            _encoder = encoder;
            _outbox = outbox;
            _open = new RowBuffer(layout);
            _sealed = new RowBuffer(layout);
            _open.Open(firstSeq);
        }

        /// <summary>Number of the open block.</summary>
        public uint OpenSeq
        {
            get { return _open.seq; }
        }

        public int OpenRowCount
        {
            get { return _open.rowCount; }
        }

        /// <summary>True while a sealed block has not reached the outbox.</summary>
        public bool IsEncoding
        {
            get { return _isEncoding; }
        }

        /// <summary>True where a sample at this time belongs to a later block: seal first.</summary>
        /// <param name="blockMs">The longest time from a block's first row.</param>
        public bool IsOver(long sampleTimeMs, long blockMs)
        {
            return _open.rowCount > 0 && sampleTimeMs - _open.firstTimeMs >= blockMs;
        }

        /// <summary>Adds a row; seals the block when that was its last.</summary>
        public void Add(PackSample sample, int groupMask)
        {
            _open.Add(sample, groupMask);
            if (_open.rowCount == RowBuffer.MaxRows)
            {
                Seal();
            }
        }

        /// <summary>Closes the open block and opens the next one. A block without rows stays open and keeps its number, so
        /// numbers have no gap.</summary>
        public void Seal()
        {
            if (_open.rowCount == 0)
            {
                return;
            }

            // There are two buffers: what is still in the encoder has to leave it now. No row is ever lost for time.
            while (_isEncoding)
            {
                EncodeRow();
            }

            RowBuffer next = _sealed;
            _sealed = _open;
            _open = next;
            _open.Open(_sealed.seq + 1);
            _encoder.Begin(_sealed, 0);
            _isEncoding = true;
        }

        /// <summary>Encodes one more row; the finished block goes to the outbox.</summary>
        public void EncodeRow()
        {
            if (_isEncoding && _encoder.EncodeNextRow())
            {
                _isEncoding = false;
                _outbox.PutBlock(_encoder.Finish(), _sealed.seq);
            }
        }
    }
}
