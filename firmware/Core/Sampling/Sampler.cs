using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Between the box and its chain: takes samples, and runs the chain's checks in the time that these leave. A step that does
    /// not fit takes the place of one sample, which is left out and says so; being late, stale or missed is something else.
    /// </summary>
    public sealed class Sampler
    {
        private readonly BoxParts _parts;
        private readonly PackSample _sample;
        private readonly BoxStatus _status;
        private readonly AfeWatch _watch;
        private readonly CheckSchedule _checks;
        private readonly bool[] _hasCheck = new bool[AfeCheck.Count];
        private long _startMicros;

        // Null where a recording sets the pace: what its car's wires were like no check can tell, so none is run.
        private readonly PeriodicSchedule _schedule;

        /// <param name="sample">Filled in place by every sample and check.</param>
        public Sampler(BoxConfig config, PackLayout layout, BoxParts parts, PackSample sample, BoxStatus status)
        {
            _parts = parts;
            _sample = sample;
            _status = status;
            _watch = new AfeWatch(parts.afe, parts.log, status, layout.deviceCount);
            _checks = new CheckSchedule(parts.afe, config.checks.openWireSeconds, config.checks.checksSeconds);
            for (int step = 0; step < parts.afe.StepCount; step++)
            {
                _hasCheck[parts.afe.CheckOfStep(step)] = true;
            }

            _schedule = parts.schedule as PeriodicSchedule;
            _status.hasChecks = _schedule != null && parts.afe.StepCount > 0;
        }

        /// <summary>Starts the chain.</summary>
        public void Start(long nowMicros)
        {
            _watch.Start(nowMicros);
            _startMicros = nowMicros;
            _status.oldestCheckMicros = nowMicros;
        }

        /// <summary>From the next sample on.</summary>
        public void SetPeriodMs(int periodMs)
        {
            _parts.schedule.SetPeriodMs(periodMs);
            _checks.SetPeriodMicros(periodMs * 1000);
        }

        /// <summary>True once after what is said about the chain has changed.</summary>
        public bool TakeChanged()
        {
            return _watch.TakeChanged();
        }

        /// <summary>Runs a step of a check if one fits before the next sample.</summary>
        /// <returns>True when one was run.</returns>
        public bool RunCheck(long nowMicros)
        {
            if (!_status.hasChecks)
            {
                return false;
            }

            int step = _checks.StepForGap(nowMicros, _schedule.MicrosToNext(nowMicros));
            if (step == CheckSchedule.None)
            {
                return false;
            }

            Run(step);
            return true;
        }

        /// <summary>Takes the sample that is due, or leaves it out.</summary>
        public void Take(long sampleTimeMs, long nowMicros)
        {
            _sample.timeMs = sampleTimeMs;
            _sample.isLeftOut = IsLeftOut(nowMicros);
            if (_sample.isLeftOut)
            {
                LeaveOut();
                _parts.inputs.Read(_sample);
                return;
            }

            byte status = _parts.afe.Read(_sample);
            _parts.inputs.Read(_sample);
            int starts = _watch.StartCount;
            _watch.OnRead(status, _sample.deviceStatus, nowMicros);
            if (_watch.StartCount != starts)
            {
                _checks.Abort();
            }
        }

        /// <summary>True when a step has run past this sample, or now runs in its place.</summary>
        private bool IsLeftOut(long nowMicros)
        {
            if (!_status.hasChecks)
            {
                return false;
            }

            if (_schedule.IsLeftOut)
            {
                return true;
            }

            int step = _checks.StepInsteadOfSample(nowMicros);
            if (step == CheckSchedule.None)
            {
                return false;
            }

            Run(step);
            return true;
        }

        private void Run(int step)
        {
            byte status = _parts.afe.RunStep(step, _sample);
            long endMicros = _parts.clock.MonotonicMicros();

            // Devices that are known to be gone don't make a check incomplete: it would be run twice as often for nothing.
            _checks.Done(status < AfeStatus.Stale || _status.badDeviceCount > 0, endMicros);
            _schedule.LeaveOutUntil(endMicros);
            _status.checkCount = _checks.CompletedCount;
            _status.oldestCheckMicros = OldestMicros();
        }

        /// <summary>When the check was completed whose completion at any one device is longest ago; a check that a device never
        /// completed counts from the start, whatever the schedule has done about it.</summary>
        private long OldestMicros()
        {
            AfeHealth health = _sample.health;
            long oldest = long.MaxValue;
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                if (!_hasCheck[check])
                {
                    continue;
                }

                int first = health.IndexOf(check, 0);
                for (int i = first; i < first + health.deviceCount; i++)
                {
                    long ran = health.result[i] == AfeResult.NotRun ? _startMicros : health.ranAtMs[i] * 1000;
                    oldest = ran < oldest ? ran : oldest;
                }
            }

            return oldest < _startMicros ? _startMicros : oldest;
        }

        private void LeaveOut()
        {
            PackSample sample = _sample;
            for (int i = 0; i < sample.cellQuality.Length; i++)
            {
                sample.cellQuality[i] = Quality.LeftOut;
            }

            for (int p = 0; p < sample.tempQuality.Length; p++)
            {
                sample.tempQuality[p] = Quality.LeftOut;
            }

            for (int d = 0; d < sample.deviceStatus.Length; d++)
            {
                sample.deviceStatus[d] = AfeStatus.Ok;
            }

            _status.leftOutCount++;
        }
    }
}
