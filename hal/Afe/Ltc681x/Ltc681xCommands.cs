namespace DataBox.Afe
{
    /// <summary>
    /// Commands as they stand on the wire: four bytes, code and PEC, most significant first. Only what a box that reads needs:
    /// nothing here discharges a cell.
    /// </summary>
    /// <remarks>LTC6812-1 data sheet, "Command Codes"; the same in LTC6811, LTC6813-1 and ADBMS1818. The codes do not rise with
    /// the letters: cell group D is 000A and E 0009, auxiliary group B is 000E and C 000D.</remarks>
    public static class Ltc681xCommands
    {
        public const int WriteConfigA = 0x00013D6E;
        public const int ReadConfigA = 0x00022B0A;
        public const int WriteConfigB = 0x0024B19E;
        public const int ReadConfigB = 0x00262CC8;
        public const int ReadCellsA = 0x000407C2;
        public const int ReadCellsB = 0x00069A94;
        public const int ReadCellsC = 0x00085E52;
        public const int ReadCellsD = 0x000AC304;
        public const int ReadCellsE = 0x0009D560;
        public const int ReadCellsF = 0x000B4836;
        public const int ReadAuxA = 0x000CEFCC;
        public const int ReadAuxB = 0x000E729A;
        public const int ReadAuxC = 0x000D64FE;
        public const int ReadAuxD = 0x000FF9A8;
        public const int ReadStatusA = 0x0010ED72;
        public const int ReadStatusB = 0x00127024;
        public const int ClearCells = 0x0711C9C0;
        public const int ClearAux = 0x0712DFA4;
        public const int ClearStatus = 0x07135496;

        /// <summary>PLADC: the clocks that follow show whether a device of the chain still converts.</summary>
        public const int Poll = 0x0714F36C;

        /// <summary>DIAGN: runs through all channels of the multiplexers.</summary>
        public const int DiagnoseMux = 0x0715785E;

        // What checks convert, in the modes of MD = 2: 7 kHz or 3 kHz, for which the data sheet's normal accuracy holds.
        public const int OpenWireUp = 0x03681C62;        // ADOW, all cells, pull-up
        public const int OpenWireDown = 0x0328FBE8;      // ADOW, all cells, pull-down
        public const int OverlapCells = 0x03012E88;      // ADOL
        public const int CellsAndSum = 0x0567745A;       // ADCVSC
        public const int ReferenceOnly = 0x0566FF68;     // ADAX, second reference
        public const int AuxRedundant = 0x05008276;      // ADAXD
        public const int AuxOpenUp = 0x05503ED2;         // AXOW, all GPIOs, pull-up
        public const int AuxOpenDown = 0x0510D958;       // AXOW, all GPIOs, pull-down
        public const int StatusRedundant = 0x05086A78;   // ADSTATD

        private static readonly int[] s_readCells = new int[]
        {
            ReadCellsA, ReadCellsB, ReadCellsC, ReadCellsD, ReadCellsE, ReadCellsF,
        };

        private static readonly int[] s_readAux = new int[] { ReadAuxA, ReadAuxB, ReadAuxC, ReadAuxD };

        // Over the MD bits, all channels, discharge not permitted.
        private static readonly int[] s_convertCells = new int[]
        {
            0x02607C20, 0x02E03806, 0x0360F46C, 0x03E0B04A,
        };

        private static readonly int[] s_convertAux = new int[]
        {
            0x04605BEC, 0x04E01FCA, 0x0560D3A0, 0x05E09786,
        };

        private static readonly int[] s_convertStatus = new int[]
        {
            0x0468B3E2, 0x04E8F7C4, 0x05683BAE, 0x05E87F88,
        };

        // Self tests over ST - 1 and the MD bits.
        private static readonly int[] s_testCells = new int[]
        {
            0x02273C50, 0x02A77876, 0x0327B41C, 0x03A7F03A, 0x02476D86, 0x02C729A0, 0x0347E5CA, 0x03C7A1EC,
        };

        private static readonly int[] s_testAux = new int[]
        {
            0x04271B9C, 0x04A75FBA, 0x052793D0, 0x05A7D7F6, 0x04474A4A, 0x04C70E6C, 0x0547C206, 0x05C78620,
        };

        private static readonly int[] s_testStatus = new int[]
        {
            0x042FF392, 0x04AFB7B4, 0x052F7BDE, 0x05AF3FF8, 0x044FA244, 0x04CFE662, 0x054F2A08, 0x05CF6E2E,
        };

        /// <summary>Reads cell register group 0..5 (A..F).</summary>
        public static int ReadCells(int group)
        {
            return s_readCells[group];
        }

        /// <summary>Reads auxiliary register group 0..3 (A..D).</summary>
        public static int ReadAux(int group)
        {
            return s_readAux[group];
        }

        /// <summary>ADCV: converts all cells; discharge off while it does.</summary>
        public static int ConvertCells(byte mode)
        {
            return s_convertCells[AdcMode.MdOf(mode)];
        }

        /// <summary>ADAX: converts all GPIOs and the second reference.</summary>
        public static int ConvertAux(byte mode)
        {
            return s_convertAux[AdcMode.MdOf(mode)];
        }

        /// <summary>ADSTAT: converts sum of cells, die temperature and supplies.</summary>
        public static int ConvertStatus(byte mode)
        {
            return s_convertStatus[AdcMode.MdOf(mode)];
        }

        /// <summary>CVST: sends test pattern 1 or 2 through the cells' filters into the cell registers.</summary>
        public static int TestCells(byte mode, int pattern)
        {
            return s_testCells[((pattern - 1) * 4) + AdcMode.MdOf(mode)];
        }

        /// <summary>AXST: the same into the auxiliary registers.</summary>
        public static int TestAux(byte mode, int pattern)
        {
            return s_testAux[((pattern - 1) * 4) + AdcMode.MdOf(mode)];
        }

        /// <summary>STATST: the same into the status registers.</summary>
        public static int TestStatus(byte mode, int pattern)
        {
            return s_testStatus[((pattern - 1) * 4) + AdcMode.MdOf(mode)];
        }
    }
}
