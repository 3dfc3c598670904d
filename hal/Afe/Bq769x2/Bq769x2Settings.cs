using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>The settings in the chip's data memory that a sample and its checks rest on: read, compared, written.</summary>
    public sealed class Bq769x2Settings
    {
        // What Differences finds: bits 0..8 pin of a GPIO, then these.
        private const int DiffersPower = 1 << 9;
        private const int DiffersCells = 1 << 10;
        private const int DiffersOpenWire = 1 << 11;

        /// <summary>Seconds from one test pulse at each sense wire to the next, as written.</summary>
        public const int OpenWireSeconds = 1;

        private const int MemoryBytes = 32;
        private const int AllCells = 0xFFFF;
        private readonly Bq769x2Transfer _transfer;
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

        public Bq769x2Settings(Bq769x2Transfer transfer, PackLayout layout, Bq769x2Config config)
        {
            _transfer = transfer;
            _probeMask = layout.probeGpioMask[0];
            _cellMask = layout.cellInputMask[0];
            _speed = config.isFast ? Bq769x2Registers.FastAdc : 0;
            _memory = new byte[MemoryBytes];
            powerConfig = _speed;
        }

        /// <summary>Nothing is known of them: a sealed chip shows none.</summary>
        public void Forget()
        {
            differences = -1;
            probesReady = 0;
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

        /// <summary>Differences that may be written: a pin only where it is unused.</summary>
        public int Writable()
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

        /// <summary>Writes settings; the chip must be in CONFIG_UPDATE mode.</summary>
        /// <param name="which">Of <see cref="Writable"/>.</param>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte Write(int which)
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
    }
}
