using System;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Turns the rows of one <see cref="RowBuffer"/> into one block of docs/wire-contract.md, "Block", a row a call.
    /// </summary>
    public sealed class BlockEncoder
    {
        private readonly PackLayout _layout;
        private readonly byte[] _output;
        private RowBuffer _rows;
        private int _length;
        private int _nextRow;

        /// <param name="boxId">1 to 32 characters of [a-z0-9-].</param>
        /// <param name="bootNumber">Of this life of the box.</param>
        public BlockEncoder(PackLayout layout, string boxId, int bootNumber)
        {
            _layout = layout;
            _output = new byte[MaxBytesFor(layout)];
        }

        /// <summary>The longest block that a layout can give.</summary>
        public static int MaxBytesFor(PackLayout layout)
        {
            return 256 + (RowBuffer.MaxRows * (32 + (5 * layout.cellCount) + (5 * layout.probeCount)));
        }

        /// <summary>Bytes on the device's heap for this layout.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return MaxBytesFor(layout) + 20;
        }

        /// <summary>Starts a block.</summary>
        public void Begin(RowBuffer rows, int flags)
        {
            _rows = rows;
            _length = 0;
            _nextRow = 0;
        }

        /// <summary>Codes one more row.</summary>
        /// <returns>True when the block is complete.</returns>
        public bool EncodeNextRow()
        {
            if (_nextRow < _rows.rowCount)
            {
                int from = _nextRow * _layout.cellCount;
                for (int i = 0; i < _layout.cellCount; i++)
                {
                    int value = _rows.cellMicrovolts[from + i];
                    _output[_length++] = (byte)(value >> 16);
                    _output[_length++] = (byte)(value >> 8);
                    _output[_length++] = (byte)value;
                }

                _nextRow++;
            }

            return _nextRow >= _rows.rowCount;
        }

        /// <summary>The block, a new array of exactly its bytes.</summary>
        public byte[] Finish()
        {
            byte[] block = new byte[_length + 4];
            Array.Copy(_output, block, _length);
            uint crc = Crc32.Compute(block, 0, _length);
            block[_length] = (byte)crc;
            block[_length + 1] = (byte)(crc >> 8);
            block[_length + 2] = (byte)(crc >> 16);
            block[_length + 3] = (byte)(crc >> 24);
            return block;
        }
    }
}
