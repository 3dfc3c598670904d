using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// From rows to blocks in the outbox: one buffer is open, one may be sealed and on its way through the encoder, a row a call.
    /// Numbers blocks without a gap.
    /// </summary>
    /// <remarks>
    /// A buffer gives one block, or two when it holds temperatures and something else: temperatures change so rarely that
    /// they cost less in a block of their own, right after that of the same rows' cells and pack.
    /// </remarks>
    public sealed class BlockLine
    {
        /// <summary>Blocks of one buffer at most.</summary>
        public const int MostBlocks = 2;

        private readonly BlockEncoder _encoder;
        private readonly Outbox _outbox;
        private RowBuffer _open;
        private RowBuffer _sealed;
        private bool _isEncoding;

        // The block that is being encoded, and the groups of the one that follows it from the same rows; 0: none does.
        private uint _encodedSeq;
        private int _laterGroups;

        private int _openFlags;
        private int _missedSamples;

        /// <param name="firstSeq">Number of the first block: 0 in every boot.</param>
        public BlockLine(PackLayout layout, BlockEncoder encoder, Outbox outbox, uint firstSeq)
        {
            _encoder = encoder;
            _outbox = outbox;
            _open = new RowBuffer(layout);
            _sealed = new RowBuffer(layout);
            _open.Open(firstSeq);
        }

        /// <summary>Number of the first block that the open rows will give.</summary>
        public uint OpenSeq
        {
            get { return _open.seq; }
        }

        public int OpenRowCount
        {
            get { return _open.rowCount; }
        }

        /// <summary>True while sealed rows have not all reached the outbox.</summary>
        public bool IsEncoding
        {
            get { return _isEncoding; }
        }

        /// <summary>True where a sample at this time belongs to later blocks: seal first.</summary>
        /// <param name="blockMs">The longest time from a block's first row.</param>
        public bool IsOver(long sampleTimeMs, long blockMs)
        {
            return _open.rowCount > 0 && sampleTimeMs - _open.firstTimeMs >= blockMs;
        }

        /// <summary>Samples that were due but not taken leave a gap. Inside a block its times show it; before its first row the
        /// block says it.</summary>
        /// <param name="missedSamples">Since boot.</param>
        public void NoteMissed(int missedSamples)
        {
            if (missedSamples != _missedSamples && _open.rowCount == 0)
            {
                _openFlags = BlockFlags.GapBefore;
            }

            _missedSamples = missedSamples;
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
            int flags = _openFlags;
            _openFlags = 0;

            int groups = 0;
            for (int i = 0; i < _sealed.rowCount; i++)
            {
                groups |= _sealed.groupMask[i];
            }

            int others = groups & ~SignalGroups.Temperatures;
            _laterGroups = others == 0 ? 0 : groups & SignalGroups.Temperatures;
            _open.Open(_sealed.seq + (_laterGroups == 0 ? 1u : 2u));
            _encodedSeq = _sealed.seq;
            _encoder.Begin(_sealed, flags, groups & ~_laterGroups, _encodedSeq);
            _isEncoding = true;
        }

        /// <summary>Encodes one more row; a finished block goes to the outbox.</summary>
        public void EncodeRow()
        {
            if (!_isEncoding || !_encoder.EncodeNextRow())
            {
                return;
            }

            _outbox.PutBlock(_encoder.Finish(), _encodedSeq);
            _isEncoding = _laterGroups != 0;
            if (_isEncoding)
            {
                _encodedSeq++;
                _encoder.Begin(_sealed, 0, _laterGroups, _encodedSeq);
                _laterGroups = 0;
            }
        }
    }
}
