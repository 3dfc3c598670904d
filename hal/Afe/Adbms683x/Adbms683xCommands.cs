namespace DataBox.Afe
{
    /// <summary>
    /// Commands as they stand on the wire: four bytes, code and PEC15, most significant first. Only what a box that reads needs:
    /// nothing here discharges a cell.
    /// </summary>
    /// <remarks>A table of its own: 000C to 0010, 0012 and 0714 mean something else to the LTC681x. Codes as in foxBMS 2
    /// (ADES1830) and public team repositories; each frame stands in tests/Vectors/afe-vectors.json.</remarks>
    public static class Adbms683xCommands
    {
        public const int WriteConfigA = 0x00013D6E;
        public const int WriteConfigB = 0x0024B19E;
        public const int ReadConfigA = 0x00022B0A;
        public const int ReadConfigB = 0x00262CC8;
        public const int ReadAllRaw = 0x000CEFCC;
        public const int ReadAllAveraged = 0x004C0846;
        public const int ReadAllFiltered = 0x0018057C;
        public const int ReadAllRedundant = 0x0010ED72;

        /// <summary>Status group A: second reference, die temperature.</summary>
        public const int ReadStatusA = 0x00305B2E;

        /// <summary>Status group B: digital and analogue supply.</summary>
        public const int ReadStatusB = 0x0031D01C;

        /// <summary>Status group C: mismatch of converters, conversion counter, flags.</summary>
        public const int ReadStatusC = 0x0032C678;

        /// <summary>Status group D: over- and undervoltage flags.</summary>
        public const int ReadStatusD = 0x00334D4A;

        public const int Snap = 0x002DD2A2;
        public const int Unsnap = 0x002F4FF4;
        public const int ClearCells = 0x0711C9C0;
        public const int ClearAux = 0x0712DFA4;
        public const int ClearVoltageFlags = 0x0715785E;
        public const int ClearFlags = 0x0717E508;

        /// <summary>ADCV, continuous, with the second converter beside it.</summary>
        public const int ConvertCells = 0x03E0B04A;

        /// <summary>The same, and the filter starts anew.</summary>
        public const int ConvertCellsResetFilter = 0x03E401D4;

        /// <summary>ADSV once with the open-wire load at even cells, or odd ones.</summary>
        public const int ConvertOpenEven = 0x01690CFA;
        public const int ConvertOpenOdd = 0x016A1A9E;

        /// <summary>ADAX: all GPIOs, the second reference, die temperature, supplies.</summary>
        public const int ConvertAux = 0x04105114;

        /// <summary>ADAX with a test current at the GPIOs.</summary>
        public const int ConvertAuxPullDown = 0x0510D958;
        public const int ConvertAuxPullUp = 0x05909D7E;

        /// <summary>ADAX2: all GPIOs by the second auxiliary converter.</summary>
        public const int ConvertAuxRedundant = 0x04000A3A;

        private static readonly int[] s_readRaw = new int[]
        {
            0x000407C2, 0x00069A94, 0x00085E52, 0x000AC304, 0x0009D560, 0x000B4836,
        };

        private static readonly int[] s_readAveraged = new int[]
        {
            0x0044E048, 0x00467D1E, 0x0048B9D8, 0x004A248E, 0x004932EA, 0x004BAFBC,
        };

        private static readonly int[] s_readFiltered = new int[]
        {
            0x00127024, 0x0013FB16, 0x00145CEC, 0x0015D7DE, 0x0016C1BA, 0x00174A88,
        };

        private static readonly int[] s_readAux = new int[] { 0x00198E4E, 0x001A982A, 0x001B1318, 0x001FA286 };

        private static readonly int[] s_readAuxRedundant = new int[] { 0x001CB4E2, 0x001D3FD0, 0x001E29B4, 0x00253AAC };

        /// <summary>Reads cell register group 0..5 (A..F) of a kind of result.</summary>
        /// <param name="result">Of <see cref="Adbms683xMode"/>.</param>
        public static int ReadCells(byte result, int group)
        {
            return result == Adbms683xMode.Averaged ? s_readAveraged[group]
                : result == Adbms683xMode.Filtered ? s_readFiltered[group]
                : s_readRaw[group];
        }

        /// <summary>Reads all 16 cells of a kind of result in one frame.</summary>
        public static int ReadAllCells(byte result)
        {
            return result == Adbms683xMode.Averaged ? ReadAllAveraged
                : result == Adbms683xMode.Filtered ? ReadAllFiltered
                : ReadAllRaw;
        }

        /// <summary>Reads auxiliary register group 0..3 (A..D): GPIO 1-3, 4-6, 7-9, and GPIO 10 with the stack.</summary>
        public static int ReadAux(int group)
        {
            return s_readAux[group];
        }

        /// <summary>The same of the second auxiliary converter.</summary>
        public static int ReadAuxRedundant(int group)
        {
            return s_readAuxRedundant[group];
        }
    }
}
