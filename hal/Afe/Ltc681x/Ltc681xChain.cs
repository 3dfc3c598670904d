using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// A chain of 1 to 16 LTC6811, LTC6812, LTC6813 or ADBMS1818 behind one isoSPI bridge. Reads only: discharge bits and
    /// discharge timer are always 0.
    /// </summary>
    public sealed class Ltc681xChain : IAfe
    {
        /// <summary>tREFUP, from REFON to a stable second reference, at most, µs.</summary>
        public const int ReferenceUpMicros = 4400;

        private readonly Ltc681xLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xSetUp _setUp;
        private readonly Ltc681xChecks _checks;
        private readonly Ltc681xProof _proof;
        private readonly Ltc681xSampler _sampler;
        private readonly int _retries;
        private readonly int _shortestCycleMicros;

        private readonly Ltc681xFindings _found;

        private int _retryCount;

        /// <summary>A chain with one bridge, at its near end.</summary>
        public Ltc681xChain(ISpiBus bus, IClock clock, PackLayout layout, Ltc681xModel model, Ltc681xConfig config)
            : this(bus, null, clock, layout, model, config)
        {
        }

        /// <param name="farBus">The bridge behind the farthest device; null: none. Never with a chip that is not reversible.
        /// </param>
        /// <exception cref="System.ArgumentException">The layout does not fit the chip, or the configuration is out of bounds;
        /// says where.</exception>
        public Ltc681xChain(ISpiBus bus, ISpiBus farBus, IClock clock, PackLayout layout, Ltc681xModel model,
            Ltc681xConfig config)
        {
            config.Check();
            if (farBus != null && !model.isReversible)
            {
                throw new System.ArgumentException("a chain of " + model.name + " can't be read from its far end");
            }

            int devices = layout.deviceCount;
            int overhead = config.transferOverheadMicros;
            _scan = new Ltc681xScan(layout, model, config);
            _found = new Ltc681xFindings();
            _found.firstNotNear = devices;
            _line = new Ltc681xLine(bus, farBus, clock, devices);
            _setUp = new Ltc681xSetUp(_line, clock, _scan, model, config);
            _checks = new Ltc681xChecks(_line, clock, _scan, _setUp, _found, layout, model, config, bus.ClockHz);
            Ltc681xConversion cells = new Ltc681xConversion(_line, clock, Ltc681xCommands.ConvertCells(config.adcMode),
                model.CellMicros(config.adcMode), devices, bus.ClockHz, overhead);
            Ltc681xConversion aux = new Ltc681xConversion(_line, clock, Ltc681xCommands.ConvertAux(config.auxMode),
                model.AuxMicros(config.auxMode), devices, bus.ClockHz, overhead);
            _retries = config.retries;
            _shortestCycleMicros = Ltc681xTiming.CycleMicros(_scan, cells.LongestMicros, aux.LongestMicros, bus.ClockHz,
                overhead);
            int looks = _scan.auxGroups.Length == 0 ? 1 : 2;
            int read = Ltc681xTiming.ReadMicros(devices, bus.ClockHz, overhead);
            int free = cells.FreeMicros + (_shortestCycleMicros / 100);
            _proof = new Ltc681xProof(_line, clock, _scan, _setUp, _found, looks * read <= free, (looks + 1) * read <= free);
            _sampler = new Ltc681xSampler(_line, _scan, _found, _proof, cells, aux, config);
        }

        /// <inheritdoc/>
        public int ShortestCycleMicros
        {
            get { return _shortestCycleMicros; }
        }

        /// <inheritdoc/>
        public int RetryCount
        {
            get { return _retryCount; }
        }

        /// <summary>What is known of the chain's devices since the last sample.</summary>
        public Ltc681xFindings Findings
        {
            get { return _found; }
        }

        /// <inheritdoc/>
        public byte Start()
        {
            byte status = _proof.Start(_retries);
            CountRetries(_setUp.repeats);
            return status;
        }

        /// <inheritdoc/>
        public byte Read(PackSample sample)
        {
            byte worst = _sampler.Read(sample);
            CountRetries(_sampler.repeats);
            return worst;
        }

        /// <inheritdoc/>
        public int StepCount
        {
            get { return _checks.Table.StepCount; }
        }

        /// <inheritdoc/>
        public int CheckOfStep(int step)
        {
            return _checks.Table.CheckOf(step);
        }

        /// <inheritdoc/>
        public int StepMicros(int step)
        {
            return _checks.Table.MicrosOf(step);
        }

        /// <inheritdoc/>
        public byte RunStep(int step, PackSample sample)
        {
            byte status = _checks.Run(step, sample);
            CountRetries(_checks.Repeats);
            return status;
        }

        /// <summary>Stays at the largest int instead of turning negative.</summary>
        private void CountRetries(int count)
        {
            _retryCount = _retryCount > int.MaxValue - count ? int.MaxValue : _retryCount + count;
        }
    }
}
