using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Reads the cells of a frozen chain: in one frame or by groups, whichever is shorter, and by groups on a noisy
    /// line.</summary>
    public sealed class Adbms683xCellReader
    {
        // Each frame with a wrong PEC counts 64, each device and sample takes 1 off: in balance where one frame in 64 is bad.
        private const int NoiseOfFrame = 64;
        private const int NoisyLevel = 512;
        private const int NoiseMost = 4096;

        private readonly Adbms683xLine _line;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xFindings _found;
        private readonly Adbms683xRetries _retries;
        private readonly byte _result;
        private readonly bool _isAllShorter;
        private int _noise;

        /// <param name="isAllShorter">All cells in one frame take less time than the groups.</param>
        public Adbms683xCellReader(Adbms683xLine line, Adbms683xScan scan, Adbms683xFindings found, Adbms683xRetries retries,
            byte result, bool isAllShorter)
        {
            _line = line;
            _scan = scan;
            _found = found;
            _retries = retries;
            _result = result;
            _isAllShorter = isAllShorter;
        }

        /// <summary>One frame holds all cells.</summary>
        public bool IsAll
        {
            get { return _isAllShorter && _noise < NoisyLevel; }
        }

        /// <summary>A sample ends.</summary>
        public void EndSample()
        {
            _noise = _noise > _scan.deviceCount ? _noise - _scan.deviceCount : 0;
        }

        /// <summary>Reads one frame of cells: all, or those of a group.</summary>
        public void Read(int index, PackSample sample)
        {
            bool all = IsAll;
            short[] slots = all ? _scan.allSlots : _scan.cellSlots[index];
            int registers = all ? Adbms683xScan.CellInputs : 3;
            int command = all ? Adbms683xCommands.ReadAllCells(_result)
                : Adbms683xCommands.ReadCells(_result, _scan.cellGroups[index]);
            int pending = _scan.allMask;
            int tries = 0;
            if (index == 0)
            {
                _found.brokenMask = 0;
                _found.mutedMask = 0;
                _found.convertedMask = 0;
            }

            while (true)
            {
                _line.Read(command, (registers * 2) + 2);
                Adbms683xCellKernel.Take(_scan, _line.reply, slots, registers, pending,
                    _found.stoppedMask | _found.unprovenMask, sample.cellMicrovolts, sample.cellQuality);
                _found.Note(_scan, pending);
                _found.convertedMask |= _scan.oddMask;
                _found.unprovenMask |= _scan.missedMask;
                pending &= ~_scan.goodMask;
                int worth = pending & ~_scan.missedMask & ~_found.deadMask & ~_found.knownBroken;
                CountNoise(worth & ~_scan.silentMask);
                if (worth == 0 || !_retries.Take(ref tries))
                {
                    break;
                }

                _found.retriedMask |= worth;
            }

            if (pending != 0)
            {
                _found.brokenMask |= pending & ~_scan.missedMask;
                _found.mutedMask |= pending & _scan.silentMask;
                Adbms683xSetUp.MarkCells(_scan, slots, registers, pending, sample);
            }
        }

        private void CountNoise(int badMask)
        {
            while (badMask != 0)
            {
                badMask &= badMask - 1;
                _noise += NoiseOfFrame;
            }

            _noise = _noise > NoiseMost ? NoiseMost : _noise;
        }
    }
}
