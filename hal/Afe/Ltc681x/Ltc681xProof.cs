using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// What a sample looks at while its cells convert: that the registers are clear and the configuration is ours. Decides which
    /// look is worth its bus time now, and puts right what it can.
    /// </summary>
    /// <remarks>
    /// One cell group is looked at in every sample. The other looks are made in every sample too where the conversion covers
    /// them (to within a hundredth of the cycle); else
    /// - the configuration every 0.5 s, and at once after a waking, a loss, somebody else's use of the line, or a device that
    ///   answered and did not convert: a device without its configuration has its reference off, so its conversion ends 2.7 ms late or more, and shows;
    /// - an auxiliary group unless the sample just before proved the auxiliary registers of every device. Proof is a group seen
    ///   cleared, or other content now than in that sample: either way the registers were written since. So a temperature is of
    ///   this sample or, at worst, of the one before, and that was at most 50 ms earlier. Where the reference's group holds no
    ///   probe, the look is made instead of reading that group, so every other sample uses the reference of the one before.
    /// </remarks>
    public sealed class Ltc681xProof
    {
        /// <summary>A configuration that is not looked at in every sample is looked at this often, µs.</summary>
        public const int ConfigLookMicros = 500000;

        /// <summary>Auxiliary registers that a sample proved need no look in the next one if that begins within this, µs.
        /// </summary>
        public const int AuxTrustMicros = 50000;

        // A device that did not answer may sleep: waking the whole chain takes 0.4 ms a device, so it is not done every sample.
        // The same for one that does not keep its configuration.
        private const int RecoveryMicros = 500000;
        private const int SamplesLostInARow = 3;

        // Turns run 0..59: 60 divides by any number of groups, 1 to 6, so each keeps coming round.
        private const int LastTurn = 59;

        private readonly Ltc681xLine _line;
        private readonly IClock _clock;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xSetUp _setUp;
        private readonly Ltc681xFindings _found;
        private readonly Ltc681xEnds _ends;
        private readonly bool _hasAux;
        private readonly bool _coversAux;
        private readonly bool _coversConfig;
        private readonly bool _referenceIsAlone;
        private readonly short[] _auxPec;
        private long _recoverAtMicros;
        private long _configAtMicros;
        private long _auxAtMicros;
        private int _turn;
        private int _wakesSeen;
        private int _transfersSeen;
        private int _auxProven;
        private int _auxChanged;
        private bool _looksAtAux;
        private bool _looksAtConfig;
        private bool _sawConfig;
        private bool _woken;
        private bool _mayConfigure;
        private bool _skippedReference;

        /// <summary>The group of the reference is not read in this sample: the probes are held against that of the one before.
        /// </summary>
        public bool skipsReference;

        /// <param name="coversAux">The conversion covers the look at an auxiliary group.</param>
        /// <param name="coversConfig">And at the configuration.</param>
        public Ltc681xProof(Ltc681xLine line, IClock clock, Ltc681xScan scan, Ltc681xSetUp setUp, Ltc681xFindings found,
            bool coversAux, bool coversConfig)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _setUp = setUp;
            _found = found;
            _ends = new Ltc681xEnds(line, scan, setUp);
            _hasAux = scan.auxGroups.Length != 0;
            _coversAux = coversAux;

            // A device without cells has nothing that shows a late conversion before its probes are read.
            _coversConfig = coversConfig || scan.cellMask != scan.allMask;
            _referenceIsAlone = _hasAux && !coversAux && IsAlone(scan.auxSlots[0]);
            _auxPec = new short[scan.auxGroups.Length * scan.deviceCount];
        }

        /// <summary>Wakes all and writes the configuration.</summary>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices.</returns>
        public byte Start(int retries)
        {
            _ends.Find(true);
            byte status = _setUp.Write(retries);
            _found.Forget(_setUp.silentMask);
            _auxProven = 0;
            _recoverAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
            return status;
        }

        /// <summary>Sees whether devices that were lost are back, when it is time for that, and decides what to look at.
        /// </summary>
        public void BeginSample()
        {
            _woken = false;
            long now = _clock.MonotonicMicros();
            bool recoveryDue = now >= _recoverAtMicros;
            _mayConfigure = recoveryDue || _found.samplesLost < SamplesLostInARow;
            if (recoveryDue && (_found.deadMask != 0 || _found.samplesLost != 0 || !_ends.IsWhole))
            {
                _recoverAtMicros = now + RecoveryMicros;
                if (_found.deadMask != 0 || !_ends.IsWhole)
                {
                    _woken = _found.deadMask != 0;
                    _ends.Find(_woken);
                }
            }

            // Whoever used the line between two samples may have converted GPIOs, or written a configuration.
            bool isUntouched = _line.transfers == _transfersSeen;
            bool isNext = isUntouched && now - _auxAtMicros <= AuxTrustMicros;
            _auxAtMicros = now;
            int expected = _scan.allMask & ~_found.deadMask;
            _looksAtAux = _coversAux || !isNext || (expected & ~_auxProven) != 0;
            _skippedReference = skipsReference;
            skipsReference = _referenceIsAlone && _looksAtAux && isNext && !_skippedReference && HaveReference(expected);
            _looksAtConfig = _coversConfig || !isUntouched || now >= _configAtMicros || _found.suspectMask != 0;
            _auxChanged = _scan.allMask;
        }

        /// <summary>Looks, right after the cells' conversion began; wakes and configures what needs it.</summary>
        /// <returns>True when something was wrong that another try may put right.</returns>
        public bool NeedsAnotherTry()
        {
            // The cell group comes first: later the conversion could be done already, and the proof would fail.
            int group = _scan.cellGroups.Length == 0 ? 0 : _scan.cellGroups[_turn % _scan.cellGroups.Length];
            _line.Read(Ltc681xCommands.ReadCells(group));
            _setUp.LookForCleared(3);
            int silent = _scan.silentMask;
            _found.unprovenCells = _scan.allMask & ~(_scan.goodMask & ~_scan.oddMask);
            silent &= LookAtAux(silent);
            int lost = 0;
            _sawConfig = _looksAtConfig || _line.wakes != _wakesSeen;
            if (_sawConfig)
            {
                _wakesSeen = _line.wakes;
                _line.Read(Ltc681xCommands.ReadConfigA);
                _setUp.LookForConfiguration();
                silent &= _scan.silentMask;
                lost = _scan.oddMask;
                _configAtMicros = _line.startMicros + ConfigLookMicros;
            }

            _found.answeredMask |= _scan.allMask & ~silent;
            _found.lostMask |= lost;
            bool again = LostNew(silent);
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

            if (again)
            {
                _looksAtAux = true;
                _looksAtConfig = true;
            }

            return again;
        }

        /// <summary>When the cells have been read: a device whose configuration was not looked at and whose cells did not come
        /// may have its reference off, and then its probes' dividers are not settled when the GPIOs are converted.</summary>
        public void JudgeProbes()
        {
            if (!_sawConfig)
            {
                _found.unprovenAux |= _found.IdleMask(_scan);
            }
        }

        /// <summary>After a try at reading an auxiliary group: which devices' frames were verified and are other ones than in
        /// the sample before. A group's check word differs only where its content does.</summary>
        /// <param name="index">Of the scan's auxGroups.</param>
        public int ChangedAux(int index)
        {
            byte[] reply = _line.reply;
            int good = _scan.goodMask;
            int changed = 0;
            int entry = index * _scan.deviceCount;
            int at = Ltc681xLine.CommandBytes + 6;
            for (int d = 0; d < _scan.deviceCount; d++, entry++, at += Ltc681xLine.GroupBytes)
            {
                if ((good & (1 << d)) != 0)
                {
                    short pec = (short)((reply[at] << 8) | reply[at + 1]);
                    if (pec != _auxPec[entry])
                    {
                        _auxPec[entry] = pec;
                        changed |= 1 << d;
                    }
                }
            }

            return changed;
        }

        /// <summary>The changes of all tries at one auxiliary group.</summary>
        public void EndAuxGroup(int changedMask)
        {
            _auxChanged &= changedMask;
        }

        public void EndSample()
        {
            // What changed since the sample before the last may have done so in the last.
            _auxProven = _looksAtAux ? _scan.allMask & ~_found.unprovenAux : _skippedReference ? 0 : _auxChanged;
            _transfersSeen = _line.transfers;
            _turn = _turn == LastTurn ? 0 : _turn + 1;
        }

        private static bool IsAlone(short[] referenceSlots)
        {
            for (int s = 0; s < referenceSlots.Length; s++)
            {
                if (referenceSlots[s] >= 0)
                {
                    return false;
                }
            }

            return true;
        }

        private bool HaveReference(int mask)
        {
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if ((mask & (1 << d)) != 0 && _scan.referenceQuality[d] != Quality.Good)
                {
                    return false;
                }
            }

            return true;
        }

        private int LookAtAux(int silent)
        {
            _found.unprovenAux = 0;
            if (!_hasAux)
            {
                return silent;
            }

            if (!_looksAtAux)
            {
                _found.unprovenAux = _scan.allMask & ~_auxProven;
                return silent;
            }

            int group = _scan.auxGroups[_turn % _scan.auxGroups.Length];
            _line.Read(Ltc681xCommands.ReadAux(group));
            _setUp.LookForCleared(Ltc681xScan.ReadingsIn(group));
            _found.unprovenAux = _scan.allMask & ~(_scan.goodMask & ~_scan.oddMask);
            return _scan.silentMask;
        }

        /// <summary>Devices that just fell silent: they may sleep, or the chain broke and the far end reaches them.</summary>
        private bool LostNew(int silent)
        {
            int newlySilent = silent & ~_found.deadMask;
            if (newlySilent == 0)
            {
                return false;
            }

            if (_woken)
            {
                _found.deadMask |= newlySilent;
                return false;
            }

            _woken = true;
            _recoverAtMicros = _clock.MonotonicMicros() + RecoveryMicros;
            _ends.Find(true);
            return true;
        }
    }
}
