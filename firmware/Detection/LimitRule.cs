using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Over and under voltage, over and under temperature: decides on limit_samples good samples in a row beyond the limit, and
    /// back on as many inside it by the hysteresis. A reading that is not good neither counts nor breaks the row. Cold harms a
    /// cell that is charged: at rest and in a drive the lower limit of temperature is 10 K lower.
    /// </summary>
    public sealed class LimitRule
    {
        /// <summary>Values of <see cref="DetectorColumns.limitSide"/>.</summary>
        public const byte None = 0;
        public const byte Over = 1;
        public const byte Under = 2;

        private const int ColdAllowance = 100;

        private readonly PackLayout _layout;
        private readonly int[] _settings;
        private readonly DetectorColumns _columns;
        private readonly AlarmBook _book;
        private readonly OperatingCondition _condition;

        /// <param name="settings">[DetectorSettings.Count].</param>
        public LimitRule(PackLayout layout, int[] settings, DetectorColumns columns, AlarmBook book,
            OperatingCondition condition)
        {
            _layout = layout;
            _settings = settings;
            _columns = columns;
            _book = book;
            _condition = condition;
        }

        /// <summary>Steps the cells that the plausibility kernel listed.</summary>
        /// <returns>True when an alarm was raised.</returns>
        public bool StepCells(PackSample sample, int listed)
        {
            bool isRaised = false;
            for (int k = 0; k < listed; k++)
            {
                int cell = _columns.events[k];
                if (sample.cellQuality[cell] == Quality.Good)
                {
                    isRaised |= StepCell(cell, sample.cellMicrovolts[cell], sample.timeMs);
                }
            }

            return isRaised;
        }

        /// <summary>Steps the probes that the plausibility kernel listed.</summary>
        /// <param name="previousMs">Time of the sample before; a jump that this sample confirms counts from there.</param>
        /// <returns>True when an alarm was raised.</returns>
        public bool StepProbes(PackSample sample, int listed, long previousMs)
        {
            bool isRaised = false;
            for (int k = 0; k < listed; k++)
            {
                int probe = _columns.events[k];
                if (_columns.pendingState[probe] == PlausibilityKernel.Confirmed)
                {
                    isRaised |= StepProbe(probe, _columns.pendingTemp[probe], previousMs);
                }

                isRaised |= StepProbe(probe, sample.tempDeciC[probe], sample.timeMs);
            }

            return isRaised;
        }

        private bool StepCell(int cell, int microvolts, long timeMs)
        {
            int over = _settings[DetectorSettings.OverVoltage];
            int under = _settings[DetectorSettings.UnderVoltage];
            int hysteresis = _settings[DetectorSettings.VoltageHysteresis];
            if (_columns.limitAlarm[cell] != 0)
            {
                StepBack(cell, microvolts, over - hysteresis, under + hysteresis, timeMs);
                return false;
            }

            int side = StepOut(cell, microvolts, over, under, timeMs);
            return side != None && Raised(
                cell, FaultCauses.OverVoltage, side, timeMs, _columns.deviceOfElement[cell], cell, -1, microvolts,
                side == Over ? over : under);
        }

        private bool StepProbe(int probe, int temp, long timeMs)
        {
            int element = _layout.cellCount + probe;
            int over = _settings[DetectorSettings.OverTemperature];
            int under = UnderTemperature();
            int hysteresis = _settings[DetectorSettings.TemperatureHysteresis];
            if (_columns.limitAlarm[element] != 0)
            {
                StepBack(element, temp, over - hysteresis, under + hysteresis, timeMs);
                return false;
            }

            int side = StepOut(element, temp, over, under, timeMs);
            return side != None && Raised(
                element, FaultCauses.OverTemperature, side, timeMs, _columns.deviceOfElement[element], -1, probe, temp,
                side == Over ? over : under);
        }

        /// <summary>Of the present condition, 0.1 °C; where it is not known it may be a charge.</summary>
        private int UnderTemperature()
        {
            byte state = _condition.State;
            bool isAllowed = state == OperatingCondition.Rest || state == OperatingCondition.Drive
                || state == OperatingCondition.Regeneration;
            int limit = _settings[DetectorSettings.UnderTemperature];
            return isAllowed ? limit - ColdAllowance : limit;
        }

        /// <summary>One sample without an open alarm.</summary>
        /// <returns>The side to raise an alarm for, or None.</returns>
        private int StepOut(int element, int value, int over, int under, long timeMs)
        {
            DetectorColumns columns = _columns;
            int side = value > over ? Over : value < under ? Under : None;
            if (side != columns.limitSide[element])
            {
                columns.limitSide[element] = (byte)side;
                columns.limitRun[element] = 0;
                columns.limitSinceMs[element] = timeMs;
                Watch(element, side != None);
            }

            if (side == None)
            {
                return None;
            }

            int needed = _settings[DetectorSettings.LimitSamples];
            int run = columns.limitRun[element];
            run = run < needed ? run + 1 : needed;
            columns.limitRun[element] = (byte)run;
            return run >= needed ? side : None;
        }

        /// <summary>One sample with an open alarm.</summary>
        private void StepBack(int element, int value, int belowOver, int aboveUnder, long timeMs)
        {
            DetectorColumns columns = _columns;
            bool isBack = columns.limitSide[element] == Over ? value <= belowOver : value >= aboveUnder;
            int needed = _settings[DetectorSettings.LimitSamples];
            int run = columns.limitRun[element];
            run = !isBack ? 0 : run < needed ? run + 1 : needed;
            columns.limitRun[element] = (byte)run;
            if (run >= needed && _book.Clear(columns.limitAlarm[element], timeMs, value))
            {
                columns.limitAlarm[element] = 0;
                columns.limitRun[element] = 0;
                columns.limitSide[element] = None;
                Watch(element, false);
            }
        }

        private void Watch(int element, bool isOn)
        {
            int others = _columns.watch[element] & ~PlausibilityKernel.WatchLimit;
            _columns.watch[element] = (byte)(others | (isOn ? PlausibilityKernel.WatchLimit : 0));
        }

        /// <summary>The cause of the lower side is the row after the upper side's.</summary>
        private bool Raised(
            int element, int overCause, int side, long timeMs, int device, int cell, int probe, int value, int limit)
        {
            int id = _book.Raise(
                side == Over ? overCause : overCause + 1, timeMs, _columns.limitSinceMs[element], device, cell, probe, value,
                limit);
            if (id == 0)
            {
                return false;
            }

            _columns.limitAlarm[element] = id;
            _columns.limitRun[element] = 0;
            return true;
        }
    }
}
