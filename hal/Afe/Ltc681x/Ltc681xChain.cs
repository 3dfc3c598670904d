using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// A chain of 1 to 16 LTC6811, LTC6812, LTC6813 or ADBMS1818 behind one isoSPI bridge. Reads only: discharge bits and
    /// discharge timer are always 0.
    /// </summary>
    /// <remarks>
    /// One sample, in bus order:
    /// (1) clear auxiliary and cell registers, start the cell conversion;
    /// (2) while the chips convert, read one cell group (it must show the cleared pattern), one auxiliary group (cleared), the
    ///     configuration (it must be ours); anything wrong is put right and (1) repeated, a bounded number of times;
    /// (3) when the cells are done, start the GPIO conversion and read the cell groups meanwhile;
    /// (4) when that is done, read the auxiliary groups, the reference's first.
    /// A register that was seen cleared after the clear and holds a reading afterwards can only hold this sample's. So a device
    /// that missed the clear, the conversion, or both (a command with a wrong PEC is ignored) is found, and so is a line that
    /// repeats old replies. The groups looked at in (2) take turns, one a sample. Which looks of (2) are worth their time in
    /// which sample is <see cref="Ltc681xProof"/>'s business, when a conversion is over <see cref="Ltc681xConversion"/>'s.
    /// </remarks>
    public sealed class Ltc681xChain : IAfe
    {
        /// <summary>tREFUP, from REFON to a stable second reference, at most, µs.</summary>
        public const int ReferenceUpMicros = 4400;

        private readonly Ltc681xLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xSetUp _setUp;
        private readonly Ltc681xChecks _checks;
        private readonly Ltc681xProof _proof;
        private readonly Ltc681xConversion _cells;
        private readonly Ltc681xConversion _aux;
        private readonly int _retries;
        private readonly int _retriesPerSample;
        private readonly int _shortestCycleMicros;

        private readonly Ltc681xFindings _found;

        private int _retryCount;
        private int _retriesLeft;

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
            _cells = new Ltc681xConversion(_line, clock, Ltc681xCommands.ConvertCells(config.adcMode),
                model.CellMicros(config.adcMode), devices, bus.ClockHz, overhead);
            _aux = new Ltc681xConversion(_line, clock, Ltc681xCommands.ConvertAux(config.auxMode),
                model.AuxMicros(config.auxMode), devices, bus.ClockHz, overhead);
            _retries = config.retries;
            _retriesPerSample = config.retriesPerSample;
            _shortestCycleMicros = Ltc681xTiming.CycleMicros(_scan, _cells.LongestMicros, _aux.LongestMicros, bus.ClockHz,
                overhead);
            int looks = _scan.auxGroups.Length == 0 ? 1 : 2;
            _proof = new Ltc681xProof(_line, clock, _scan, _setUp, _found, Covers(looks, bus.ClockHz, overhead),
                Covers(looks + 1, bus.ClockHz, overhead));
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
            BeginSample();
            bool hasAux = _scan.auxGroups.Length != 0;
            int attempt = 0;
            while (true)
            {
                StartCells(hasAux);
                if (!_proof.NeedsAnotherTry() || attempt == _retries)
                {
                    break;
                }

                attempt++;
                CountRetries(1);
            }

            _cells.WaitForEnd();
            if (hasAux)
            {
                _aux.Start();
            }

            for (int i = 0; i < _scan.cellGroups.Length; i++)
            {
                ReadCellGroup(i, sample);
            }

            if (hasAux)
            {
                _proof.JudgeProbes();
                _aux.WaitForEnd();
                for (int i = 0; i < _scan.auxGroups.Length; i++)
                {
                    ReadAuxGroup(i, sample);
                }
            }

            _proof.EndSample();
            return _found.Conclude(_scan, sample, _line.split);
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

        /// <summary>Bytes that a driver for this layout keeps, by the device's own accounting; see the memory table in docs.
        /// </summary>
        public static int BytesFor(PackLayout layout)
        {
            return Ltc681xMemory.BytesFor(layout);
        }

        private void BeginSample()
        {
            _found.BeginSample();
            _retriesLeft = _retriesPerSample;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                _scan.referenceCode[d] = 0;
                _scan.referenceQuality[d] = Quality.NotConverted;
            }

            _proof.BeginSample();
        }

        private void StartCells(bool hasAux)
        {
            if (hasAux)
            {
                _line.Command(Ltc681xCommands.ClearAux);
            }

            _line.Command(Ltc681xCommands.ClearCells);
            _cells.Start();
        }

        /// <summary>Whether the cells' conversion covers so many reads, to within a hundredth of the cycle.</summary>
        private bool Covers(int looks, int clockHz, int overheadMicros)
        {
            int read = Ltc681xTiming.ReadMicros(_scan.deviceCount, clockHz, overheadMicros);
            return (looks * read) - _cells.FreeMicros <= _shortestCycleMicros / 100;
        }

        private void ReadCellGroup(int index, PackSample sample)
        {
            short[] slots = _scan.cellSlots[index];
            int command = Ltc681xCommands.ReadCells(_scan.cellGroups[index]);
            int pending = _scan.allMask;
            int tries = 0;
            do
            {
                _line.Read(command);
                Ltc681xCellKernel.Take(_scan, _line.reply, slots, pending, _found.unprovenCells, sample.cellMicrovolts,
                    sample.cellQuality);
                pending = AfterTry(pending);
                _found.convertedMask |= _scan.oddMask;
            }
            while (MayRepeat(pending, ref tries));

            if (pending != 0)
            {
                _found.brokenMask |= pending;
                _found.mutedMask |= pending & _scan.silentMask;
                Ltc681xSetUp.MarkCells(_scan, slots, pending, sample);
            }
        }

        private void ReadAuxGroup(int index, PackSample sample)
        {
            short[] slots = _scan.auxSlots[index];
            int group = _scan.auxGroups[index];
            bool hasReference = group == Ltc681xScan.ReferenceGroup;
            int command = Ltc681xCommands.ReadAux(group);
            int pending = _scan.allMask;
            int tries = 0;
            int changed = 0;
            do
            {
                _line.Read(command);
                Ltc681xAuxKernel.Take(_scan, _line.reply, slots, hasReference, pending, _found.unprovenAux, sample.tempDeciC,
                    sample.tempQuality, sample.gpioMicrovolts);
                pending = AfterTry(pending);
                _found.doubtfulMask |= _scan.oddMask;
                changed |= _proof.ChangedAux(index);
            }
            while (MayRepeat(pending, ref tries));

            _proof.EndAuxGroup(changed);

            if (pending != 0)
            {
                _found.brokenMask |= pending;
                _found.mutedMask |= pending & _scan.silentMask;
                Ltc681xSetUp.MarkProbes(_scan, slots, hasReference, pending, sample);
            }
        }

        private int AfterTry(int pending)
        {
            _found.answeredMask |= pending & ~_scan.silentMask;
            _found.verifiedMask |= _scan.goodMask;
            return pending & ~_scan.goodMask;
        }

        /// <summary>Whether a group is worth reading once more for the devices that are still pending.</summary>
        private bool MayRepeat(int pending, ref int tries)
        {
            int worth = pending & ~_found.deadMask & ~_found.knownBroken;
            if (worth == 0 || tries == _retries || _retriesLeft == 0)
            {
                return false;
            }

            tries++;
            _retriesLeft--;
            CountRetries(1);
            _found.retriedMask |= worth;
            return true;
        }

        /// <summary>Stays at the largest int instead of turning negative.</summary>
        private void CountRetries(int count)
        {
            _retryCount = _retryCount > int.MaxValue - count ? int.MaxValue : _retryCount + count;
        }
    }
}
