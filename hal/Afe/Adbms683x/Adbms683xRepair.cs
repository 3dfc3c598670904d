using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>What is done about devices that fell silent, lost commands or their configuration, or do not convert.</summary>
    public sealed class Adbms683xRepair
    {
        // A device that did not answer may sleep: waking the whole chain takes 0.5 ms a device, so it is not done every sample.
        // The same for one that does not keep its configuration, or does not convert.
        private const int RecoveryMicros = 500000;
        private const int SamplesLostInARow = 3;

        private readonly Adbms683xLine _line;
        private readonly IClock _clock;
        private readonly Adbms683xScan _scan;
        private readonly Adbms683xSetUp _setUp;
        private readonly Adbms683xFindings _found;
        private readonly Adbms683xRetries _retries;
        private readonly Adbms683xAux _aux;
        private readonly Adbms683xProof _proof;
        private readonly int _probeSettleMicros;
        private long _recoverAtMicros;
        private bool _woken;
        private bool _turned;
        private bool _mayConfigure;

        /// <summary>When the GPIOs are settled after the reference came up, µs.</summary>
        public long probesSettledAtMicros;

        /// <summary>The configuration was written in this sample.</summary>
        public bool hasWritten;

        /// <summary>This sample has to prove by itself that the converters run.</summary>
        public bool needsTwoLooks;

        public Adbms683xRepair(Adbms683xLine line, IClock clock, Adbms683xScan scan, Adbms683xSetUp setUp,
            Adbms683xFindings found, Adbms683xRetries retries, Adbms683xAux aux, Adbms683xProof proof, int probeSettleMicros)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _setUp = setUp;
            _found = found;
            _retries = retries;
            _aux = aux;
            _proof = proof;
            _probeSettleMicros = probeSettleMicros;
        }

        /// <summary>The chain was set up just now.</summary>
        public void Started()
        {
            _found.Forget(_setUp.silentMask);
            _recoverAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
        }

        /// <summary>A sample begins; now and then, what is broken is tried again.</summary>
        /// <param name="hasPaused">There was a pause before it.</param>
        public void BeginSample(bool hasPaused)
        {
            _woken = false;
            _turned = false;
            hasWritten = false;
            needsTwoLooks = hasPaused;
            long now = _clock.MonotonicMicros();
            bool recoveryDue = now >= _recoverAtMicros;
            _mayConfigure = recoveryDue || _found.samplesLost < SamplesLostInARow;
            bool isSplit = _line.Split != _scan.deviceCount;
            if (recoveryDue && (_found.deadMask != 0 || _found.samplesLost != 0 || _proof.stoppedMask != 0 || isSplit))
            {
                _recoverAtMicros = now + RecoveryMicros;
                Recover(isSplit);
            }
        }

        /// <summary>A step of a check has met devices that lost a command.</summary>
        public void AfterStep(int missed)
        {
            _woken = true;
            _turned = false;
            hasWritten = false;
            _mayConfigure = true;
            Repair(missed);

            // What was lost may have been the end of a snapshot.
            _line.Command(Adbms683xCommands.Unsnap);
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
                needsTwoLooks = true;
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

        /// <summary>Does about devices that have just fallen silent what was not done yet in this sample; in the end they are
        /// dead.</summary>
        /// <returns>True when they are to be asked again.</returns>
        public bool WakeOrTurn(int newlySilent)
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

        /// <summary>Goes on from the counters that devices show, and looks whether they still have their configuration.
        /// </summary>
        /// <returns>True when it was written again.</returns>
        public bool Repair(int mask)
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
            if (lost == 0 || !_mayConfigure || hasWritten)
            {
                return false;
            }

            Adbms683xSetUp.MarkProbes(_scan, lost, Quality.NotConverted);
            _found.doubtfulMask |= lost & _scan.voltageMask;
            hasWritten = true;
            Configure(0);
            _found.lostAtLast = lost & _setUp.silentMask;
            needsTwoLooks = true;
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

        /// <summary>Sets the chain up; what was converted before counts no more.</summary>
        public byte Configure(int retries)
        {
            byte status = _setUp.Write(retries);
            _retries.Count(_setUp.repeats);
            _proof.Forget();
            _aux.Forget();
            probesSettledAtMicros = _clock.MonotonicMicros() + _probeSettleMicros;
            return status;
        }
    }
}
