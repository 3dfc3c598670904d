using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// Open sense wires, by what the chip's test pulses do to the readings: every second it draws about 55 µA for one slot from
    /// each input in turn. An input that hangs in the air sinks: the cell under it reads less and the one over it more.
    /// </summary>
    /// <remarks>
    /// Found by movement: between two looks, a pulse or more apart, one cell fell and one above rose against the pack's middle,
    /// each by more than the bound; all wires between them are open. A load moves all cells one way and one weak cell moves
    /// alone; a load that came between two conversions of a look is ruled out by two looks at each end that must all agree. Found by
    /// state: a wire long open, a cell at 0 V with one above that carries its voltage too. The top wire has no
    /// cell above: it is found when the top cell falls far while the others stand, or, once seen alive, is gone. The bottom wire is not tested by the chip: never
    /// run. A pulse moves a wire by 66 mV to 285 mV at 1 µF and ten times that at 100 nF; the slow ones are found by state.
    /// </remarks>
    public sealed class Bq769x2WireCheck
    {
        private const int DefaultMillivolts = 100;
        private const int GoneMillivolts = 500;
        private const int AliveMillivolts = 1500;
        private const int CollapsedMillivolts = 200;
        private const int TopFallMillivolts = 500;
        private const int StandingMillivolts = 50;

        private readonly IClock _clock;
        private readonly Bq769x2SetUp _setUp;
        private readonly Bq769x2Sampler _sampler;
        private readonly int _cells;
        private readonly int _boundMillivolts;
        private readonly int _loopMicros;
        private readonly short[] _base;
        private readonly short[] _secondBase;
        private readonly short[] _moved;
        private readonly short[] _sorted;
        private readonly byte[] _wire;
        private readonly int[] _evidence;
        private long _baseAtMicros;
        private bool _topSeenAlive;
        private bool _completed;
        private int _foundMask;

        /// <summary>The last look found a wire open.</summary>
        public bool found;

        public Bq769x2WireCheck(IClock clock, Bq769x2SetUp setUp, Bq769x2Sampler sampler, PackLayout layout,
            Bq769x2Config config)
        {
            _clock = clock;
            _setUp = setUp;
            _sampler = sampler;
            _cells = layout.cellCount;
            _boundMillivolts = config.openWireMillivolts != 0 ? config.openWireMillivolts : DefaultMillivolts;
            _loopMicros = Bq769x2Timing.LoopMicros(layout.probeCount, config.isFast ? Bq769x2Registers.FastAdc : 0);
            _base = new short[_cells];
            _secondBase = new short[_cells];
            _moved = new short[_cells];
            _sorted = new short[_cells];
            _wire = new byte[_cells + 1];
            _evidence = new int[_cells + 1];
        }

        /// <summary>How long it takes until every wire has had its pulse and was read after it: the chip's interval, the loop of
        /// the pulses, and one to read.</summary>
        public static int PulseMicros(int seconds, int loopMicros)
        {
            return (seconds * 1100000) + (2 * loopMicros);
        }

        /// <summary>Remembers how the cells read now; twice, one after the other.</summary>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte TakeBase(bool isFirst)
        {
            found = false;
            _completed = false;
            byte state = TakeCells();
            if (state == Bq769x2Line.Good)
            {
                System.Array.Copy(_sampler.value, 0, isFirst ? _base : _secondBase, 0, _cells);
                _baseAtMicros = _clock.MonotonicMicros();
                _topSeenAlive |= _sampler.value[_cells - 1] >= AliveMillivolts;
            }

            return state;
        }

        /// <summary>Time until <see cref="Look"/> can tell, µs.</summary>
        public int LeftMicros()
        {
            long left = _baseAtMicros + PulseMicros(Bq769x2Settings.OpenWireSeconds, _loopMicros) - _clock.MonotonicMicros();
            return left > 0 ? (int)left : 0;
        }

        /// <summary>Compares with the base.</summary>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte Look()
        {
            // A chip whose settings could not be made ours may pulse more seldom, or never.
            if (_setUp.settings.openWireSeconds == 0 || _clock.MonotonicMicros() - _baseAtMicros
                < PulseMicros(_setUp.settings.openWireSeconds, _loopMicros))
            {
                return Bq769x2Line.Torn;
            }

            byte state = TakeCells();
            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            Compare();
            _foundMask = FailedMask();
            found = _foundMask != 0;
            _completed = true;
            return state;
        }

        /// <summary>Compares once more; what is not there again was none.</summary>
        /// <returns><see cref="Bq769x2Line"/> state.</returns>
        public byte LookAgain()
        {
            byte state = TakeCells();
            if (state != Bq769x2Line.Good)
            {
                _completed = false;
                return state;
            }

            Compare();
            for (int wire = 0; wire <= _cells; wire++)
            {
                if (_wire[wire] == AfeResult.Failed && (_foundMask & (1 << wire)) == 0)
                {
                    _wire[wire] = AfeResult.Passed;
                }
            }

            return state;
        }

        /// <summary>Puts what was found.</summary>
        public void Put(PackSample sample)
        {
            if (!_completed)
            {
                return;
            }

            AfeHealth health = sample.health;
            int worst = 0;
            for (int wire = 0; wire <= _cells; wire++)
            {
                int evidence = _evidence[wire] * 1000;
                health.wireResult[wire] = _wire[wire];
                health.wireMicrovolts[wire] = evidence;
                worst = evidence > worst ? evidence : worst;
            }

            health.Put(AfeCheck.CellWires, 0, FailedMask() != 0 ? AfeResult.Failed : AfeResult.Passed, worst,
                _boundMillivolts * 1000, sample.timeMs);
        }

        private byte TakeCells()
        {
            _sampler.Take(false);
            byte state = _sampler.trouble != Bq769x2Line.Good ? _sampler.trouble
                : _sampler.proven ? Bq769x2Line.Good : Bq769x2Line.Torn;
            for (int i = 0; i < _cells && state == Bq769x2Line.Good; i++)
            {
                state = _sampler.state[i];
            }

            return state;
        }

        private int FailedMask()
        {
            int mask = 0;
            for (int wire = 0; wire <= _cells; wire++)
            {
                mask |= _wire[wire] == AfeResult.Failed ? 1 << wire : 0;
            }

            return mask;
        }

        private void Compare()
        {
            short[] now = _sampler.value;
            _wire[0] = AfeResult.NotRun;
            _evidence[0] = 0;
            for (int wire = 1; wire <= _cells; wire++)
            {
                _wire[wire] = AfeResult.Passed;
                _evidence[wire] = 0;
            }

            FindMovement(now, _base);
            int moved = FailedMask();
            for (int wire = 1; wire <= _cells; wire++)
            {
                _wire[wire] = AfeResult.Passed;
            }

            FindMovement(now, _secondBase);
            for (int wire = 1; wire <= _cells; wire++)
            {
                if ((moved & (1 << wire)) == 0)
                {
                    _wire[wire] = AfeResult.Passed;
                }
            }

            int middle = Bq769x2Middle.Of(now, _cells, _sorted);
            FindCollapse(now, middle);
            int top = now[_cells - 1];
            _topSeenAlive |= top >= AliveMillivolts;
            if (_topSeenAlive && top < GoneMillivolts && middle >= AliveMillivolts)
            {
                Fail(_cells, _cells, middle - top);
            }
        }

        private void FindMovement(short[] now, short[] then)
        {
            for (int i = 0; i < _cells; i++)
            {
                _moved[i] = (short)(now[i] - then[i]);
            }

            int common = Bq769x2Middle.Of(_moved, _cells, _sorted);
            int fallen = -1;
            int fall = 0;
            for (int i = 0; i < _cells; i++)
            {
                int moved = _moved[i] - common;
                if (i > 0 && _moved[i - 1] < common)
                {
                    int below = common - _moved[i - 1];
                    int both = moved < below ? moved : below;
                    _evidence[i] = both > _evidence[i] ? both : _evidence[i];
                }

                if (moved < -_boundMillivolts)
                {
                    fallen = i;
                    fall = -moved;
                }
                else if (moved > _boundMillivolts && fallen >= 0)
                {
                    Fail(fallen + 1, i, moved < fall ? moved : fall);
                    fallen = -1;
                }
            }

            if (fallen == _cells - 1 && fall > TopFallMillivolts && common <= StandingMillivolts
                && common >= -StandingMillivolts)
            {
                Fail(_cells, _cells, fall);
            }
        }

        private void FindCollapse(short[] now, int middle)
        {
            int fallen = -1;
            for (int i = 0; i < _cells && middle >= AliveMillivolts; i++)
            {
                if (now[i] <= CollapsedMillivolts)
                {
                    fallen = fallen < 0 ? i : fallen;
                }
                else
                {
                    // It carries a second cell's voltage: 1.4 times the middle cell, as a full input ends at 5.5 V.
                    if (fallen >= 0 && now[i] >= middle * 7 / 5)
                    {
                        Fail(fallen + 1, i, now[i] - middle);
                    }

                    fallen = -1;
                }
            }
        }

        private void Fail(int firstWire, int lastWire, int millivolts)
        {
            for (int wire = firstWire; wire <= lastWire; wire++)
            {
                _wire[wire] = AfeResult.Failed;
                _evidence[wire] = millivolts > _evidence[wire] ? millivolts : _evidence[wire];
            }
        }
    }
}
