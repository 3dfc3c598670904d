using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// The chain as a line of frames: commands, group reads and writes, and the waking that must come before them. Knows nothing
    /// of what the registers mean.
    /// </summary>
    /// <remarks>
    /// LTC6812-1 data sheet, "Waking Up the Serial Interface" and "Waking a Daisy Chain": the port idles 4.3 ms after the last
    /// traffic at the earliest, the core sleeps 1.8 s after the last valid command at the earliest. Both are judged by the
    /// injected clock before every transfer, so a box that was held up between two transfers wakes the port again.
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
        private readonly IClock _clock;
        private readonly int _deviceCount;
        private readonly int _clockHz;
        private readonly byte[] _readOut;
        private readonly byte[] _writeOut;
        private bool _wasUsed;
        private long _lastMicros;

        /// <summary>[4 + 8 * deviceCount] what came back in the last transfer: the nearest device's group at byte 4.</summary>
        public readonly byte[] reply;

        public Ltc681xLine(ISpiBus bus, IClock clock, int deviceCount)
        {
            _bus = bus;
            _clock = clock;
            _deviceCount = deviceCount;
            _clockHz = bus.ClockHz;
            int length = CommandBytes + (GroupBytes * deviceCount);
            _readOut = new byte[length];
            _writeOut = new byte[length];
            reply = new byte[length];
            for (int i = 0; i < length; i++)
            {
                _readOut[i] = 0xFF;
            }
        }

        /// <summary>Sends a command without data.</summary>
        /// <param name="frame">Of <see cref="Ltc681xCommands"/>.</param>
        public void Command(int frame)
        {
            Send(_readOut, frame, CommandBytes);
        }

        /// <summary>Reads a register group of every device into <see cref="reply"/>.</summary>
        public void Read(int frame)
        {
            Send(_readOut, frame, _readOut.Length);
        }

        /// <summary>Writes a register group of every device; the farthest goes out first.</summary>
        /// <param name="data">[6 * deviceCount], device 0, the nearest, first.</param>
        public void Write(int frame, byte[] data)
        {
            byte[] writeOut = _writeOut;
            int to = CommandBytes;
            for (int d = _deviceCount - 1; d >= 0; d--)
            {
                System.Array.Copy(data, d * 6, writeOut, to, 6);
                int pec = Pec15.Compute(writeOut, to, 6);
                writeOut[to + 6] = (byte)(pec >> 8);
                writeOut[to + 7] = (byte)pec;
                to += GroupBytes;
            }

            Send(writeOut, frame, writeOut.Length);
        }

        /// <summary>Wakes all devices from sleep, whatever state each is in. Takes 0.41 ms a device.</summary>
        public void WakeAll()
        {
            for (int d = 0; d < _deviceCount; d++)
            {
                _lastMicros = _clock.MonotonicMicros();
                _bus.Pulse(SleepPulseMicros);
                _clock.DelayMicros(SleepGapMicros);
            }

            _wasUsed = true;
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

        private void Send(byte[] writeOut, int frame, int length)
        {
            WakeIfNeeded();
            writeOut[0] = (byte)(frame >> 24);
            writeOut[1] = (byte)(frame >> 16);
            writeOut[2] = (byte)(frame >> 8);
            writeOut[3] = (byte)frame;

            // The end of the traffic is reckoned from its start: a clock read afterwards may come 20 ms late, when another
            // thread had its turn, and would call an idle port awake.
            long startMicros = _clock.MonotonicMicros();
            _bus.Transfer(writeOut, reply, length);
            _lastMicros = startMicros + TransferMicros(length, _clockHz);
        }

        private void WakeIfNeeded()
        {
            long pauseMicros = _clock.MonotonicMicros() - _lastMicros;
            if (!_wasUsed || pauseMicros > SleepAfterMicros)
            {
                WakeAll();
            }
            else if (pauseMicros > IdleAfterMicros)
            {
                for (int d = 0; d < _deviceCount; d++)
                {
                    _bus.Pulse(IdlePulseMicros);
                    _clock.DelayMicros(IdleGapMicros);
                }
            }
        }
    }
}
