namespace DataBox.Afe
{
    /// <summary>Reads 16-bit registers that may change meanwhile, in one row of frames.</summary>
    public sealed class Bq769x2PairReader
    {
        private readonly Bq769x2Line _line;
        private readonly byte[] _crcTable;

        public Bq769x2PairReader(Bq769x2Line line)
        {
            _line = line;
            _crcTable = Crc8.Table;
        }

        /// <summary>Reads registers until they are good or the repetitions used up. Those that are good are not read again.
        /// </summary>
        /// <param name="address">[count] of each low byte.</param>
        /// <param name="state">[count] what became of each.</param>
        /// <param name="value">[count] the good ones.</param>
        /// <param name="replies">[count * 9] room for what comes back.</param>
        /// <returns>True when all are good.</returns>
        public bool Take(byte[] address, byte[] state, short[] value, int count, byte[] replies)
        {
            for (int i = 0; i < count; i++)
            {
                state[i] = Bq769x2Line.Pending;
            }

            int tries = 0;
            while (true)
            {
                Read(address, state, count, replies);
                if (Bq769x2PairKernel.Take(_crcTable, replies, address, state, value, count) == 0)
                {
                    return true;
                }

                byte worst = Bq769x2Line.Torn;
                for (int i = 0; i < count; i++)
                {
                    worst = state[i] > worst ? state[i] : worst;
                }

                if (!_line.IsWorthAnother(worst, ref tries))
                {
                    return false;
                }
            }
        }

        private void Read(byte[] address, byte[] state, int count, byte[] replies)
        {
            int to = -1;
            for (int i = 0; i < count; i++)
            {
                if (state[i] == Bq769x2Line.Good)
                {
                    continue;
                }

                int low = address[i];
                for (int k = 0; k < 3; k++)
                {
                    _line.Frame(k == 1 ? low : low + 1, 0xFF);
                    if (to >= 0)
                    {
                        _line.CopyReply(replies, to);
                    }

                    to = (i * Bq769x2PairKernel.ReplyBytes) + (k * Bq769x2Line.FrameBytes);
                }
            }

            _line.Frame(Bq769x2Line.Idle, 0xFF);
            if (to >= 0)
            {
                _line.CopyReply(replies, to);
            }
        }
    }
}
