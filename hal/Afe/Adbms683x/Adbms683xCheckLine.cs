using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>The chain as the checks use it: reads that are repeated and kept, and who could be asked.</summary>
    public sealed class Adbms683xCheckLine
    {
        private static readonly byte[] s_all = new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF };

        private readonly Adbms683xLine _line;
        private readonly IClock _clock;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;
        private readonly Adbms683xFindings _found;
        private readonly Adbms683xRetries _retries;
        private readonly Adbms683xAux _aux;
        private readonly short[] _noSlots;
        private readonly byte _result;

        /// <summary>Devices whose every reply of the step so far was right.</summary>
        public int validMask;

        /// <summary>Devices that were silent, or counted otherwise, in some read of the step.</summary>
        public int silentMask;
        public int missedMask;

        public bool hasRepeated;

        /// <summary>[deviceCount * 34] what the last read brought, a frame a device; right where validMask says so.</summary>
        public readonly byte[] data;

        public Adbms683xCheckLine(Adbms683xLine line, IClock clock, Adbms683xScan scan, Adbms683xSetUp setUp,
            Adbms683xFindings found, Adbms683xRetries retries, Adbms683xAux aux, byte result)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _setUp = setUp;
            _found = found;
            _retries = retries;
            _aux = aux;
            _result = result;
            data = new byte[scan.deviceCount * Adbms683xLine.AllCellsBytes];
            _noSlots = new short[scan.deviceCount * Adbms683xScan.CellInputs];
            for (int i = 0; i < _noSlots.Length; i++)
            {
                _noSlots[i] = Adbms683xScan.Unused;
            }
        }

        public int DeviceCount
        {
            get { return _scan.deviceCount; }
        }

        public void Begin()
        {
            _retries.Begin();
            validMask = _scan.allMask;
            silentMask = 0;
            missedMask = 0;
            hasRepeated = false;
        }

        public void Command(int frame)
        {
            _line.Command(frame);
        }

        /// <summary>Clears what the flags of status group C have kept.</summary>
        public void ClearFlags()
        {
            _line.Write(Adbms683xCommands.ClearFlags, s_all);
        }

        /// <summary>Clears the over- and undervoltage flags.</summary>
        public void ClearVoltageFlags()
        {
            _line.Write(Adbms683xCommands.ClearVoltageFlags, s_all);
        }

        /// <summary>Takes note of a read past this class: only these devices have been read.</summary>
        public void NoteRead(int readMask)
        {
            validMask &= readMask;
            silentMask |= _scan.silentMask;
            missedMask |= _scan.missedMask;
        }

        public void Wait(int micros)
        {
            _clock.DelayMicros(micros);
        }

        /// <summary>When the last transfer began, µs.</summary>
        public long StartMicros
        {
            get { return _line.startMicros; }
        }

        /// <summary>Waits until this long after a moment, or that and some whole rounds.</summary>
        /// <param name="phaseMicros">0..one round.</param>
        public void WaitForPhase(long sinceMicros, int phaseMicros)
        {
            int into = (int)((_clock.MonotonicMicros() - sinceMicros) % Adbms683xTiming.RoundMicros);
            int left = phaseMicros - into;
            _clock.DelayMicros(left < 0 ? left + Adbms683xTiming.RoundMicros : left);
        }

        /// <summary>The auxiliary converter is this step's until <see cref="GiveBackAux"/>.</summary>
        public void TakeAux()
        {
            _aux.Forget();
        }

        public void GiveBackAux()
        {
            if (_aux.IsIdle)
            {
                _aux.Start();
            }
        }

        /// <summary>The cell converters go on as samples need them, and have a result again. Proven by the counter: a device that
        /// lost the command would keep the loaded results of an open-wire conversion, for the next check to find.</summary>
        public void GiveBackCells()
        {
            int pending = _scan.allMask & ~_found.deadMask;
            int tries = 0;
            while (true)
            {
                _line.Command(_setUp.ConvertCommand);
                _setUp.LookForConfiguration();
                missedMask |= _scan.missedMask;
                pending &= ~_scan.goodMask;
                _scan.AdoptCounters(_scan.missedMask);
                if (pending == 0 || !_retries.Take(ref tries))
                {
                    break;
                }

                hasRepeated = true;
            }

            _clock.DelayMicros(Adbms683xTiming.FirstResultMicros(_result));
        }

        /// <summary>Reads a register group of every device into data, eight bytes each.</summary>
        public void Read(int frame)
        {
            Read(frame, 3);
        }

        /// <summary>Reads all 16 cells of every device into data, 34 bytes each.</summary>
        public void ReadAll(int frame)
        {
            Read(frame, Adbms683xScan.CellInputs);
        }

        /// <summary>A register of what was read last: a code from 0 V on, -22,768..42,767.</summary>
        /// <param name="registers">3 or 16, as it was read.</param>
        public int CodeOf(int device, int register, int registers)
        {
            int at = (device * ((registers * 2) + 2)) + (register * 2);
            return ((data[at] | (data[at + 1] << 8)) ^ 0x8000) - 22768;
        }

        /// <summary>Takes the codes of all cells: those at inputs of this parity into one list, the others into the other.
        /// </summary>
        public void TakeCells(PackLayout layout, int[] ofParity, int[] ofOthers, int parity)
        {
            int c = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int mask = layout.cellInputMask[d];
                for (int input = 0; input < Adbms683xScan.CellInputs; input++)
                {
                    if (((mask >> input) & 1) != 0)
                    {
                        int code = CodeOf(d, input, Adbms683xScan.CellInputs);
                        if ((input & 1) == parity)
                        {
                            ofParity[c] = code;
                        }
                        else
                        {
                            ofOthers[c] = code;
                        }

                        c++;
                    }
                }
            }
        }

        /// <summary>False for the cleared pattern and the power-on value.</summary>
        public static bool IsConverted(int code)
        {
            return code != -22768 && code != 42767;
        }

        private void Read(int frame, int registers)
        {
            int frameBytes = (registers * 2) + 2;
            int pending = _scan.allMask;
            int tries = 0;
            while (true)
            {
                _line.Read(frame, frameBytes);

                // No slot is in use, so the cell kernel does nothing but verify.
                Adbms683xCellKernel.Take(_scan, _line.reply, _noSlots, registers, pending, 0, null, null);
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    if ((pending & _scan.goodMask & (1 << d)) != 0)
                    {
                        System.Array.Copy(_line.reply, Adbms683xLine.CommandBytes + (d * frameBytes), data, d * frameBytes,
                            frameBytes);
                    }
                }

                pending &= ~_scan.goodMask;
                if ((pending & ~_scan.missedMask & ~_found.deadMask) == 0 || !_retries.Take(ref tries))
                {
                    break;
                }

                hasRepeated = true;
            }

            validMask &= ~pending;
            silentMask |= pending & _scan.silentMask;
            missedMask |= pending & _scan.missedMask;
        }
    }
}
