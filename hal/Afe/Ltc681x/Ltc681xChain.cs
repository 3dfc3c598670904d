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
    /// (2) while the chips convert, read one cell group (it must show the cleared pattern), the configuration (it must be ours),
    ///     one auxiliary group (cleared); anything wrong is put right and (1) repeated, a bounded number of times;
    /// (3) when the cells are done, start the GPIO conversion and read the cell groups meanwhile;
    /// (4) when that is done, read the auxiliary groups, the reference's first.
    /// A register that was seen cleared after the clear and holds a reading afterwards can only hold this sample's. So a device
    /// that missed the clear, the conversion, or both (a command with a wrong PEC is ignored) is found, and so is a line that
    /// repeats old replies. The groups looked at in (2) take turns, one a sample: the proof costs no bus time that the conversion
    /// does not cover in a chain of up to 16 at 1 MHz.
    /// </remarks>
    public sealed class Ltc681xChain : IAfe
    {
        /// <summary>tREFUP, from REFON to a stable second reference, at most, µs.</summary>
        public const int ReferenceUpMicros = 4400;

        // A device that did not answer may sleep: waking the whole chain takes 0.4 ms a device, so it is not done every sample.
        // The same for one that does not keep its configuration.
        private const int RecoveryMicros = 500000;
        private const int SamplesLostInARow = 3;

        // Turns run 0..59: 60 divides by any number of groups, 1 to 6, so each keeps coming round.
        private const int LastTurn = 59;

        private readonly IClock _clock;
        private readonly Ltc681xLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xSetUp _setUp;
        private readonly Ltc681xChecks _checks;
        private readonly int _convertCells;
        private readonly int _convertAux;
        private readonly int _cellWaitMicros;
        private readonly int _auxWaitMicros;
        private readonly int _retries;
        private readonly int _retriesPerSample;
        private readonly int _shortestCycleMicros;

        private readonly Ltc681xFindings _found;

        private long _recoverAtMicros;
        private int _turn;
        private int _retryCount;
        private bool _woken;
        private bool _mayConfigure;
        private int _retriesLeft;

        /// <exception cref="System.ArgumentException">The layout does not fit the chip, or the configuration is out of bounds;
        /// says where.</exception>
        public Ltc681xChain(ISpiBus bus, IClock clock, PackLayout layout, Ltc681xModel model, Ltc681xConfig config)
        {
            config.Check();
            _clock = clock;
            _scan = new Ltc681xScan(layout, model, config);
            _found = new Ltc681xFindings();
            _line = new Ltc681xLine(bus, clock, layout.deviceCount);
            _setUp = new Ltc681xSetUp(_line, clock, _scan, model, config);
            _checks = new Ltc681xChecks(_line, clock, _scan, _setUp, _found, layout, model, config, bus.ClockHz);
            _convertCells = Ltc681xCommands.ConvertCells(config.adcMode);
            _convertAux = Ltc681xCommands.ConvertAux(config.auxMode);
            _cellWaitMicros = Ltc681xModel.WaitMicros(model.CellMicros(config.adcMode));
            _auxWaitMicros = Ltc681xModel.WaitMicros(model.AuxMicros(config.auxMode));
            _retries = config.retries;
            _retriesPerSample = config.retriesPerSample;
            _shortestCycleMicros = Ltc681xTiming.CycleMicros(_scan, _cellWaitMicros, _auxWaitMicros, bus.ClockHz,
                config.transferOverheadMicros);
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
            _line.WakeAll();
            byte status = _setUp.Write(_retries);
            CountRetries(_setUp.repeats);
            _found.Forget(_setUp.silentMask);
            _recoverAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
            return status;
        }

        /// <inheritdoc/>
        public byte Read(PackSample sample)
        {
            BeginSample();
            long convertedAt;
            int attempt = 0;
            while (true)
            {
                convertedAt = StartCells();
                if (!NeedsAnotherTry() || attempt == _retries)
                {
                    break;
                }

                attempt++;
                CountRetries(1);
            }

            WaitSince(convertedAt, _cellWaitMicros);
            bool hasAux = _scan.auxGroups.Length != 0;
            if (hasAux)
            {
                _line.Command(_convertAux);
                convertedAt = _clock.MonotonicMicros();
            }

            for (int i = 0; i < _scan.cellGroups.Length; i++)
            {
                ReadCellGroup(i, sample);
            }

            if (hasAux)
            {
                WaitSince(convertedAt, _auxWaitMicros);
                for (int i = 0; i < _scan.auxGroups.Length; i++)
                {
                    ReadAuxGroup(i, sample);
                }
            }

            _turn = _turn == LastTurn ? 0 : _turn + 1;
            return _found.Conclude(_scan, sample);
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
            _woken = false;
            _retriesLeft = _retriesPerSample;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                _scan.referenceCode[d] = 0;
                _scan.referenceQuality[d] = Quality.NotConverted;
            }

            long now = _clock.MonotonicMicros();
            bool recoveryDue = now >= _recoverAtMicros;
            _mayConfigure = recoveryDue || _found.samplesLost < SamplesLostInARow;
            if (recoveryDue && (_found.deadMask != 0 || _found.samplesLost != 0))
            {
                _recoverAtMicros = now + RecoveryMicros;
                if (_found.deadMask != 0)
                {
                    _woken = true;
                    _line.WakeAll();
                }
            }
        }

        /// <summary>Step (1).</summary>
        /// <returns>When the conversion began, µs, or a little later.</returns>
        private long StartCells()
        {
            if (_scan.auxGroups.Length != 0)
            {
                _line.Command(Ltc681xCommands.ClearAux);
            }

            _line.Command(Ltc681xCommands.ClearCells);
            _line.Command(_convertCells);
            return _clock.MonotonicMicros();
        }

        /// <summary>Step (2): proves that registers are clear and the configuration is ours; wakes and configures what needs it.
        /// </summary>
        /// <returns>True when something was wrong that another try may put right.</returns>
        private bool NeedsAnotherTry()
        {
            // The cell group comes first: later the conversion could be done already, and the proof would fail.
            int group = _scan.cellGroups[_turn % _scan.cellGroups.Length];
            _line.Read(Ltc681xCommands.ReadCells(group));
            _setUp.LookForCleared(3);
            int silent = _scan.silentMask;
            _found.unprovenCells = _scan.allMask & ~(_scan.goodMask & ~_scan.oddMask);

            _line.Read(Ltc681xCommands.ReadConfigA);
            _setUp.LookForConfiguration();
            silent &= _scan.silentMask;
            int lost = _scan.oddMask;

            _found.unprovenAux = 0;
            if (_scan.auxGroups.Length != 0)
            {
                group = _scan.auxGroups[_turn % _scan.auxGroups.Length];
                _line.Read(Ltc681xCommands.ReadAux(group));
                _setUp.LookForCleared(Ltc681xScan.ReadingsIn(group));
                silent &= _scan.silentMask;
                _found.unprovenAux = _scan.allMask & ~(_scan.goodMask & ~_scan.oddMask);
            }

            _found.answeredMask |= _scan.allMask & ~silent;
            _found.lostMask |= lost;

            bool again = false;
            int newlySilent = silent & ~_found.deadMask;
            if (newlySilent != 0)
            {
                if (_woken)
                {
                    _found.deadMask |= newlySilent;
                }
                else
                {
                    _woken = true;
                    _recoverAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
                    _line.WakeAll();
                    again = true;
                }
            }

            _found.lostAtLast = lost;
            if (lost != 0 && _mayConfigure)
            {
                _setUp.Write(0);
                again = true;
            }

            int unproven = (_found.unprovenCells | _found.unprovenAux) & ~silent & ~_found.knownUnproven;
            if (unproven != 0)
            {
                _found.retriedMask |= unproven;
                again = true;
            }

            return again;
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
            do
            {
                _line.Read(command);
                Ltc681xAuxKernel.Take(_scan, _line.reply, slots, hasReference, pending, _found.unprovenAux, sample.tempDeciC,
                    sample.tempQuality, sample.gpioMicrovolts);
                pending = AfterTry(pending);
                _found.doubtfulMask |= _scan.oddMask;
            }
            while (MayRepeat(pending, ref tries));

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

        private void WaitSince(long startMicros, int micros)
        {
            long left = startMicros + micros - _clock.MonotonicMicros();
            if (left > 0)
            {
                _clock.DelayMicros((int)left);
            }
        }
    }
}
