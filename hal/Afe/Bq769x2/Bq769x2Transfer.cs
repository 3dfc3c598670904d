using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Subcommands and data memory, through the chip's transfer buffer of 32 bytes. Each block read bears the chip's
    /// checksum over address and data, each one written is taken by the chip only with the right one.</summary>
    /// <remarks>BQ76952 technical reference manual, "Data Memory Access": address to 3E and 3F; when both read back as written,
    /// length is in 61 (data, address, checksum and itself), data in 40.., checksum in 60.</remarks>
    public sealed class Bq769x2Transfer
    {
        public const int BlockBytes = 32;

        // A block stands ready after 0.7 ms; the slowest subcommand (a signature of the whole ROM, not used here) takes 8.5 ms.
        public const int ReadyPollMicros = 300;
        private const int ReadyPolls = 40;

        /// <summary>What the chip is given to take a written block over.</summary>
        public const int WriteMicros = 2000;

        private const int Overhead = 4;

        private readonly Bq769x2Line _line;
        private readonly IClock _clock;

        /// <summary>[32] the block read last.</summary>
        public readonly byte[] block;

        /// <summary>Its bytes.</summary>
        public int length;

        public Bq769x2Transfer(Bq769x2Line line, IClock clock)
        {
            _line = line;
            _clock = clock;
            block = new byte[BlockBytes];
        }

        /// <summary>Sends a subcommand that answers nothing, or begins one that does.</summary>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte Send(int command)
        {
            byte state = _line.Write(Bq769x2Registers.SubcommandLow, command & 0xFF);
            return state != Bq769x2Line.Good ? state : _line.Write(Bq769x2Registers.SubcommandHigh, command >> 8);
        }

        /// <summary>Reads what a subcommand answers, or data memory from an address on, into <see cref="block"/>.</summary>
        /// <param name="least">Bytes wanted; fewer is Bad.</param>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte ReadBlock(int command, int least)
        {
            int tries = 0;
            while (true)
            {
                byte state = TryReadBlock(command, least);
                if (state == Bq769x2Line.Good || state == Bq769x2Line.Silent || !_line.MayRepeat(ref tries))
                {
                    return state;
                }
            }
        }

        /// <summary>Writes data memory. The chip must be in CONFIG_UPDATE mode; the caller reads back.</summary>
        /// <param name="bytes">1 or 2, low byte first.</param>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte WriteMemory(int address, int value, int bytes)
        {
            byte state = Send(address);
            int sum = (address & 0xFF) + (address >> 8);
            for (int i = 0; i < bytes && state == Bq769x2Line.Good; i++)
            {
                int part = (value >> (8 * i)) & 0xFF;
                sum += part;
                state = _line.Write(Bq769x2Registers.Buffer + i, part);
            }

            if (state == Bq769x2Line.Good)
            {
                state = _line.Write(Bq769x2Registers.BufferChecksum, ~sum & 0xFF);
            }

            if (state == Bq769x2Line.Good)
            {
                state = _line.Write(Bq769x2Registers.BufferLength, bytes + Overhead);
            }

            _clock.DelayMicros(WriteMicros);
            return state;
        }

        /// <summary>16 bits of the block, low byte first.</summary>
        public int Word(int offset)
        {
            return block[offset] | (block[offset + 1] << 8);
        }

        private byte TryReadBlock(int command, int least)
        {
            byte state = Send(command);
            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            state = WaitUntilReady(command);
            if (state == Bq769x2Line.Good)
            {
                state = _line.Read(Bq769x2Registers.BufferLength);
            }

            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            length = _line.data - Overhead;
            if (length < least || length > BlockBytes)
            {
                return Bq769x2Line.Bad;
            }

            state = _line.ReadBytes(Bq769x2Registers.Buffer, length, block);
            if (state == Bq769x2Line.Good)
            {
                state = _line.Read(Bq769x2Registers.BufferChecksum);
            }

            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            int sum = (command & 0xFF) + (command >> 8);
            for (int i = 0; i < length; i++)
            {
                sum += block[i];
            }

            return (~sum & 0xFF) == _line.data ? Bq769x2Line.Good : Bq769x2Line.Bad;
        }

        /// <summary>Until the address reads back as written: FFFF before.</summary>
        private byte WaitUntilReady(int command)
        {
            for (int i = 0; i < ReadyPolls; i++)
            {
                _clock.DelayMicros(ReadyPollMicros);
                byte state = _line.Read(Bq769x2Registers.SubcommandLow);
                if (state != Bq769x2Line.Good)
                {
                    return state;
                }

                if (_line.data != (command & 0xFF))
                {
                    continue;
                }

                state = _line.Read(Bq769x2Registers.SubcommandHigh);
                if (state != Bq769x2Line.Good)
                {
                    return state;
                }

                if (_line.data == command >> 8)
                {
                    return Bq769x2Line.Good;
                }
            }

            return Bq769x2Line.Bad;
        }
    }
}
