using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// The chain as a line of frames: commands, group reads and writes, and the waking that must come before them. Reads it from
    /// both ends where it is broken and there is a second bridge. Knows nothing of what the registers mean.
    /// </summary>
    /// <remarks>
    /// ADBMS6830B with ADBMS6822: the port idles 4.3 ms after the last traffic at the earliest; a device needs 500 µs at most to
    /// wake from sleep and 10 µs from idle. Both are judged by the injected clock before every transfer, so a box that was held
    /// up between two transfers wakes the port again. From the far end the order of devices is turned round: the one nearest to
    /// that bridge answers first and is written last.
    /// </remarks>
    public sealed class Adbms683xLine
    {
        /// <summary>Bytes of a command, of one device's register group, and of its frame of all cells.</summary>
        public const int CommandBytes = 4;
        public const int GroupBytes = 8;
        public const int AllCellsBytes = 34;

        private const int IdleAfterMicros = 4000;
        private const int SleepAfterMicros = 1500000;

        // A pulse a device: one that is awake already hands it on, one that is not eats it. Works from any mixture.
        private const int SleepPulseMicros = 300;
        private const int SleepGapMicros = 210;     // with the pulse: tWAKE, 500 µs at most
        private const int IdlePulseMicros = 10;
        private const int IdleGapMicros = 10;       // tREADY, 10 µs at most

        private readonly ISpiBus _near;
        private readonly ISpiBus _far;
        private readonly IClock _clock;
        private readonly Adbms683xScan _scan;
        private readonly int _deviceCount;
        private readonly int _clockHz;
        private readonly byte[] _readOut;
        private readonly byte[] _writeOut;
        private readonly byte[] _farReply;
        private bool _wasUsed;

        /// <summary>Devices below this number are spoken to from the near end, the others from the far end; the number of
        /// devices when all are near.</summary>
        private int _split;

        /// <summary>When the last transfer began, and when it ended, µs.</summary>
        public long startMicros;
        public long lastMicros;

        /// <summary>What came back in the last read: device 0's frame at byte 4, whichever end it came from.</summary>
        public readonly byte[] reply;

        /// <param name="far">The bridge at the far end; null: none.</param>
        public Adbms683xLine(ISpiBus near, ISpiBus far, IClock clock, Adbms683xScan scan)
        {
            _near = near;
            _far = far;
            _clock = clock;
            _scan = scan;
            _deviceCount = scan.deviceCount;
            _split = _deviceCount;
            _clockHz = far != null && far.ClockHz < near.ClockHz ? far.ClockHz : near.ClockHz;
            int length = CommandBytes + (AllCellsBytes * _deviceCount);
            _readOut = new byte[length];
            _writeOut = new byte[CommandBytes + (GroupBytes * _deviceCount)];
            reply = new byte[length];
            if (far != null)
            {
                _farReply = new byte[length];
            }

            for (int i = 0; i < length; i++)
            {
                _readOut[i] = 0xFF;
            }
        }

        /// <summary>The lowest device that is spoken to from the far end; the number of devices when none is.</summary>
        public int Split
        {
            get { return _split; }
        }

        /// <summary>True where there is a second bridge.</summary>
        public bool HasFarEnd
        {
            get { return _far != null; }
        }

        /// <summary>Speaks to devices from this one on from the far end, 0..deviceCount; the latter: to none.</summary>
        public void SplitAt(int device)
        {
            _split = device;
        }

        /// <summary>The lowest device of a mask that is not empty.</summary>
        public static int LowestOf(int mask)
        {
            int device = 0;
            while ((mask & 1) == 0)
            {
                mask >>= 1;
                device++;
            }

            return device;
        }

        /// <summary>Sends a command without data; it counts.</summary>
        /// <param name="frame">Of <see cref="Adbms683xCommands"/>.</param>
        public void Command(int frame)
        {
            Prepare(_readOut, frame);
            if (_split != 0)
            {
                _near.Transfer(_readOut, reply, CommandBytes);
            }

            if (_split != _deviceCount)
            {
                _far.Transfer(_readOut, _farReply, CommandBytes);
            }

            Done(CommandBytes);
            _scan.CountCommand();
        }

        /// <summary>Reads a register group of every device into <see cref="reply"/>.</summary>
        public void Read(int frame)
        {
            Read(frame, GroupBytes);
        }

        /// <summary>Reads a frame of this many bytes of every device.</summary>
        public void Read(int frame, int frameBytes)
        {
            Prepare(_readOut, frame);
            int split = _split;
            int devices = _deviceCount;
            if (split != 0)
            {
                _near.Transfer(_readOut, reply, CommandBytes + (frameBytes * split));
            }

            if (split != devices)
            {
                _far.Transfer(_readOut, _farReply, CommandBytes + (frameBytes * (devices - split)));
                for (int d = split; d < devices; d++)
                {
                    System.Array.Copy(_farReply, CommandBytes + ((devices - 1 - d) * frameBytes), reply,
                        CommandBytes + (d * frameBytes), frameBytes);
                }
            }

            Done(CommandBytes + (frameBytes * devices));
        }

        /// <summary>Writes one register group to every device, the same to all; it counts.</summary>
        /// <param name="data">[6]</param>
        public void Write(int frame, byte[] data)
        {
            // The same bytes for all, so the order of devices does not matter from either end.
            byte[] writeOut = _writeOut;
            int pec = Pec10.Compute(data, 0, 6, 0);
            for (int to = CommandBytes; to < writeOut.Length; to += GroupBytes)
            {
                System.Array.Copy(data, 0, writeOut, to, 6);
                writeOut[to + 6] = (byte)(pec >> 8);
                writeOut[to + 7] = (byte)pec;
            }

            Prepare(writeOut, frame);
            if (_split != 0)
            {
                _near.Transfer(writeOut, reply, writeOut.Length);
            }

            if (_split != _deviceCount)
            {
                _far.Transfer(writeOut, _farReply, writeOut.Length);
            }

            Done(writeOut.Length);
            _scan.CountCommand();
        }

        /// <summary>Wakes all devices from sleep, whatever state each is in. Takes 0.51 ms a device, twice that when split.
        /// </summary>
        public void WakeAll()
        {
            for (int d = 0; d < _deviceCount; d++)
            {
                if (_split != 0)
                {
                    _near.Pulse(SleepPulseMicros);
                }

                if (_split != _deviceCount)
                {
                    _far.Pulse(SleepPulseMicros);
                }

                _clock.DelayMicros(SleepGapMicros);
            }

            lastMicros = _clock.MonotonicMicros() - SleepGapMicros;
            _wasUsed = true;
        }

        /// <summary>Time a transfer takes at the bus's clock rate, µs, rounded up; the board's overhead not included.</summary>
        public static int TransferMicros(int bytes, int clockHz)
        {
            // 548 bytes at most: 4,384 bits * 1,000,000 passes 32 bits.
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

        private void Prepare(byte[] writeOut, int frame)
        {
            WakeIfNeeded();
            writeOut[0] = (byte)(frame >> 24);
            writeOut[1] = (byte)(frame >> 16);
            writeOut[2] = (byte)(frame >> 8);
            writeOut[3] = (byte)frame;

            // The end of the traffic is reckoned from its start: a clock read afterwards may come 20 ms late, when another
            // thread had its turn, and would call an idle port awake.
            startMicros = _clock.MonotonicMicros();
            lastMicros = startMicros;
        }

        private void Done(int length)
        {
            lastMicros += TransferMicros(length, _clockHz);
        }

        private void WakeIfNeeded()
        {
            long pauseMicros = _clock.MonotonicMicros() - lastMicros;
            if (!_wasUsed || pauseMicros > SleepAfterMicros)
            {
                WakeAll();
            }
            else if (pauseMicros > IdleAfterMicros)
            {
                for (int d = 0; d < _deviceCount; d++)
                {
                    if (_split != 0)
                    {
                        _near.Pulse(IdlePulseMicros);
                    }

                    if (_split != _deviceCount)
                    {
                        _far.Pulse(IdlePulseMicros);
                    }

                    _clock.DelayMicros(IdleGapMicros);
                }
            }
        }
    }
}
