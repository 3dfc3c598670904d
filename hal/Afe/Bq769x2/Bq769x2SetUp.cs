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
        private const int ModePolls = 20;
        private const int ModePollMicros = 2000;

        // A subcommand that comes while the chip still works off its new settings can end in its watchdog: 50 ms a setting.
        private const int SettleMicrosPerSetting = 50000;

        private readonly Bq769x2Line _line;
        private readonly Bq769x2Transfer _transfer;
        private readonly IClock _clock;

        /// <summary>What stands in data memory.</summary>
        public readonly Bq769x2Settings settings;

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
            settings = new Bq769x2Settings(transfer, layout, config);
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
                settings.Forget();
                return StatusOf(Arm());
            }

            state = settings.Inspect();
            bool inUpdate = (flags & Bq769x2Registers.ConfigUpdate) != 0;
            if (state == Bq769x2Line.Good && (settings.differences != 0 || inUpdate))
            {
                state = Change(inUpdate);
            }

            if (state == Bq769x2Line.Good)
            {
                state = Arm();
            }

            return StatusOf(state);
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
                : state == Bq769x2Line.Torn ? AfeStatus.Stale
                : AfeStatus.PecError;
        }

        private byte Change(bool inUpdate)
        {
            int writable = settings.Writable();
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
            byte written = settings.Write(writable);
            byte inspected = settings.Inspect();
            byte left = Switch(Bq769x2Registers.ExitConfigUpdate, 0);
            wrote = true;
            _clock.DelayMicros(SettleMicrosPerSetting * (1 + CountOf(writable)));
            refused = settings.differences != 0;
            return written != Bq769x2Line.Good ? written : inspected != Bq769x2Line.Good ? inspected : left;
        }

        private static int CountOf(int mask)
        {
            int count = 0;
            while (mask != 0)
            {
                mask &= mask - 1;
                count++;
            }

            return count;
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
