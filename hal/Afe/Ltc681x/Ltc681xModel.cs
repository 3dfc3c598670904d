namespace DataBox.Afe
{
    /// <summary>What one part of the family has: inputs, register groups, times, scales. The driver knows no part by name.
    /// </summary>
    /// <remarks>Data sheets LTC6811, LTC6812-1, LTC6813-1, ADBMS1818: "Memory Map", "ADC Timing".</remarks>
    public sealed class Ltc681xModel
    {
        /// <summary>Lower-case name as the configuration writes it.</summary>
        public readonly string name;

        public readonly int cellInputs;
        public readonly int gpios;

        /// <summary>Cell register groups, from A on.</summary>
        public readonly int cellGroups;

        /// <summary>Auxiliary register groups, from A on.</summary>
        public readonly int auxGroups;

        /// <summary>Has the second configuration group.</summary>
        public readonly bool hasConfigB;

        /// <summary>Takes commands at either isoSPI port.</summary>
        public readonly bool isReversible;

        /// <summary>µV a code of the sum of cells.</summary>
        public readonly int sumMicrovoltsPerCode;

        /// <summary>Die temperature: degC = code / dieCodesPerDegree - dieOffsetDegrees.</summary>
        public readonly int dieCodesPerDegree;
        public readonly int dieOffsetDegrees;

        /// <summary>The window of the second reference, in codes of 100 µV.</summary>
        public readonly int referenceLowCode;
        public readonly int referenceHighCode;

        private readonly int[] _cellMicros;
        private readonly int[] _auxMicros;

        private static readonly int[] s_statusMicros = new int[] { 742, 858, 1556, 2022, 2953, 4814, 8538, 134211 };

        // ADBMS1818 data sheet, tables "Conversion Times for ADOL Command" and "... ADCV Command Measuring 3 Cells".
        private static readonly int[] s_overlapMicros = new int[] { 384, 442, 791, 1024, 1490, 2420, 4282, 67119 };
        private static readonly int[] s_oneChannelMicros = new int[] { 203, 232, 407, 523, 756, 1221, 2152, 33570 };

        public Ltc681xModel(string name, int cellInputs, int gpios, int sumMicrovoltsPerCode, int dieCodesPerDegree,
            int dieOffsetDegrees, int referenceLowCode, int referenceHighCode, int[] cellMicros, int[] auxMicros)
        {
            this.name = name;
            this.cellInputs = cellInputs;
            this.gpios = gpios;
            cellGroups = (cellInputs + 2) / 3;
            auxGroups = gpios > 5 ? 4 : 2;
            hasConfigB = gpios > 5;
            isReversible = hasConfigB;
            this.sumMicrovoltsPerCode = sumMicrovoltsPerCode;
            this.dieCodesPerDegree = dieCodesPerDegree;
            this.dieOffsetDegrees = dieOffsetDegrees;
            this.referenceLowCode = referenceLowCode;
            this.referenceHighCode = referenceHighCode;
            _cellMicros = cellMicros;
            _auxMicros = auxMicros;
        }

        /// <summary>Converting all cells, typical, µs.</summary>
        public int CellMicros(byte mode)
        {
            return _cellMicros[mode];
        }

        /// <summary>Converting all GPIOs and the second reference, typical, µs.</summary>
        public int AuxMicros(byte mode)
        {
            return _auxMicros[mode];
        }

        /// <summary>Converting the status group, typical, µs.</summary>
        public int StatusMicros(byte mode)
        {
            return s_statusMicros[mode];
        }

        /// <summary>Converting all cells and their sum (ADCVSC), typical, µs: one channel more than the cells. The data sheet's
        /// 2,756 µs at 7 kHz and 3,571 at 3 kHz are under it.</summary>
        public int CellSumMicros(byte mode)
        {
            return CellMicros(mode) + OneChannelMicros(mode) + 10;
        }

        /// <summary>Converting the cells that two converters share (ADOL), typical, µs; with one cell it is over earlier.
        /// </summary>
        public static int OverlapMicros(byte mode)
        {
            return s_overlapMicros[mode];
        }

        /// <summary>Converting one channel, typical, µs.</summary>
        public static int OneChannelMicros(byte mode)
        {
            return s_oneChannelMicros[mode];
        }

        /// <summary>How long to wait for a conversion of this typical length: 6.5 % more, which covers the data sheet's
        /// slowest converter clock (1,956 µs typical, 2,077 at most).</summary>
        public static int WaitMicros(int typicalMicros)
        {
            return typicalMicros + (((typicalMicros * 13) + 199) / 200);
        }
    }
}
