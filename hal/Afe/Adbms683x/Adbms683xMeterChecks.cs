using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Checks by the auxiliary converter: reference, supplies, stack, die, probes' wires, the second converter's
    /// multiplexer. Each begins with a clear and takes a conversion of its own.</summary>
    public sealed class Adbms683xMeterChecks
    {
        // Codes from 0 V on, 150 µV: VA 4.512 to 5.486 V, VD 2.754 to 3.528 V (foxBMS 2).
        private const int AnalogueLowCode = 30080;
        private const int AnalogueHighCode = 36573;
        private const int DigitalLowCode = 18360;
        private const int DigitalHighCode = 23520;

        /// <summary>The hottest die, 0.1 degC.</summary>
        public const int HottestDeciC = 1250;

        // Below what the chip is made for: the sensor, not the die.
        private const int ColdestDeciC = -550;

        /// <summary>The two auxiliary converters may differ by this, µV (foxBMS 2 takes 9 mV).</summary>
        public const int DifferenceMicrovolts = 10000;

        /// <summary>A GPIO is open when the two test currents move it apart by more than this, µV.</summary>
        public const int OpenGpioMicrovolts = 2000000;

        private readonly Adbms683xCheckLine _line;
        private readonly Adbms683xScan _scan;
        private readonly PackLayout _layout;

        private readonly int[] _first;       // [deviceCount * 9] codes of the GPIOs
        private readonly int[] _sum;         // [deviceCount] µV

        /// <summary>[probeCount] 1 where the last measurement says that the probe's wire is open.</summary>
        public readonly byte[] isOpen;

        /// <summary>[deviceCount] what the check calls its value, and the bound it is held against.</summary>
        public readonly int[] value;
        public readonly int[] limit;

        public Adbms683xMeterChecks(Adbms683xCheckLine line, Adbms683xScan scan, PackLayout layout)
        {
            _line = line;
            _scan = scan;
            _layout = layout;
            _first = new int[scan.deviceCount * Adbms683xScan.Gpios];
            _sum = new int[scan.deviceCount];
            isOpen = new byte[layout.probeCount];
            value = new int[scan.deviceCount];
            limit = new int[scan.deviceCount];
        }

        /// <summary>The second reference.</summary>
        public int MeasureReference()
        {
            Convert(Adbms683xCommands.ConvertAux);
            _line.Read(Adbms683xCommands.ReadStatusA);
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int code = _line.CodeOf(d, 0, 3);
                failed |= Window(d, code, Adbms683xStatus.ReferenceLowCode, Adbms683xStatus.ReferenceHighCode) ? 0 : 1 << d;
            }

            return Done(failed);
        }

        /// <summary>Both supplies; the one that is nearer to leaving its window is the value.</summary>
        public int MeasureSupplies()
        {
            Convert(Adbms683xCommands.ConvertAux);
            _line.Read(Adbms683xCommands.ReadStatusB);
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int digital = _line.CodeOf(d, 0, 3);
                int analogue = _line.CodeOf(d, 1, 3);
                bool isSound = Window(d, digital, DigitalLowCode, DigitalHighCode);
                if (isSound)
                {
                    isSound = Window(d, analogue, AnalogueLowCode, AnalogueHighCode);
                }

                failed |= isSound ? 0 : 1 << d;
            }

            return Done(failed);
        }

        /// <summary>Die temperature: code * 150 µV / 7.5 mV - 273 degC.</summary>
        public int MeasureDie()
        {
            Convert(Adbms683xCommands.ConvertAux);
            _line.Read(Adbms683xCommands.ReadStatusA);
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int code = _line.CodeOf(d, 1, 3);
                value[d] = (code / 5) - 2730;
                limit[d] = HottestDeciC;
                failed |= Adbms683xCheckLine.IsConverted(code) && value[d] <= HottestDeciC
                    && value[d] >= ColdestDeciC ? 0 : 1 << d;
            }

            return Done(failed);
        }

        /// <summary>The stack as the chip measures it, a 25th of it, against the sum of the cells at the conversion's end.
        /// </summary>
        /// <remarks>The accuracy of this measurement is not told in public: 1 % and 0.2 V are allowed.</remarks>
        public int MeasureSum()
        {
            Convert(Adbms683xCommands.ConvertAux);
            _line.ReadAll(Adbms683xCommands.ReadAllRaw);
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                _sum[d] = 0;
                for (int input = 0; input < Adbms683xScan.CellInputs; input++)
                {
                    if (((_layout.cellInputMask[d] >> input) & 1) != 0)
                    {
                        _sum[d] += _line.CodeOf(d, input, Adbms683xScan.CellInputs) * 150;
                    }
                }
            }

            _line.Read(Adbms683xCommands.ReadAux(3));
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int code = _line.CodeOf(d, 2, 3);
                value[d] = (code * 150 * 25) - _sum[d];
                limit[d] = (_sum[d] / 100) + 200000;
                int size = value[d] < 0 ? -value[d] : value[d];
                bool isSound = _layout.cellInputMask[d] == 0 || (Adbms683xCheckLine.IsConverted(code) && size <= limit[d]);
                failed |= isSound ? 0 : 1 << d;
            }

            return Done(failed);
        }

        /// <summary>The same GPIOs by both auxiliary converters, each with a multiplexer of its own.</summary>
        public int MeasureMux()
        {
            Convert(Adbms683xCommands.ConvertAux);
            ReadGpios(false);
            _line.Command(Adbms683xCommands.ConvertAuxRedundant);
            _line.Wait(Adbms683xTiming.AuxMicros);
            return Done(CompareGpios(true, DifferenceMicrovolts, false));
        }

        /// <summary>A test current down, then up, at every GPIO: one that nothing holds goes from end to end.</summary>
        public int MeasureProbeWires()
        {
            for (int p = 0; p < isOpen.Length; p++)
            {
                isOpen[p] = 0;
            }

            Convert(Adbms683xCommands.ConvertAuxPullDown);
            ReadGpios(false);
            _line.Command(Adbms683xCommands.ConvertAuxPullUp);
            _line.Wait(Adbms683xTiming.AuxMicros);
            return Done(CompareGpios(false, OpenGpioMicrovolts, true));
        }

        private void Convert(int command)
        {
            _line.TakeAux();
            _line.Command(Adbms683xCommands.ClearAux);
            _line.Command(command);
            _line.Wait(Adbms683xTiming.AuxMicros);
        }

        private int Done(int failed)
        {
            _line.GiveBackAux();
            return failed;
        }

        private bool Window(int d, int code, int low, int high)
        {
            value[d] = code * 150;
            limit[d] = (code < (low + high) / 2 ? low : high) * 150;
            return code >= low && code <= high && Adbms683xCheckLine.IsConverted(code);
        }

        private void ReadGpios(bool redundant)
        {
            for (int group = 0; group < 3; group++)
            {
                if (!IsUsed(group))
                {
                    continue;
                }

                _line.Read(redundant ? Adbms683xCommands.ReadAuxRedundant(group) : Adbms683xCommands.ReadAux(group));
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    for (int register = 0; register < 3; register++)
                    {
                        _first[(d * Adbms683xScan.Gpios) + (group * 3) + register] = _line.CodeOf(d, register, 3);
                    }
                }
            }
        }

        private bool IsUsed(int group)
        {
            for (int i = 0; i < _scan.auxGroups.Length; i++)
            {
                if (_scan.auxGroups[i] == group)
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Reads the GPIOs once more and compares those with probes.</summary>
        private int CompareGpios(bool redundant, int boundMicrovolts, bool noteProbes)
        {
            int failed = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                value[d] = 0;
                limit[d] = boundMicrovolts;
            }

            for (int group = 0; group < 3; group++)
            {
                if (!IsUsed(group))
                {
                    continue;
                }

                _line.Read(redundant ? Adbms683xCommands.ReadAuxRedundant(group) : Adbms683xCommands.ReadAux(group));
                for (int s = 0; s < _scan.deviceCount * 3; s++)
                {
                    int d = s / 3;
                    int gpio = (group * 3) + (s % 3);
                    if (((_layout.probeGpioMask[d] >> gpio) & 1) == 0)
                    {
                        continue;
                    }

                    int difference = (_line.CodeOf(d, s % 3, 3) - _first[(d * Adbms683xScan.Gpios) + gpio]) * 150;
                    difference = difference < 0 ? -difference : difference;
                    value[d] = difference > value[d] ? difference : value[d];
                    if (difference > boundMicrovolts)
                    {
                        failed |= 1 << d;
                        if (noteProbes)
                        {
                            isOpen[SlotOf(group, s)] = 1;
                        }
                    }
                }
            }

            return failed;
        }

        private int SlotOf(int group, int slot)
        {
            for (int i = 0; i < _scan.auxGroups.Length; i++)
            {
                if (_scan.auxGroups[i] == group)
                {
                    return _scan.auxSlots[i][slot];
                }
            }

            return 0;
        }
    }
}
