using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Says which pieces hold the learned baselines, and which cells were forgotten since they were written. A small record of
    /// <see cref="RecordStore"/>; numbers low byte first.
    /// </summary>
    /// <remarks>
    /// Byte 0 version, 1; 1 generation, 0 or 1; 2..5 length of the image, 0: none; 6..9 which chip and cell map it is about; 10..25
    /// marks of the last four commands; 26..61 a bit a cell, set: forgotten; then 4 bytes CRC-32 of each piece. Not changed once it is
    /// stored: a change is a new one.
    /// </remarks>
    public sealed class BaselineHead
    {
        public const string RecordName = "baseline";

        /// <summary>Length of a piece, bytes; the last one is shorter. A file of littlefs takes whole blocks of 4,096.</summary>
        public const int PieceBytes = 4000;

        private const int Version = 1;
        private const int MarkAt = 10;
        private const int MarkCount = 4;
        private const int CellAt = 26;
        private const int CellBytes = 36;
        private const int CrcAt = 62;

        /// <summary>What the cells are of.</summary>
        public readonly uint map;

        /// <summary>Of the image, bytes.</summary>
        public readonly int length;

        private readonly byte[] _record;

        /// <summary>Nothing is stored yet.</summary>
        public BaselineHead(uint map)
            : this(new byte[CrcAt])
        {
            this.map = map;
            _record[0] = Version;
            Put(6, map);
        }

        private BaselineHead(byte[] record)
        {
            _record = record;
            length = (int)Get(2);
            map = Get(6);
        }

        /// <summary>Number of pieces.</summary>
        public int PieceCount
        {
            get { return (length + PieceBytes - 1) / PieceBytes; }
        }

        /// <summary>Heap bytes, with an image of that length.</summary>
        public static int BytesFor(int imageBytes)
        {
            return HeapSize.OfObject(3) + HeapSize.OfBytes(CrcAt + ((imageBytes / PieceBytes) * 4) + 4);
        }

        /// <summary>Reads a record.</summary>
        /// <returns>Null where it is not of this version.</returns>
        public static BaselineHead From(byte[] record)
        {
            if (record.Length < CrcAt || record[0] != Version || record[1] > 1)
            {
                return null;
            }

            BaselineHead head = new BaselineHead(record);
            return head.length >= 0 && head.length <= LearnedImage.MostBytes && record.Length == CrcAt + (4 * head.PieceCount)
                ? head
                : null;
        }

        /// <summary>A number for a command, so that it is known when it comes again.</summary>
        public static uint MarkOf(string commandId, int cell)
        {
            byte[] text = new byte[(2 * commandId.Length) + 2];
            for (int i = 0; i < commandId.Length; i++)
            {
                text[2 * i] = (byte)commandId[i];
                text[(2 * i) + 1] = (byte)(commandId[i] >> 8);
            }

            text[2 * commandId.Length] = (byte)cell;
            text[(2 * commandId.Length) + 1] = (byte)(cell >> 8);

            // 0 is the mark of none.
            uint mark = Crc32.Compute(text, 0, text.Length);
            return mark == 0 ? 1 : mark;
        }

        /// <summary>The payload to store.</summary>
        public byte[] ToRecord()
        {
            return _record;
        }

        /// <summary>File of a piece.</summary>
        public string FileOf(int index)
        {
            return RecordName + (_record[1] == 0 ? "-a" : "-b") + index;
        }

        public uint CrcOf(int index)
        {
            return Get(CrcAt + (4 * index));
        }

        /// <summary>Only on one that <see cref="Next"/> made, before it is stored.</summary>
        public void SetCrc(int index, uint crc)
        {
            Put(CrcAt + (4 * index), crc);
        }

        public bool HasMark(uint mark)
        {
            for (int i = 0; i < MarkCount; i++)
            {
                if (Get(MarkAt + (4 * i)) == mark)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>True where the image may still hold what was learned about this cell, and it was forgotten since.</summary>
        public bool IsForgotten(int cell)
        {
            return (_record[CellAt + (cell >> 3)] & (1 << (cell & 7))) != 0;
        }

        /// <summary>The head of the image that is written next, in the other generation: no cell is forgotten in it.</summary>
        public BaselineHead Next(int imageBytes)
        {
            byte[] record = new byte[CrcAt + (4 * ((imageBytes + PieceBytes - 1) / PieceBytes))];
            System.Array.Copy(_record, 0, record, 0, CellAt);
            record[1] = (byte)(1 - _record[1]);
            for (int i = 0; i < 4; i++)
            {
                record[2 + i] = (byte)(imageBytes >> (8 * i));
            }

            return new BaselineHead(record);
        }

        /// <summary>This head with a cell forgotten by a command.</summary>
        /// <param name="cell">From 0; -1: all.</param>
        public BaselineHead Forgetting(int cell, uint mark)
        {
            byte[] record = new byte[_record.Length];
            System.Array.Copy(_record, 0, record, 0, record.Length);
            System.Array.Copy(_record, MarkAt, record, MarkAt + 4, 4 * (MarkCount - 1));
            for (int i = 0; i < 4; i++)
            {
                record[MarkAt + i] = (byte)(mark >> (8 * i));
            }

            for (int i = 0; i < CellBytes; i++)
            {
                record[CellAt + i] |= cell < 0 ? (byte)0xFF : cell >> 3 == i ? (byte)(1 << (cell & 7)) : (byte)0;
            }

            return new BaselineHead(record);
        }

        private void Put(int at, uint value)
        {
            for (int i = 0; i < 4; i++)
            {
                _record[at + i] = (byte)(value >> (8 * i));
            }
        }

        private uint Get(int at)
        {
            return _record[at] | ((uint)_record[at + 1] << 8) | ((uint)_record[at + 2] << 16) | ((uint)_record[at + 3] << 24);
        }
    }
}
