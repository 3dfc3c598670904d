using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// A chain of 1 to 16 ADBMS6830 or ADES1830 behind one isoSPI bridge, or one at each end. Reads only: discharge bits,
    /// discharge timer and PWM are always 0.
    /// </summary>
    /// <remarks>
    /// The chips convert on their own, once a millisecond. One sample, in bus order:
    /// (1) after a pause: the conversion counter, and the GPIOs of the background round that is done;
    /// (2) snapshot: every device freezes its results;
    /// (3) the conversion counter again, or every 40 ms: it must have moved;
    /// (4) the cells; each frame's command counter must show that the snapshot arrived;
    /// (5) the snapshot is released; one transfer for the background round.
    /// A device that lost a command, or was reset, shows another command counter than expected: its configuration is looked at,
    /// what was lost is sent again, and (2) to (4) are repeated, a bounded number of times.
    /// </remarks>
    public sealed class Adbms683xChain : IAfe
    {
        // Attempts beyond the configured ones: waking a silent chain and asking it from its other end are none of them.
        private const int WakeAndTurn = 2;

        private readonly IClock _clock;
        private readonly Adbms683xLine _line;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;
        private readonly Adbms683xFindings _found;
        private readonly Adbms683xRetries _retries;
        private readonly Adbms683xAux _aux;
        private readonly Adbms683xProof _proof;
        private readonly Adbms683xRepair _repair;
        private readonly Adbms683xCheckLine _checkLine;
        private readonly Adbms683xChecks _checks;
        private readonly Adbms683xCellReader _cells;
        private readonly int _shortestCycleMicros;
        private long _snapAtMicros;
        private bool _hasLooked;

        /// <param name="far">A second bridge at the far end; null: none.</param>
        /// <exception cref="System.ArgumentException">The layout does not fit the chip, or the configuration is out of bounds;
        /// says where.</exception>
        public Adbms683xChain(ISpiBus near, ISpiBus far, IClock clock, PackLayout layout, Adbms683xConfig config)
        {
            config.Check();
            _clock = clock;
            _scan = new Adbms683xScan(layout, config);
            _found = new Adbms683xFindings();
            _retries = new Adbms683xRetries(config.retries, config.retriesPerSample);
            _line = new Adbms683xLine(near, far, clock, _scan);
            _setUp = new Adbms683xSetUp(_line, clock, _scan, config);
            _aux = new Adbms683xAux(_line, clock, _scan, _setUp, _found, _retries);
            _proof = new Adbms683xProof(_line, clock, _scan, _setUp, _found, _retries);
            _repair = new Adbms683xRepair(_line, clock, _scan, _setUp, _found, _retries, _aux, _proof,
                config.probeSettleMicros);
            _checkLine = new Adbms683xCheckLine(_line, clock, _scan, _setUp, _found, _retries, _aux, config.result);
            _checks = new Adbms683xChecks(_checkLine, _line, _scan, _setUp, layout, config, near.ClockHz);
            _cells = new Adbms683xCellReader(_line, _scan, _found, _retries, config.result,
                Adbms683xTiming.IsAllShorter(_scan, near.ClockHz, config.transferOverheadMicros));
            _shortestCycleMicros = Adbms683xTiming.CycleMicros(_scan, near.ClockHz, config.transferOverheadMicros);
        }

        /// <inheritdoc/>
        public int ShortestCycleMicros
        {
            get { return _shortestCycleMicros; }
        }

        /// <inheritdoc/>
        public int RetryCount
        {
            get { return _retries.count; }
        }

        /// <inheritdoc/>
        public byte Start()
        {
            _line.SplitAt(_scan.deviceCount);
            _line.WakeAll();
            byte status = _repair.Configure(_retries.perTransfer);
            int silent = _setUp.silentMask;
            if (silent != 0 && _line.HasFarEnd)
            {
                _line.SplitAt(Adbms683xLine.LowestOf(silent));
                _line.WakeAll();
                status = _repair.Configure(_retries.perTransfer);
            }

            _repair.Started();
            if (_aux.IsIdle && _found.deadMask != _scan.allMask)
            {
                WaitUntil(_repair.probesSettledAtMicros);
                _aux.Start();

                // So that the first sample has temperatures: probes without any look like broken ones.
                WaitUntil(_aux.StartedMicros + Adbms683xTiming.AuxMicros);
            }

            return status;
        }

        /// <inheritdoc/>
        public byte Read(PackSample sample)
        {
            BeginSample();
            int attempt = 0;
            while (TakeSnapshot(sample) && attempt < _retries.perTransfer + WakeAndTurn)
            {
                attempt++;
                _retries.Count(1);
                _line.Command(Adbms683xCommands.Unsnap);
            }

            if (!_cells.IsAll)
            {
                for (int i = 1; i < _scan.cellGroups.Length; i++)
                {
                    _cells.Read(i, sample);
                }
            }

            _line.Command(Adbms683xCommands.Unsnap);
            GoOnBeside();
            return EndSample(sample);
        }

        /// <inheritdoc/>
        public int StepCount
        {
            get { return _checks.StepCount; }
        }

        /// <inheritdoc/>
        public int CheckOfStep(int step)
        {
            return _checks.CheckOf(step);
        }

        /// <inheritdoc/>
        public int StepMicros(int step)
        {
            return _checks.MicrosOf(step);
        }

        /// <inheritdoc/>
        public byte RunStep(int step, PackSample sample)
        {
            byte status = _checks.Run(step, sample);
            if (_checkLine.missedMask != 0)
            {
                _repair.AfterStep(_checkLine.missedMask);
            }

            return status;
        }

        private void BeginSample()
        {
            _found.BeginSample();
            _retries.Begin();
            _aux.BeginSample();
            _hasLooked = false;
            long now = _clock.MonotonicMicros();
            _repair.BeginSample(now - _line.lastMicros > Adbms683xProof.PauseMicros
                || now - _proof.lookedAtMicros > Adbms683xProof.LookOldMicros);
        }

        /// <summary>Steps (1) to (4) up to the first frame of cells.</summary>
        /// <returns>True when something was wrong that another try may put right.</returns>
        private bool TakeSnapshot(PackSample sample)
        {
            int answeredBefore = _found.answeredMask;
            _found.answeredMask = 0;
            _found.unprovenMask = 0;
            _found.stoppedMask = 0;
            bool whole = _repair.needsTwoLooks;
            if (whole)
            {
                LookFirst();
                WaitUntil(_proof.lookedAtMicros + Adbms683xTiming.LookGapMicros);
            }

            WaitUntil(_snapAtMicros + Adbms683xTiming.RoundMicros);
            _snapAtMicros = _clock.MonotonicMicros();
            _line.Command(Adbms683xCommands.Snap);
            int unproven = _proof.stoppedMask;
            if (whole || _snapAtMicros - _proof.lookedAtMicros > Adbms683xProof.LookEveryMicros)
            {
                _hasLooked = true;
                unproven = _proof.Judge(whole);
                _found.unprovenMask |= _proof.missedMask;
            }

            _found.stoppedMask = unproven;
            _cells.Read(0, sample);
            int silent = _scan.allMask & ~_found.answeredMask;
            _found.answeredMask |= answeredBefore;
            return NeedsAnotherTry(silent);
        }

        /// <summary>Step (1): wakes and repairs what needs it while nothing is frozen, and reads the round that is done.
        /// </summary>
        private void LookFirst()
        {
            _proof.Begin();
            int newlySilent = _proof.silentMask & ~_found.deadMask;
            while (newlySilent != 0 && _repair.WakeOrTurn(newlySilent))
            {
                _proof.Begin();
                newlySilent = _proof.silentMask & ~_found.deadMask;
            }

            int missed = _proof.missedMask;
            while (_aux.IsReady)
            {
                _aux.ReadNext();
            }

            if (missed != 0)
            {
                // A device that lost a command may still be frozen, and a snapshot of a frozen one may change nothing.
                _repair.Repair(missed);
                _line.Command(Adbms683xCommands.Unsnap);
                _proof.Begin();
                _found.unprovenMask = 0;
            }
        }

        /// <summary>Judges the snapshot; wakes, turns round and configures what needs it.</summary>
        private bool NeedsAnotherTry(int silent)
        {
            int newlySilent = silent & ~_found.deadMask;
            bool again = newlySilent != 0 && _repair.WakeOrTurn(newlySilent);

            int first = _cells.IsAll ? _scan.cellMask : _scan.firstGroupMask;
            int blank = first & _found.verifiedMask & ~_found.convertedMask & ~_found.unprovenMask & ~_found.brokenMask & ~silent;
            int doubted = _found.unprovenMask | (blank & ~_found.knownUnproven);
            if (doubted != 0)
            {
                bool wrote = _repair.Repair(doubted);
                int worth = _found.unprovenMask & ~_found.knownUnproven;
                _found.retriedMask |= worth;
                again |= wrote || worth != 0;
            }

            int stopped = _found.stoppedMask & ~_found.knownUnproven & ~silent;
            if (stopped != 0)
            {
                // One look may have come in the middle of what takes two.
                _repair.needsTwoLooks = true;
                _found.retriedMask |= stopped;
                again = true;
            }

            return again;
        }

        /// <summary>Step (5): one transfer at most, or the two commands that start a round.</summary>
        private void GoOnBeside()
        {
            if (_aux.IsIdle)
            {
                long now = _clock.MonotonicMicros();
                if (_repair.hasWritten && _repair.probesSettledAtMicros - now < Adbms683xProof.PauseMicros * 3)
                {
                    WaitUntil(_repair.probesSettledAtMicros);
                    _aux.Start();
                }
                else if (now >= _repair.probesSettledAtMicros
                    && (_repair.needsTwoLooks || (!_hasLooked && now - _aux.StartedMicros >= Adbms683xTiming.BusyRoundMicros)))
                {
                    _aux.Start();
                }
            }
            else if (!_hasLooked && _aux.IsReady)
            {
                _aux.ReadNext();
            }
        }

        private byte EndSample(PackSample sample)
        {
            _cells.EndSample();
            _aux.Expire();
            byte worst = _found.Conclude(_scan, sample);
            Adbms683xSetUp.MarkProbes(_scan, _found.deadMask, Quality.NoReply);
            _aux.CopyTo(sample);
            return worst;
        }

        private void WaitUntil(long micros)
        {
            long left = micros - _clock.MonotonicMicros();
            if (left > 0)
            {
                _clock.DelayMicros((int)left);
            }
        }
    }
}
