using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>The steps of a chain's checks as <see cref="CheckSchedule"/> needs them: which ones make a check, how often each
    /// check has to run, what a step takes.</summary>
    public sealed class CheckSteps
    {
        /// <summary>A step fits a gap that is longer by a quarter, for repeated transfers, and by this.</summary>
        public const int MarginMicros = 1000;

        /// <summary>Number of checks.</summary>
        public readonly int count;

        /// <summary>[count + 1] first step of each check; the last entry is the number of steps.</summary>
        public readonly int[] firstStep;

        /// <summary>[count] longest time from completion to completion, µs.</summary>
        public readonly long[] longestMicros;

        /// <summary>Time of the longest step, µs.</summary>
        public readonly int longestStepMicros;

        private readonly int[] _stepMicros;

        /// <param name="afe">Asked for its steps here, never again.</param>
        /// <param name="openWireSeconds">Longest interval of the open-wire checks of cells and probes.</param>
        /// <param name="checksSeconds">Of each of the others.</param>
        public CheckSteps(IAfe afe, int openWireSeconds, int checksSeconds)
        {
            int steps = afe.StepCount;
            _stepMicros = new int[steps];
            for (int s = 0; s < steps; s++)
            {
                _stepMicros[s] = afe.StepMicros(s);
                longestStepMicros = _stepMicros[s] > longestStepMicros ? _stepMicros[s] : longestStepMicros;
                count += IsFirst(afe, s) ? 1 : 0;
            }

            firstStep = new int[count + 1];
            longestMicros = new long[count];
            int check = 0;
            for (int s = 0; s < steps; s++)
            {
                if (IsFirst(afe, s))
                {
                    int kind = afe.CheckOfStep(s);
                    bool isWires = kind == AfeCheck.CellWires || kind == AfeCheck.ProbeWires;
                    firstStep[check] = s;
                    longestMicros[check] = (isWires ? openWireSeconds : checksSeconds) * 1000000L;
                    check++;
                }
            }

            firstStep[count] = steps;
        }

        /// <summary>True where a step fits a gap, with its margin.</summary>
        public bool Fits(int step, int gapMicros)
        {
            int micros = _stepMicros[step];
            return micros + (micros / 4) + MarginMicros <= gapMicros;
        }

        /// <summary>True where each step of a check fits a gap.</summary>
        public bool AllFit(int check, int gapMicros)
        {
            for (int s = firstStep[check]; s < firstStep[check + 1]; s++)
            {
                if (!Fits(s, gapMicros))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Samples whose place a step takes, 1 or more.</summary>
        public int PlacesOf(int step, int periodMicros)
        {
            int places = (_stepMicros[step] + periodMicros - 1) / periodMicros;
            return places < 1 ? 1 : places;
        }

        /// <summary>What steps take of the samples' time when they are run in samples' places, µs.</summary>
        /// <param name="toStep">The first that does not count.</param>
        public long WorkMicros(int fromStep, int toStep, int periodMicros)
        {
            long places = 0;
            for (int s = fromStep; s < toStep; s++)
            {
                places += PlacesOf(s, periodMicros);
            }

            return places * periodMicros;
        }

        private static bool IsFirst(IAfe afe, int step)
        {
            return step == 0 || afe.CheckOfStep(step) != afe.CheckOfStep(step - 1);
        }
    }
}
