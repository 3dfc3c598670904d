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
    }
}
