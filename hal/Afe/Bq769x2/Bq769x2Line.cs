using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// The chip as a line of frames of three bytes: address or write, data, CRC. The answer to a frame comes with the next one
    /// and says what it answers. Knows nothing of what the registers mean.
    /// </summary>
    /// <remarks>
    /// BQ76952 data sheet, "SPI Protocol". A frame the chip had no time to answer brings FFFF00, one with a wrong CRC FFFFAA, a
    /// line with nobody on it FFFFFF; none of them is the answer to a register that is used here. Neither are 000000 (a line
    /// held low: right CRC, address 00) and a line that gives back what is sent: no two frames in a row ask for the same.
    /// </remarks>
    public sealed class Bq769x2Line
    {
        public const int FrameBytes = 3;

        /// <summary>From the end of a frame to the next: the chip answers a direct command within about 50 µs.</summary>
        public const int GapMicros = 60;

        // What became of an access. Pending: not asked yet.
        public const byte Good = 0;
        public const byte Pending = 1;
        public const byte Torn = 2;
        public const byte Busy = 3;
        public const byte Bad = 4;
        public const byte Silent = 5;

        // A chip that has something else to do (the end of a loop: some 350 µs) and a register that changed meanwhile are no
        // faults: asked again after a little while, this often in one piece of work.
        private const int BusyMicros = 100;
        private const int MostPatience = 100;

        /// <summary>Asked for when only the answer to the frame before is wanted. Nothing else reads it.</summary>
        public const int Idle = Bq769x2Registers.AlarmRawStatus;

        private readonly ISpiBus _bus;
        private readonly IClock _clock;
        private readonly byte[] _crcTable;
        private readonly byte[] _out;
        private readonly byte[] _in;
        private readonly int _retries;
        private long _readyAtMicros;
        private int _retriesLeft;
        private int _patience;

        /// <summary>The byte that the last access read.</summary>
        public int data;

        /// <summary>Accesses repeated since start; stays at the largest int.</summary>
        public int retryCount;

        /// <summary>Something was repeated since <see cref="Begin"/>.</summary>
        public bool repeated;

        public Bq769x2Line(ISpiBus bus, IClock clock, int retries)
        {
            _bus = bus;
            _clock = clock;
            _retries = retries;
            _crcTable = Crc8.Table;
            _out = new byte[FrameBytes];
            _in = new byte[FrameBytes];
        }

        /// <summary>Starts a piece of work that may repeat accesses this often in all.</summary>
        public void Begin(int retriesLeft)
        {
            _retriesLeft = retriesLeft;
            _patience = MostPatience;
            repeated = false;
        }

        /// <summary>Whether something that went wrong is to be tried again; counts it.</summary>
        /// <param name="tries">Repetitions of this access so far.</param>
        public bool MayRepeat(ref int tries)
        {
            if (tries >= _retries || _retriesLeft == 0)
            {
                return false;
            }

            tries++;
            _retriesLeft--;
            repeated = true;
            if (retryCount != int.MaxValue)
            {
                retryCount++;
            }

            return true;
        }

        /// <summary>Reads a byte into <see cref="data"/>.</summary>
        /// <returns>Good, Busy, Bad or Silent.</returns>
        public byte Read(int address)
        {
            int tries = 0;
            while (true)
            {
                Frame(address, 0xFF);
                Frame(Idle, 0xFF);
                byte state = Judge(address, -1);
                if (state == Good || !IsWorthAnother(state, ref tries))
                {
                    return state;
                }
            }
        }

        /// <summary>Writes a byte; good when the chip gave it back.</summary>
        /// <returns>Good, Bad or Silent.</returns>
        public byte Write(int address, int value)
        {
            int tries = 0;
            while (true)
            {
                Frame(Bq769x2Registers.Write | address, value);
                Frame(Idle, 0xFF);
                byte state = Judge(Bq769x2Registers.Write | address, value);
                if (state == Good || !IsWorthAnother(state, ref tries))
                {
                    return state;
                }
            }
        }

        /// <summary>Reads bytes that stand still meanwhile (the transfer buffer).</summary>
        /// <param name="count">1..32.</param>
        /// <returns>Good, or the state of the first that could not be read.</returns>
        public byte ReadBytes(int address, int count, byte[] into)
        {
            int wrong = 0;
            int tries = 0;
            for (int i = 0; i <= count; i++)
            {
                Frame(i < count ? address + i : Idle, 0xFF);
                if (i == 0)
                {
                    continue;
                }

                byte state = Judge(address + i - 1, -1);
                if (state == Good)
                {
                    into[i - 1] = _in[1];
                    continue;
                }

                wrong |= 1 << (i - 1);
                if (state != Busy && !MayRepeat(ref tries))
                {
                    return state;
                }
            }

            for (int i = 0; wrong != 0; i++)
            {
                if ((wrong & (1 << i)) == 0)
                {
                    continue;
                }

                wrong &= ~(1 << i);
                byte state = Read(address + i);
                if (state != Good)
                {
                    return state;
                }

                into[i] = (byte)data;
            }

            return Good;
        }

        /// <summary>Clears alarms and looks at once what has become of them, into <see cref="data"/>.</summary>
        /// <param name="bits">Of Alarm Status' low byte.</param>
        /// <returns>Good, Bad or Silent.</returns>
        public byte ClearAlarms(int bits)
        {
            const int low = Bq769x2Registers.AlarmStatus;
            int tries = 0;
            while (true)
            {
                Frame(Bq769x2Registers.Write | low, bits);
                Frame(Bq769x2Registers.Write | (low + 1), 0);
                byte first = Judge(Bq769x2Registers.Write | low, bits);
                Frame(low, 0xFF);
                byte second = Judge(Bq769x2Registers.Write | (low + 1), 0);
                Frame(Idle, 0xFF);
                byte state = Judge(low, -1);
                state = first != Good ? first : second != Good ? second : state;
                if (state == Good || !IsWorthAnother(state, ref tries))
                {
                    return state;
                }
            }
        }

        /// <summary>Whether an access that ended like this is to be tried again; waits a little where that helps.</summary>
        /// <param name="tries">Repetitions of this access so far.</param>
        public bool IsWorthAnother(byte state, ref int tries)
        {
            if (state > Busy)
            {
                return MayRepeat(ref tries);
            }

            if (_patience == 0)
            {
                return false;
            }

            _patience--;
            _clock.DelayMicros(BusyMicros);
            return true;
        }

        /// <summary>Takes over what came with the last frame.</summary>
        public void CopyReply(byte[] into, int at)
        {
            into[at] = _in[0];
            into[at + 1] = _in[1];
            into[at + 2] = _in[2];
        }

        private byte Judge(int first, int second)
        {
            if ((_in[0] & _in[1] & _in[2]) == 0xFF)
            {
                return Silent;
            }

            if (_in[0] == 0xFF && _in[1] == 0xFF && _in[2] == 0)
            {
                return Busy;
            }

            if (_in[0] != first || (second >= 0 && _in[1] != second) || _crcTable[_crcTable[first] ^ _in[1]] != _in[2])
            {
                return Bad;
            }

            data = _in[1];
            return Good;
        }

        /// <summary>Sends a frame, and gets the answer to the one before.</summary>
        public void Frame(int first, int second)
        {
            long left = _readyAtMicros - _clock.MonotonicMicros();
            if (left > 0)
            {
                _clock.DelayMicros((int)left);
            }

            _out[0] = (byte)first;
            _out[1] = (byte)second;
            _out[2] = _crcTable[_crcTable[first] ^ second];
            _bus.Transfer(_out, _in, FrameBytes);
            _readyAtMicros = _clock.MonotonicMicros() + GapMicros;
        }
    }
}
