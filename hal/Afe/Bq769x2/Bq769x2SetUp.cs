using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// The chip's settings that a sample and its checks rest on: compared first, written only where they differ, read back, and
    /// armed so that a reset shows in the next sample.
    /// </summary>
    /// <remarks>
    /// Entering CONFIG_UPDATE mode makes the chip switch its FETs off and stops its protections. So it is entered only where a
    /// setting differs and every FET is off already; a chip that carries current keeps what it has, and <see cref="refused"/>
    /// says so. A pin that is in use for something else (FETs can be steered by pins) is never made a probe.
    /// </remarks>
    public sealed class Bq769x2SetUp
    {
        // What Differences finds: bits 0..8 pin of a GPIO, then these.
        private const int DiffersPower = 1 << 9;
        private const int DiffersCells = 1 << 10;
        private const int DiffersOpenWire = 1 << 11;

        /// <summary>Seconds from one test pulse at each sense wire to the next, as written.</summary>
        public const int OpenWireSeconds = 1;

        private const int MemoryBytes = 32;
        private const int AllCells = 0xFFFF;
        private const int ModePolls = 20;
        private const int ModePollMicros = 2000;

        // A subcommand that comes while the chip still works off its new settings can end in its watchdog: 50 ms a setting.
        private const int SettleMicrosPerSetting = 50000;

        private readonly Bq769x2Line _line;
        private readonly Bq769x2Transfer _transfer;
        private readonly IClock _clock;
        private readonly int _probeMask;
        private readonly int _cellMask;
        private readonly int _speed;
        private readonly byte[] _memory;

        /// <summary>Power Config as the chip has it.</summary>
        public int powerConfig;

        /// <summary>Seconds between open-wire pulses as the chip has it; 0: none.</summary>
        public int openWireSeconds;

        /// <summary>The chip gives the stack voltage in 10 mV.</summary>
        public bool stackInCentivolts;

        /// <summary>Bit i: GPIO i+1 is a thermistor input.</summary>
        public int probesReady;

        /// <summary>Settings that are not as wanted, one bit each; -1: could not be read (sealed).</summary>
        public int differences;

        /// <summary>Something differs and was not written: FETs are on, or the chip is sealed.</summary>
        public bool refused;

        /// <summary>The chip's reset flag is clear, so that it tells of the next one.</summary>
        public bool watchesReset;

        /// <summary>Settings were written in the last <see cref="Write"/>: the converter has begun anew.</summary>
        public bool wrote;

        /// <summary>Signature of the settings, as first read since they were proven; -1: not read yet.</summary>
        public int signature;

        public Bq769x2SetUp(Bq769x2Line line, Bq769x2Transfer transfer, IClock clock, PackLayout layout, Bq769x2Config config)
        {
            _line = line;
            _transfer = transfer;
            _clock = clock;
            _probeMask = layout.probeGpioMask[0];
            _cellMask = layout.cellInputMask[0];
            _speed = config.isFast ? Bq769x2Registers.FastAdc : 0;
            _memory = new byte[MemoryBytes];
            powerConfig = _speed;
            signature = -1;
        }

        /// <summary>Makes the chip's settings ours where that harms nobody, and arms it.</summary>
        /// <returns><see cref="AfeStatus"/>.</returns>
        public byte Write()
        {
            refused = false;
            wrote = false;
            signature = -1;
            byte state = ReadFlags();
            if (state != Bq769x2Line.Good)
            {
                return StatusOf(state);
            }

            int security = flags & Bq769x2Registers.SecurityMask;
            if (security == Bq769x2Registers.SecurityUnknown)
            {
                return AfeStatus.Stale;     // not through its own start yet
            }

            if (security == Bq769x2Registers.SecuritySealed)
            {
                refused = true;
                differences = -1;
                probesReady = 0;
                return StatusOf(Arm());
            }

            state = Inspect();
            bool inUpdate = (flags & Bq769x2Registers.ConfigUpdate) != 0;
            if (state == Bq769x2Line.Good && (differences != 0 || inUpdate))
            {
                state = Change(inUpdate);
            }

            if (state == Bq769x2Line.Good)
            {
                state = Arm();
            }

            return StatusOf(state);
        }

        /// <summary>Reads the settings and compares them.</summary>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte Inspect()
        {
            byte state = _transfer.ReadBlock(Bq769x2Registers.PowerConfig, 2);
            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            int power = _transfer.Word(0);
            state = _transfer.ReadBlock(Bq769x2Registers.FirstPinConfig, MemoryBytes);
            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            powerConfig = power;
            System.Array.Copy(_transfer.block, 0, _memory, 0, MemoryBytes);
            openWireSeconds = _memory[Bq769x2Registers.OpenWireCheckTime - Bq769x2Registers.FirstPinConfig];
            stackInCentivolts = (_memory[Bq769x2Registers.DataConfig - Bq769x2Registers.FirstPinConfig]
                & Bq769x2Registers.CentiVolts) != 0;
            int different = 0;
            probesReady = 0;
            for (int gpio = 0; gpio < 9; gpio++)
            {
                int bit = 1 << gpio;
                if (IsThermistor(_memory[Bq769x2Registers.PinConfigOf(gpio)]))
                {
                    probesReady |= bit;
                }
                else if ((_probeMask & bit) != 0)
                {
                    different |= bit;
                }
            }

            if ((power & (Bq769x2Registers.FastAdc | Bq769x2Registers.LoopSlowMask)) != _speed)
            {
                different |= DiffersPower;
            }

            // None chosen means all.
            int mode = CellMode();
            if (mode != _cellMask && !(mode == 0 && _cellMask == AllCells))
            {
                different |= DiffersCells;
            }

            if (openWireSeconds != OpenWireSeconds)
            {
                different |= DiffersOpenWire;
            }

            differences = different;
            return Bq769x2Line.Good;
        }

        /// <summary>Battery Status at the last look.</summary>
        public int flags;

        /// <summary>Reads Battery Status into <see cref="flags"/>.</summary>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte ReadFlags()
        {
            byte state = _line.Read(Bq769x2Registers.BatteryStatus + 1);
            int high = _line.data;
            if (state == Bq769x2Line.Good)
            {
                state = _line.Read(Bq769x2Registers.BatteryStatus);
                flags = (high << 8) | _line.data;
            }

            return state;
        }

        /// <summary>What a state is for the box.</summary>
        public static byte StatusOf(byte state)
        {
            return state == Bq769x2Line.Good ? AfeStatus.Ok
                : state == Bq769x2Line.Silent ? AfeStatus.NoReply
                : state == Bq769x2Line.Bad ? AfeStatus.PecError
                : AfeStatus.Stale;
        }

        private int CellMode()
        {
            const int at = Bq769x2Registers.CellMode - Bq769x2Registers.FirstPinConfig;
            return _memory[at] | (_memory[at + 1] << 8);
        }

        private static bool IsThermistor(int pinConfig)
        {
            return (pinConfig & Bq769x2Registers.PinFunctionMask) == Bq769x2Registers.PinAnalogue
                && (pinConfig & Bq769x2Registers.PinUseMask) != 0
                && (pinConfig & Bq769x2Registers.PinRaw) != Bq769x2Registers.PinRaw;
        }

        private byte Change(bool inUpdate)
        {
            int writable = Writable();
            if (!inUpdate)
            {
                byte fets = _line.Read(Bq769x2Registers.FetStatus);
                if (fets != Bq769x2Line.Good)
                {
                    return fets;
                }

                if (writable == 0 || (_line.data & Bq769x2Registers.FetsOn) != 0)
                {
                    refused = true;
                    return Bq769x2Line.Good;
                }

                byte entered = Enter();
                if (entered != Bq769x2Line.Good)
                {
                    return entered;
                }
            }

            // Whatever happens in between, the chip must come out of this mode: it measures nothing in it.
            byte written = WriteSettings(writable);
            byte inspected = Inspect();
            byte left = Switch(Bq769x2Registers.ExitConfigUpdate, 0);
            wrote = true;
            _clock.DelayMicros(SettleMicrosPerSetting * 12);
            refused = differences != 0;
            return written != Bq769x2Line.Good ? written : inspected != Bq769x2Line.Good ? inspected : left;
        }

        /// <summary>Differences that may be written: a pin only where it is unused.</summary>
        private int Writable()
        {
            int writable = differences;
            for (int gpio = 0; gpio < 9; gpio++)
            {
                if ((_memory[Bq769x2Registers.PinConfigOf(gpio)] & Bq769x2Registers.PinFunctionMask) != 0)
                {
                    writable &= ~(1 << gpio);
                }
            }

            return writable;
        }

        private byte Enter()
        {
            return Switch(Bq769x2Registers.SetConfigUpdate, Bq769x2Registers.ConfigUpdate);
        }

        private byte Switch(int command, int wanted)
        {
            byte state = _transfer.Send(command);
            for (int i = 0; i < ModePolls && state == Bq769x2Line.Good; i++)
            {
                _clock.DelayMicros(ModePollMicros);
                state = ReadFlags();
                if (state == Bq769x2Line.Good && (flags & Bq769x2Registers.ConfigUpdate) == wanted)
                {
                    return Bq769x2Line.Good;
                }
            }

            return state == Bq769x2Line.Good ? Bq769x2Line.Torn : state;
        }

        private byte WriteSettings(int which)
        {
            byte state = Bq769x2Line.Good;
            for (int gpio = 0; gpio < 9 && state == Bq769x2Line.Good; gpio++)
            {
                if ((which & (1 << gpio)) != 0)
                {
                    state = _transfer.WriteMemory(Bq769x2Registers.FirstPinConfig + Bq769x2Registers.PinConfigOf(gpio),
                        Bq769x2Registers.PinThermistor, 1);
                }
            }

            if ((which & DiffersPower) != 0 && state == Bq769x2Line.Good)
            {
                int power = (powerConfig & ~(Bq769x2Registers.FastAdc | Bq769x2Registers.LoopSlowMask)) | _speed;
                state = _transfer.WriteMemory(Bq769x2Registers.PowerConfig, power, 2);
            }

            if ((which & DiffersCells) != 0 && state == Bq769x2Line.Good)
            {
                state = _transfer.WriteMemory(Bq769x2Registers.CellMode, _cellMask, 2);
            }

            if ((which & DiffersOpenWire) != 0 && state == Bq769x2Line.Good)
            {
                state = _transfer.WriteMemory(Bq769x2Registers.OpenWireCheckTime, OpenWireSeconds, 1);
            }

            return state;
        }

        /// <summary>Scans without pauses, and scan flags that latch. A reset undoes both, which a sample sees.</summary>
        private byte Arm()
        {
            byte state = _transfer.Send(Bq769x2Registers.SleepDisable);
            if (state == Bq769x2Line.Good)
            {
                state = _line.Read(Bq769x2Registers.AlarmEnable + 1);
            }

            int high = _line.data;
            if (state == Bq769x2Line.Good)
            {
                state = _line.Read(Bq769x2Registers.AlarmEnable);
            }

            int low = _line.data | Bq769x2Registers.ScanAlarms;
            if (state == Bq769x2Line.Good)
            {
                state = _line.Write(Bq769x2Registers.AlarmEnable, low);
            }

            if (state == Bq769x2Line.Good)
            {
                state = _line.Write(Bq769x2Registers.AlarmEnable + 1, high);
            }

            for (int i = 0; i < ModePolls && state == Bq769x2Line.Good; i++)
            {
                state = ReadFlags();
                watchesReset = (flags & Bq769x2Registers.PowerOnReset) == 0;
                if (state == Bq769x2Line.Good && (flags & Bq769x2Registers.SleepEnabled) == 0)
                {
                    return Bq769x2Line.Good;
                }

                _clock.DelayMicros(ModePollMicros);
            }

            return state == Bq769x2Line.Good ? Bq769x2Line.Torn : state;
        }
    }
}
