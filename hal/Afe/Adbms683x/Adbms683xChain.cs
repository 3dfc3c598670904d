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
        // A device that did not answer may sleep: waking the whole chain takes 0.5 ms a device, so it is not done every sample.
        // The same for one that does not keep its configuration, or does not convert.
        private const int RecoveryMicros = 500000;
        private const int SamplesLostInARow = 3;

        // Attempts beyond the configured ones: waking a silent chain and asking it from its other end are none of them.
        private const int WakeAndTurn = 2;

        // A pause this long leaves time for two looks at the conversion counter in one sample.
        private const int PauseMicros = 2000;
        private const int LookEveryMicros = 40000;
        private const int LookOldMicros = 50000;

        // Each frame with a wrong PEC counts 64, each device and sample takes 1 off: in balance where one frame in 64 is bad.
        private const int NoiseOfFrame = 64;
        private const int NoisyLevel = 512;
        private const int NoiseMost = 4096;

        private readonly IClock _clock;
        private readonly Adbms683xLine _line;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;
        private readonly Adbms683xFindings _found;
        private readonly Adbms683xRetries _retries;
        private readonly Adbms683xAux _aux;
        private readonly Adbms683xProof _proof;
        private readonly Adbms683xCheckLine _checkLine;
        private readonly Adbms683xChecks _checks;
        private readonly byte _result;
        private readonly bool _isAllShorter;
        private readonly int _probeSettleMicros;
        private readonly int _shortestCycleMicros;

        private long _recoverAtMicros;
        private long _probesSettledAtMicros;
        private long _snapAtMicros;
        private int _noise;
        private bool _woken;
        private bool _turned;
        private bool _mayConfigure;
        private bool _hasPaused;
        private bool _hasLooked;
        private bool _hasWritten;

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
            _checkLine = new Adbms683xCheckLine(_line, clock, _scan, _setUp, _found, _retries, _aux, config.result);
            _checks = new Adbms683xChecks(_checkLine, _line, _scan, _setUp, layout, config, near.ClockHz);
            _result = config.result;
            _isAllShorter = Adbms683xTiming.IsAllShorter(_scan, near.ClockHz, config.transferOverheadMicros);
            _probeSettleMicros = config.probeSettleMicros;
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
            byte status = Configure(_retries.perTransfer);
            int silent = _setUp.silentMask;
            if (silent != 0 && _line.HasFarEnd)
            {
                _line.SplitAt(Adbms683xLine.LowestOf(silent));
                _line.WakeAll();
                status = Configure(_retries.perTransfer);
            }

            _found.Forget(_setUp.silentMask);
            _recoverAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
            if (_aux.IsIdle && _found.deadMask != _scan.allMask)
            {
                WaitUntil(_probesSettledAtMicros);
                _aux.Start();
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

            if (!IsAll)
            {
                for (int i = 1; i < _scan.cellGroups.Length; i++)
                {
                    ReadCells(i, sample);
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
                _woken = true;
                _turned = false;
                _hasWritten = false;
                _mayConfigure = true;
                Repair(_checkLine.missedMask);

                // What was lost may have been the end of a snapshot.
                _line.Command(Adbms683xCommands.Unsnap);
            }

            return status;
        }

        private bool IsAll
        {
            get { return _isAllShorter && _noise < NoisyLevel; }
        }

        private void BeginSample()
        {
            _found.BeginSample();
            _retries.Begin();
            _aux.BeginSample();
            _woken = false;
            _turned = false;
            _hasWritten = false;
            _hasLooked = false;
            long now = _clock.MonotonicMicros();
            _hasPaused = now - _line.lastMicros > PauseMicros || now - _proof.lookedAtMicros > LookOldMicros;
            bool recoveryDue = now >= _recoverAtMicros;
            _mayConfigure = recoveryDue || _found.samplesLost < SamplesLostInARow;
            bool isSplit = _line.Split != _scan.deviceCount;
            if (recoveryDue && (_found.deadMask != 0 || _found.samplesLost != 0 || _proof.stoppedMask != 0 || isSplit))
            {
                _recoverAtMicros = now + RecoveryMicros;
                Recover(isSplit);
            }
        }

        /// <summary>Now and then: wakes what is dead, finds out whether a broken chain is whole again, sets up what does not
        /// convert.</summary>
        private void Recover(bool isSplit)
        {
            if (_found.deadMask != 0)
            {
                _woken = true;
                _line.WakeAll();
            }

            if (isSplit)
            {
                TryWhole();
            }
            else if (_found.deadMask != 0 && _line.HasFarEnd)
            {
                TryTurned(_found.deadMask);
            }

            if (_proof.stoppedMask != 0)
            {
                _setUp.StartConverters(_scan.allMask & ~_found.deadMask, 0);
                _hasPaused = true;
            }
        }

        /// <summary>Asks the whole chain from the near end; stays with it when everybody answers.</summary>
        private bool TryWhole()
        {
            int split = _line.Split;
            _line.SplitAt(_scan.deviceCount);
            _line.WakeAll();
            _setUp.LookForConfiguration();
            if (_scan.silentMask != 0)
            {
                _line.SplitAt(split);
                return false;
            }

            return true;
        }

        /// <summary>Asks the devices from the lowest silent one on from the far end.</summary>
        private bool TryTurned(int silent)
        {
            int lowest = Adbms683xLine.LowestOf(silent);
            if (lowest >= _line.Split)
            {
                return false;
            }

            _turned = true;
            _line.SplitAt(lowest);
            _line.WakeAll();
            return true;
        }

        /// <summary>Steps (1) to (4) up to the first frame of cells.</summary>
        /// <returns>True when something was wrong that another try may put right.</returns>
        private bool TakeSnapshot(PackSample sample)
        {
            int answeredBefore = _found.answeredMask;
            _found.answeredMask = 0;
            _found.unprovenMask = 0;
            _found.stoppedMask = 0;
            bool whole = _hasPaused;
            if (whole)
            {
                LookFirst();
                WaitUntil(_proof.lookedAtMicros + Adbms683xTiming.LookGapMicros);
            }

            WaitUntil(_snapAtMicros + Adbms683xTiming.RoundMicros);
            _snapAtMicros = _clock.MonotonicMicros();
            _line.Command(Adbms683xCommands.Snap);
            int unproven = _proof.stoppedMask;
            if (whole || _snapAtMicros - _proof.lookedAtMicros > LookEveryMicros)
            {
                _hasLooked = true;
                unproven = _proof.Judge(whole);
                _found.unprovenMask |= _proof.missedMask;
            }

            _found.stoppedMask = unproven;
            ReadCells(0, sample);
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
            while (newlySilent != 0 && WakeOrTurn(newlySilent))
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
                Repair(missed);
                _line.Command(Adbms683xCommands.Unsnap);
                _proof.Begin();
                _found.unprovenMask = 0;
            }
        }

        /// <summary>Does about devices that have just fallen silent what was not done yet in this sample; in the end they are
        /// dead.</summary>
        /// <returns>True when they are to be asked again.</returns>
        private bool WakeOrTurn(int newlySilent)
        {
            if (!_woken)
            {
                _woken = true;
                _recoverAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
                _line.WakeAll();
                return true;
            }

            if (_line.HasFarEnd && !_turned && TryTurned(newlySilent))
            {
                return true;
            }

            _found.deadMask |= newlySilent;
            return false;
        }

        /// <summary>Judges the snapshot; wakes, turns round and configures what needs it.</summary>
        private bool NeedsAnotherTry(int silent)
        {
            int newlySilent = silent & ~_found.deadMask;
            bool again = newlySilent != 0 && WakeOrTurn(newlySilent);

            int first = IsAll ? _scan.cellMask : _scan.firstGroupMask;
            int blank = first & _found.verifiedMask & ~_found.convertedMask & ~_found.unprovenMask & ~_found.brokenMask & ~silent;
            int doubted = _found.unprovenMask | (blank & ~_found.knownUnproven);
            if (doubted != 0)
            {
                bool wrote = Repair(doubted);
                int worth = _found.unprovenMask & ~_found.knownUnproven;
                _found.retriedMask |= worth;
                again |= wrote || worth != 0;
            }

            int stopped = _found.stoppedMask & ~_found.knownUnproven & ~silent;
            if (stopped != 0)
            {
                // One look may have come in the middle of what takes two.
                _hasPaused = true;
                _found.retriedMask |= stopped;
                again = true;
            }

            return again;
        }

        /// <summary>Goes on from the counters that devices show, and looks whether they still have their configuration.
        /// </summary>
        /// <returns>True when it was written again.</returns>
        private bool Repair(int mask)
        {
            Adopt(mask);
            if (_line.Split != _scan.deviceCount && !_turned)
            {
                // Whole again, a chain that is spoken to from both ends counts twice.
                TryWhole();
            }

            _setUp.LookForConfiguration();
            if (_scan.missedMask != 0)
            {
                Adopt(0);
                _setUp.LookForConfiguration();
            }

            int lost = _scan.oddMask;
            _found.lostMask |= lost;
            _found.lostAtLast = lost;
            if (lost == 0 || !_mayConfigure || _hasWritten)
            {
                return false;
            }

            Adbms683xSetUp.MarkProbes(_scan, lost, Quality.NotConverted);
            _found.doubtfulMask |= lost & _scan.voltageMask;
            _hasWritten = true;
            Configure(0);
            _found.lostAtLast = lost & _setUp.silentMask;
            _hasPaused = true;
            return true;
        }

        /// <summary>Takes the counters as the last frame showed them. What these devices have frozen, and what they convert
        /// beside it, is not proven then.</summary>
        private void Adopt(int mask)
        {
            mask |= _scan.missedMask;
            _aux.staleMask |= mask;
            _found.unprovenMask |= mask;
            _scan.AdoptCounters(_scan.missedMask);
        }

        private byte Configure(int retries)
        {
            byte status = _setUp.Write(retries);
            _retries.Count(_setUp.repeats);
            _proof.Forget();
            _aux.Forget();
            _probesSettledAtMicros = _clock.MonotonicMicros() + _probeSettleMicros;
            return status;
        }

        /// <summary>Reads one frame of cells: all, or those of a group.</summary>
        private void ReadCells(int index, PackSample sample)
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

        /// <summary>Step (5): one transfer at most, or the two commands that start a round.</summary>
        private void GoOnBeside()
        {
            if (_aux.IsIdle)
            {
                long now = _clock.MonotonicMicros();
                if (_hasWritten && _probesSettledAtMicros - now < PauseMicros * 3)
                {
                    WaitUntil(_probesSettledAtMicros);
                    _aux.Start();
                }
                else if (now >= _probesSettledAtMicros
                    && (_hasPaused || (!_hasLooked && now - _aux.StartedMicros >= Adbms683xTiming.BusyRoundMicros)))
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
            _noise = _noise > _scan.deviceCount ? _noise - _scan.deviceCount : 0;
            _aux.Expire();
            byte worst = _found.Conclude(_scan, sample);
            if (_found.deadMask != 0)
            {
                Adbms683xSetUp.MarkProbes(_scan, _found.deadMask, Quality.NoReply);
            }

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
