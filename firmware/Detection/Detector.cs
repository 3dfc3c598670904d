using System;
using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// The first detector: broken and stuck readings apart from cell faults, limits on every sample, deviation from the
    /// device's own median on every window. docs/diagnosis.md has the rules and what they do not tell apart.
    /// </summary>
    /// <remarks>Allocates nothing but an <see cref="Alarm"/> at each change of one.</remarks>
    public sealed class Detector
    {
        // A temperature older than this says nothing about how fast it rose.
        private const int MaxTempAgeMs = 300000;

        private readonly PackLayout _layout;
        private readonly int[] _settings;
        private readonly DetectorColumns _columns;
        private readonly AlarmBook _book;
        private readonly SensorRule _sensors;
        private readonly LimitRule _limits;
        private readonly DeviationRule _deviations;
        private readonly HealthTrust _trust;
        private readonly HealthRule _health;
        private readonly OperatingCondition _condition;
        private readonly CauseSet _causes;
        private long _nowMs;
        private long _previousMs;
        private bool _hasPrevious;
        private long _suspicionEndMs = long.MinValue;
        private int _suspicionCount;

        /// <param name="settings">Copied.</param>
        /// <exception cref="ArgumentException">The settings contradict themselves; says how.</exception>
        public Detector(PackLayout layout, DetectorSettings settings)
        {
            string error = settings.Contradiction();
            if (error != null)
            {
                throw new ArgumentException(error);
            }

            _layout = layout;
            _settings = new int[DetectorSettings.Count];
            Array.Copy(settings.values, _settings, DetectorSettings.Count);
            _columns = new DetectorColumns(layout);
            _book = new AlarmBook();
            _sensors = new SensorRule(layout, _settings, _columns, _book);
            _condition = new OperatingCondition(layout, _settings);
            _limits = new LimitRule(layout, _settings, _columns, _book, _condition);
            _deviations = new DeviationRule(_settings, _columns, _book);
            _trust = new HealthTrust(layout, _columns);
            _health = new HealthRule(layout, _columns, _book, _trust);
            _causes = new CauseSet(layout, _settings, _book);
            _causes.features.samples = _columns;
            _deviations.causes = _causes;
        }

        /// <summary>Heap bytes with every alarm open and every change waiting.</summary>
        public static int BytesFor(PackLayout layout)
        {
            // The settings' array, this object's 17 fields and the three rules' 12, a block of 12 bytes each and one for
            // each object.
            return DetectorColumns.BytesFor(layout) + AlarmBook.BytesFor() + HealthRule.BytesFor(layout)
                + HealthTrust.BytesFor(layout) + OperatingCondition.BytesFor()
                + CauseSet.BytesFor(layout) + (DetectorSettings.Count * 4) + 20 + (33 * 12);
        }

        /// <summary>What is remembered of each cell; for telemetry and tests, not to be written.</summary>
        public DetectorColumns Columns
        {
            get { return _columns; }
        }

        /// <summary>What the pack is doing.</summary>
        public OperatingCondition Condition
        {
            get { return _condition; }
        }

        /// <summary>The causes that are isolated by evidence.</summary>
        public CauseSet Causes
        {
            get { return _causes; }
        }

        /// <summary>True for suspicion_ms of sample time after a cell became suspect or an alarm about a cell or a temperature
        /// was raised. Ends by itself, so that an alarm that stays open for months does not keep blocks short.</summary>
        public bool IsSuspicious
        {
            get { return _nowMs < _suspicionEndMs; }
        }

        /// <summary>Counts what made it suspicious; for who wants to tell that at once.</summary>
        public int SuspicionCount
        {
            get { return _suspicionCount; }
        }

        public int OpenAlarmCount
        {
            get { return _book.OpenCount; }
        }

        /// <summary>Changes of alarms put off because too many are open or wait, counted at each try.</summary>
        public int DeferredChangeCount
        {
            get { return _book.DeferredCount; }
        }

        /// <summary>The list of alarms and the changes that wait.</summary>
        public AlarmBook Book
        {
            get { return _book; }
        }

        /// <summary>Time of the latest sample, ms.</summary>
        public long NowMs
        {
            get { return _nowMs; }
        }

        /// <summary>Takes an alarm of an earlier boot, before the first sample. An open one goes on as if it had been raised in
        /// this boot; its rule clears it.</summary>
        /// <returns>False where this pack has no place for it.</returns>
        public bool Restore(Alarm alarm, bool isOpen)
        {
            return _book.ListCount < AlarmBook.MaxOpen
                && (!isOpen || RestoreCause(alarm) || AlarmReturn.ToRule(alarm, _layout, _columns, _health, _settings[DetectorSettings.VotingWindows]))
                && _book.Restore(alarm, isOpen);
        }

        /// <summary>After service: what was learned about a cell is forgotten, and the alarms that rested on it are cleared.</summary>
        /// <param name="cell">From 0 in the pack; -1: all.</param>
        public void Relearn(int cell)
        {
            _causes.Relearn(cell);
            _causes.Forget(cell, _nowMs);
        }

        /// <summary>Takes other settings, after <see cref="OnWindow"/> and before the next sample; nothing that was learned or counted
        /// is lost. Only settings without a contradiction.</summary>
        /// <param name="settings">Copied into the array that all rules read.</param>
        public void SetLimits(DetectorSettings settings)
        {
            Array.Copy(settings.values, _settings, DetectorSettings.Count);
        }

        /// <summary>The oldest change of an alarm that was not yet taken, once; null when there is none.</summary>
        public Alarm TryTakeAlarm()
        {
            return _book.TryTake();
        }

        /// <summary>Judges a sample: sets the qualities Implausible and Stuck in place, and decides on limits. Before
        /// <see cref="SampleWindow.Add"/> and before the sample is sent.</summary>
        public void OnSample(PackSample sample)
        {
            int[] settings = _settings;
            PackLayout layout = _layout;
            long timeMs = sample.timeMs;
            _nowMs = timeMs;
            _health.Step(sample);
            if (sample.isLeftOut)
            {
                // Nothing was read: like a sample that was never due, it neither ends nor lengthens anything.
                return;
            }

            _condition.OnSample(sample);
            _trust.Apply(sample);
            int listed = PlausibilityKernel.JudgeCells(
                _columns, sample.cellMicrovolts, sample.cellQuality, layout.firstCell, layout.deviceCount,
                settings[DetectorSettings.ImplausibleLow], settings[DetectorSettings.ImplausibleHigh],
                settings[DetectorSettings.OverVoltage], settings[DetectorSettings.UnderVoltage]);
            _trust.Forgive(sample, true);
            for (int d = 0; d < layout.deviceCount; d++)
            {
                _sensors.StrikeOutSameness(sample, d);
                _sensors.StepLost(d, sample.deviceStatus[d], timeMs);
            }

            bool isRaised = _limits.StepCells(sample, listed);
            bool isRecent = _hasPrevious && timeMs - _previousMs <= MaxTempAgeMs;
            listed = PlausibilityKernel.JudgeProbes(
                _columns, sample.tempDeciC, sample.tempQuality, layout.firstProbe, layout.deviceCount, layout.cellCount,
                isRecent ? settings[DetectorSettings.TemperatureJump] : int.MaxValue,
                settings[DetectorSettings.OverTemperature], settings[DetectorSettings.UnderTemperature]);
            _trust.Forgive(sample, false);
            isRaised |= _limits.StepProbes(sample, listed, _previousMs);
            for (int slot = 0; slot < 2 * layout.deviceCount; slot++)
            {
                _sensors.StepBroken(slot, timeMs);
            }

            _previousMs = timeMs;
            _hasPrevious = true;
            isRaised |= _causes.OnSample(sample);
            if (isRaised)
            {
                Suspect();
            }
        }

        /// <summary>Judges a window that is over: stuck readings, deviation. An empty window changes nothing.</summary>
        public void OnWindow(SampleWindow window)
        {
            if (window.sampleCount == 0)
            {
                return;
            }

            window.Close();
            _condition.OnWindow(window);
            int[] settings = _settings;
            int listed = DeviationKernel.JudgeCells(
                _columns, window.columns, _layout.firstCell, _layout.deviceCount, settings[DetectorSettings.Deviation],
                settings[DetectorSettings.DeviationScales16], (1 << settings[DetectorSettings.VotingWindows]) - 1,
                settings[DetectorSettings.FirmSamples], settings[DetectorSettings.StuckMove],
                settings[DetectorSettings.StuckSamples], settings[DetectorSettings.StuckWindows], window.openMs);
            // Before the deviations: they say nothing about what has a cause, or may yet have one.
            if (_causes.OnWindow(window, _condition))
            {
                Suspect();
            }

            for (int k = 0; k < listed; k++)
            {
                int cell = _columns.events[k];
                _sensors.StepStuck(cell, window);
                if (_deviations.Step(cell, window))
                {
                    Suspect();
                }
            }

            Update(window);
        }

        private bool RestoreCause(Alarm alarm)
        {
            CauseRule rule = _causes.RuleOf(alarm.causeId);
            return rule != null && rule.Restore(alarm);
        }

        /// <summary>Tells values again that have moved; those of the AFE's checks come with their next run.</summary>
        private void Update(SampleWindow window)
        {
            WindowColumns columns = window.columns;
            for (int i = 0; i < _book.OpenCount; i++)
            {
                Alarm alarm = _book.At(i);
                switch (alarm.causeId)
                {
                    case FaultCauses.OverVoltage:
                    case FaultCauses.UnderVoltage:
                        UpdateIf(columns.goodCount[alarm.cellIndex] > 0, i, columns.lastMicrovolts[alarm.cellIndex]);
                        break;
                    case FaultCauses.CellDeviation:
                        UpdateIf(columns.goodCount[alarm.cellIndex] > 0, i, columns.meanDeviation[alarm.cellIndex]);
                        break;
                    case FaultCauses.OverTemperature:
                        UpdateIf(columns.tempCount[alarm.probeIndex] > 0, i, columns.maxTemp[alarm.probeIndex]);
                        break;
                    case FaultCauses.UnderTemperature:
                        UpdateIf(columns.tempCount[alarm.probeIndex] > 0, i, columns.minTemp[alarm.probeIndex]);
                        break;
                }
            }
        }

        private void UpdateIf(bool isMeasured, int index, int value)
        {
            if (isMeasured)
            {
                _book.Update(index, _nowMs, value);
            }
        }

        private void Suspect()
        {
            _suspicionCount++;
            _suspicionEndMs = _nowMs + _settings[DetectorSettings.SuspicionMs];
        }
    }
}
