using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// The chain as a line of frames: commands, group reads and writes, and the waking that must come before them, from one end
    /// or from both. Knows nothing of what the registers mean.
    /// </summary>
    /// <remarks>
    /// LTC6812-1 data sheet, "Waking Up the Serial Interface" and "Waking a Daisy Chain": the port idles 4.3 ms after the last
    /// traffic at the earliest, the core sleeps 1.8 s after the last valid command at the earliest. Both are judged by the
    /// injected clock before every transfer, for each end by itself, so a box that was held up between two transfers wakes the
    /// port again. "Reversible isoSPI": whichever port sees select fall becomes the one that takes the command, frame by frame,
    /// so an end needs no preparation but waking; a wake-up that comes in at the far port is not handed on by the device itself,
    /// which the one pulse a device used here does not rely on.
    /// </remarks>
    public sealed class Ltc681xLine
    {
        /// <summary>Bytes of a command, and of one device's register group with its PEC.</summary>
        public const int CommandBytes = 4;
        public const int GroupBytes = 8;

        private const int IdleAfterMicros = 4000;
        private const int SleepAfterMicros = 1800000;

        // A pulse a device: one that is awake already hands it on, one that is not eats it. Works from any mixture.
        private const int SleepPulseMicros = 300;
        private const int SleepGapMicros = 110;     // with the pulse: tWAKE, 400 µs at most
        private const int IdlePulseMicros = 10;     // the bridge itself may need 8 µs to come up
        private const int IdleGapMicros = 10;       // tREADY, 10 µs at most

        private readonly ISpiBus _bus;
        private readonly ISpiBus _farBus;
        private readonly IClock _clock;
        private readonly int _deviceCount;
        private readonly byte[] _readOut;
        private readonly byte[] _writeOut;
        private readonly byte[] _farIn;
        private bool _wasUsed;
        private bool _farWasUsed;
        private long _lastMicros;
        private long _farLastMicros;

        /// <summary>[4 + 8 * deviceCount] what came back in the last transfer: the nearest device's group at byte 4, whichever
        /// end it was read from.</summary>
        public readonly byte[] reply;

        /// <summary>Devices 0..split-1 are reached from the near end, the others from the far end; deviceCount: all from the
        /// near end. Only with a far bus may it be less.</summary>
        public int split;

        /// <summary>When the last transfer began, µs.</summary>
        public long startMicros;

        /// <summary>Transfers so far, and how often a whole end was woken from sleep; both wrap.</summary>
        public int transfers;
        public int wakes;

        public Ltc681xLine(ISpiBus bus, IClock clock, int deviceCount)
            : this(bus, null, clock, deviceCount)
        {
        }

        /// <param name="farBus">The bridge behind the farthest device; null: none.</param>
        public Ltc681xLine(ISpiBus bus, ISpiBus farBus, IClock clock, int deviceCount)
        {
            _bus = bus;
            _farBus = farBus;
            _clock = clock;
            _deviceCount = deviceCount;
            split = deviceCount;
            int length = CommandBytes + (GroupBytes * deviceCount);
            _readOut = new byte[length];
            _writeOut = new byte[length];
            _farIn = farBus == null ? null : new byte[length];
            reply = new byte[length];
            for (int i = 0; i < length; i++)
            {
                _readOut[i] = 0xFF;
                reply[i] = 0xFF;
            }
        }

        /// <summary>There is a second bridge behind the farthest device.</summary>
        public bool HasFarEnd
        {
            get { return _farBus != null; }
        }

        /// <summary>Sends a command without data to every device.</summary>
        /// <param name="frame">Of <see cref="Ltc681xCommands"/>.</param>
        public void Command(int frame)
        {
            if (split != 0)
            {
                Send(false, _readOut, reply, frame, CommandBytes);
            }

            if (split != _deviceCount)
            {
                Send(true, _readOut, _farIn, frame, CommandBytes);
            }
        }

        /// <summary>Reads a register group of every device into <see cref="reply"/>.</summary>
        public void Read(int frame)
        {
            if (split != 0)
            {
                Send(false, _readOut, reply, frame, CommandBytes + (GroupBytes * split));
            }

            if (split != _deviceCount)
            {
                Send(true, _readOut, _farIn, frame, CommandBytes + (GroupBytes * (_deviceCount - split)));

                // Seen from there, the farthest device comes first.
                int from = CommandBytes;
                for (int d = _deviceCount - 1; d >= split; d--, from += GroupBytes)
                {
                    System.Array.Copy(_farIn, from, reply, CommandBytes + (GroupBytes * d), GroupBytes);
                }
            }
        }

        /// <summary>Clocks the near end on after PLADC.</summary>
        /// <param name="bytes">1..8 * deviceCount.</param>
        /// <returns>How many clocks after the command the line last was low, that is, some device was converting; the first
        /// deviceCount clocks are always low. 8 * bytes at most.</returns>
        public int Poll(int bytes)
        {
            int length = CommandBytes + bytes;
            Send(false, _readOut, reply, Ltc681xCommands.Poll, length);
            for (int i = length - 1; i >= CommandBytes; i--)
            {
                int value = reply[i];
                if (value != 0xFF)
                {
                    int bits = (i + 1 - CommandBytes) * 8;
                    for (; (value & 1) != 0; value >>= 1)
                    {
                        bits--;
                    }

                    return bits;
                }
            }

            return 0;
        }

        /// <summary>Writes a register group of every device; at each end, the farthest from it goes out first.</summary>
        /// <param name="data">[6 * deviceCount], device 0, the nearest, first.</param>
        public void Write(int frame, byte[] data)
        {
            if (split != 0)
            {
                int to = CommandBytes;
                for (int d = split - 1; d >= 0; d--, to += GroupBytes)
                {
                    PutGroup(data, d, to);
                }

                Send(false, _writeOut, reply, frame, to);
            }

            if (split != _deviceCount)
            {
                int to = CommandBytes;
                for (int d = split; d < _deviceCount; d++, to += GroupBytes)
                {
                    PutGroup(data, d, to);
                }

                Send(true, _writeOut, _farIn, frame, to);
            }
        }

        /// <summary>Wakes all devices from sleep from each end in use, whatever state each is in. Takes 0.41 ms a device and end.
        /// </summary>
        public void WakeAll()
        {
            if (split != 0)
            {
                WakeFromSleep(false, _deviceCount);
            }

            if (split != _deviceCount)
            {
                WakeFromSleep(true, _deviceCount);
            }
        }

        /// <summary>Time a transfer takes at the bus's clock rate, µs, rounded up; the board's overhead not included.</summary>
        public static int TransferMicros(int bytes, int clockHz)
        {
            // 132 bytes at most: 1,056 bits * 1,000,000 passes 32 bits.
            return (int)((((long)bytes * 8 * 1000000) + clockHz - 1) / clockHz);
        }

        /// <summary>Time that waking an idle chain takes beside the transfers' overhead, µs.</summary>
        public static int IdleWakeMicros(int deviceCount)
        {
            return deviceCount * (IdlePulseMicros + IdleGapMicros);
        }

        /// <summary>True when a pause of this length lets the port go idle.</summary>
        public static bool IdlesAfter(int pauseMicros)
        {
            return pauseMicros > IdleAfterMicros;
        }

        private void PutGroup(byte[] data, int device, int to)
        {
            byte[] writeOut = _writeOut;
            System.Array.Copy(data, device * 6, writeOut, to, 6);
            int pec = Pec15.Compute(writeOut, to, 6);
            writeOut[to + 6] = (byte)(pec >> 8);
            writeOut[to + 7] = (byte)pec;
        }

        private void Send(bool far, byte[] writeOut, byte[] into, int frame, int length)
        {
            WakeIfNeeded(far);
            writeOut[0] = (byte)(frame >> 24);
            writeOut[1] = (byte)(frame >> 16);
            writeOut[2] = (byte)(frame >> 8);
            writeOut[3] = (byte)frame;
            ISpiBus bus = far ? _farBus : _bus;

            // The end of the traffic is reckoned from its start: a clock read afterwards may come 20 ms late, when another
            // thread had its turn, and would call an idle port awake.
            startMicros = _clock.MonotonicMicros();
            bus.Transfer(writeOut, into, length);
            NoteTraffic(far, startMicros + TransferMicros(length, bus.ClockHz));
            transfers++;
        }

        private void NoteTraffic(bool far, long micros)
        {
            if (far)
            {
                _farLastMicros = micros;
                _farWasUsed = true;
            }
            else
            {
                _lastMicros = micros;
                _wasUsed = true;
            }
        }

        private void WakeIfNeeded(bool far)
        {
            bool wasUsed = far ? _farWasUsed : _wasUsed;
            int devices = far ? _deviceCount - split : split;
            long pauseMicros = _clock.MonotonicMicros() - (far ? _farLastMicros : _lastMicros);
            if (!wasUsed || pauseMicros > SleepAfterMicros)
            {
                WakeFromSleep(far, devices);
            }
            else if (pauseMicros > IdleAfterMicros)
            {
                ISpiBus bus = far ? _farBus : _bus;
                for (int d = 0; d < devices; d++)
                {
                    bus.Pulse(IdlePulseMicros);
                    _clock.DelayMicros(IdleGapMicros);
                }
            }
        }

        private void WakeFromSleep(bool far, int devices)
        {
            ISpiBus bus = far ? _farBus : _bus;
            wakes++;
            for (int d = 0; d < devices; d++)
            {
                NoteTraffic(far, _clock.MonotonicMicros());
                bus.Pulse(SleepPulseMicros);
                _clock.DelayMicros(SleepGapMicros);
            }
        }
    }
}
