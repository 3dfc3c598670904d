using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Hot path: the chip's mV and 0.1 K to the sample's µV and 0.1 degC, with their quality.</summary>
    public static class Bq769x2ValueKernel
    {
        /// <summary>A cell at 0 V may read this much less, mV; anything lower is out of range.</summary>
        public const int OffsetMillivolts = 10;

        /// <summary>The most a cell input measures, mV.</summary>
        public const int HighestMillivolts = 5500;

        /// <summary>Colder than this, 0.1 degC, and the probe's wire is open: no pack is that cold.</summary>
        public const int OpenDeciC = -500;

        /// <summary>Hotter than this, 0.1 degC, and it is shorted.</summary>
        public const int ShortedDeciC = 1400;

        // 273.15 K is 2731.5 tenths; the halves are the chip's rounding.
        private const int FreezingDeciK = 2731;

        /// <summary>Takes the cells over.</summary>
        /// <param name="value">[cells] mV, -32,768..32,767.</param>
        /// <param name="state">[cells] <see cref="Bq769x2Line"/> states.</param>
        /// <param name="cellMicrovolts">µV, 0..5,500,000. Only good ones are written.</param>
        public static void TakeCells(short[] value, byte[] state, int cells, int[] cellMicrovolts, byte[] cellQuality)
        {
            for (int i = 0; i < cells; i++)
            {
                int s = state[i];
                if (s != Bq769x2Line.Good)
                {
                    cellQuality[i] = s == Bq769x2Line.Silent ? Quality.NoReply
                        : s != Bq769x2Line.Torn ? Quality.PecError : Quality.Stale;
                    continue;
                }

                int millivolts = value[i];
                if (millivolts < -OffsetMillivolts || millivolts > HighestMillivolts)
                {
                    cellQuality[i] = Quality.OutOfRange;
                    continue;
                }

                cellMicrovolts[i] = millivolts > 0 ? millivolts * 1000 : 0;
                cellQuality[i] = Quality.Good;
            }
        }

        /// <summary>Takes the probes over.</summary>
        /// <param name="value">[first + probes] 0.1 K, probes from first on.</param>
        /// <param name="reason">[probes] quality of a probe that can't be read, whatever came; Good where it can.</param>
        /// <param name="tempDeciC">0.1 degC, -400..1250. Only good ones are written.</param>
        public static void TakeProbes(short[] value, byte[] state, int first, int probes, byte[] reason, short[] tempDeciC,
            byte[] tempQuality)
        {
            for (int i = 0; i < probes; i++)
            {
                int s = state[first + i];
                if (reason[i] != Quality.Good)
                {
                    tempQuality[i] = reason[i];
                    continue;
                }

                if (s != Bq769x2Line.Good)
                {
                    tempQuality[i] = s == Bq769x2Line.Silent ? Quality.NoReply
                        : s != Bq769x2Line.Torn ? Quality.PecError : Quality.Stale;
                    continue;
                }

                int deci = value[first + i] - FreezingDeciK;
                if (deci < -400 || deci > 1250)
                {
                    tempQuality[i] = deci < OpenDeciC ? Quality.OpenProbe
                        : deci > ShortedDeciC ? Quality.ShortedProbe : Quality.OutOfRange;
                    continue;
                }

                tempDeciC[i] = (short)deci;
                tempQuality[i] = Quality.Good;
            }
        }
    }
}
