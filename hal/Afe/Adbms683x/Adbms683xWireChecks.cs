using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Open wires of cells, both ends included.</summary>
    public sealed class Adbms683xWireChecks
    {
        private readonly Adbms683xCheckLine _line;
        private readonly PackLayout _layout;
        private readonly int _openMicrovolts;

        // [cellCount] codes of the last measurements, from 0 V on: before the load, with it, and with it at the neighbours.
        private readonly int[] _plain;
        private readonly int[] _loaded;
        private readonly int[] _beside;

        /// <summary>[cellCount] what the load has moved, µV.</summary>
        public readonly int[] evidence;

        /// <summary>[cellCount + deviceCount] of the last measurement: 1 where it says that the wire is open.</summary>
        public readonly byte[] isOpen;

        /// <summary>[deviceCount] the worst evidence.</summary>
        public readonly int[] value;

        public Adbms683xWireChecks(Adbms683xCheckLine line, PackLayout layout, Adbms683xConfig config)
        {
            _line = line;
            _layout = layout;
            _openMicrovolts = config.OpenWireMicrovolts;
            _plain = new int[layout.cellCount];
            _loaded = new int[layout.cellCount];
            _beside = new int[layout.cellCount];
            evidence = new int[layout.cellCount];
            isOpen = new byte[layout.cellCount + layout.deviceCount];
            value = new int[layout.deviceCount];
        }

        /// <summary>µV that a wire's evidence is held against.</summary>
        public int OpenMicrovolts
        {
            get { return _openMicrovolts; }
        }

        /// <summary>Loads the even cells, then the odd ones, and compares each cell's reading under its own load with that under
        /// its neighbours'. All in one step: what the pack does between two steps is no evidence.</summary>
        /// <returns>Devices with an open wire.</returns>
        /// <remarks>
        /// The load pulls a cell's two wires together. Behind a sound wire that takes a tenth of the reading; an open one follows
        /// its neighbour, so both cells at it fall to about 0 V under their own load and read the sum under the neighbour's. The
        /// wires at both ends have one cell only.
        /// </remarks>
        public int Measure()
        {
            _line.ReadAll(Adbms683xCommands.ReadAllRaw);
            _line.TakeCells(_layout, _plain, _plain, 0);
            _line.Command(Adbms683xCommands.ConvertOpenEven);
            _line.Wait(Adbms683xTiming.OpenWireMicros);
            _line.ReadAll(Adbms683xCommands.ReadAllRedundant);
            _line.TakeCells(_layout, _loaded, _beside, 1);
            _line.Command(Adbms683xCommands.ConvertOpenOdd);
            _line.Wait(Adbms683xTiming.OpenWireMicros);
            _line.ReadAll(Adbms683xCommands.ReadAllRedundant);
            _line.TakeCells(_layout, _loaded, _beside, 0);
            _line.GiveBackCells();
            int failed = 0;
            for (int d = 0; d < _line.DeviceCount; d++)
            {
                if (JudgeWires(d))
                {
                    failed |= 1 << d;
                }
            }

            return failed;
        }

        /// <summary>From cells to wires.</summary>
        /// <returns>True when one is open.</returns>
        private bool JudgeWires(int d)
        {
            int first = _layout.firstCell[d];
            int last = _layout.firstCell[d + 1] - 1;
            int wire = first + d;
            int worst = 0;
            for (int c = first; c <= last; c++)
            {
                int free = _beside[c] > _plain[c] ? _beside[c] : _plain[c];
                evidence[c] = (free - _loaded[c]) * 150;
                worst = evidence[c] > worst ? evidence[c] : worst;
                isOpen[wire + c - first] = 0;
            }

            value[d] = worst;
            isOpen[wire + last + 1 - first] = 0;
            bool any = false;
            for (int c = first; c < last; c++)
            {
                if (Moves(c) && Moves(c + 1))
                {
                    isOpen[wire + c + 1 - first] = 1;
                    any = true;
                }
            }

            for (int c = first; c <= last; c++)
            {
                int below = wire + c - first;
                if (Moves(c) && isOpen[below] == 0 && isOpen[below + 1] == 0)
                {
                    // An end's only cell; inside, which of the two wires it is can't be told.
                    isOpen[below] = (byte)(c == last && c != first ? 0 : 1);
                    isOpen[below + 1] = (byte)(c == first && c != last ? 0 : 1);
                    any = true;
                }
            }

            return any;
        }

        private bool Moves(int cell)
        {
            return evidence[cell] > _openMicrovolts;
        }
    }
}
