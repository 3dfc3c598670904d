namespace DataBox.Ports
{
    /// <summary>
    /// The kinds of check by which a chain proves that its readings can be trusted. A family runs those that its chips have;
    /// docs/afe-safety.md says which failure each one finds.
    /// </summary>
    /// <remarks>Names are part of the wire contract (docs/wire-contract.md); numbers stay inside the box.</remarks>
    public static class AfeCheck
    {
        /// <summary>Open wire at a sense line of a cell, both ends included. Value: the worst wire's evidence, µV.</summary>
        public const int CellWires = 0;

        /// <summary>Open wire at a probe's GPIO. Value: the worst GPIO's evidence, µV.</summary>
        public const int ProbeWires = 1;

        /// <summary>A second, independent measurement of cells agrees with the first. Value: the largest difference, µV.
        /// </summary>
        public const int Redundancy = 2;

        /// <summary>The comparison of redundant conversions is itself able to fail. Value: 0.</summary>
        public const int RedundancyProof = 3;

        /// <summary>The second reference, measured by the converter, is in its window. Value: µV.</summary>
        public const int Reference = 4;

        /// <summary>Analogue and digital supply are in their windows. Value: the worse one, µV.</summary>
        public const int Supply = 5;

        /// <summary>The sum of the cells agrees with the chip's own measurement of the stack. Value: difference, µV.</summary>
        public const int CellSum = 6;

        /// <summary>The input multiplexer reaches every channel. Value: 0.</summary>
        public const int Mux = 7;

        /// <summary>Converter and digital filter give the known pattern for the built-in test signal. Value: the first wrong
        /// code.</summary>
        public const int AdcSelfTest = 8;

        /// <summary>A cleared register reads as cleared, so that a stuck one shows. Value: 0.</summary>
        public const int Registers = 9;

        /// <summary>The die is not too hot, and was not shut down for it. Value: 0.1 degC.</summary>
        public const int DieTemperature = 10;

        /// <summary>The chip's own over- and undervoltage flags say what the readings say. Value: the first cell input, from 1,
        /// that they disagree about.</summary>
        public const int VoltageFlags = 11;

        /// <summary>The chip's memory and clock checks, and whatever else it reports about itself. Value: its flags.</summary>
        public const int ChipFlags = 12;

        /// <summary>Every device answers. Value: the place of the first break, 1 is the wire from the box; 0: none.</summary>
        public const int Chain = 13;

        /// <summary>Number of kinds.</summary>
        public const int Count = 14;

        private static readonly string[] s_names = new string[]
        {
            "cell-wires", "probe-wires", "redundancy", "redundancy-proof", "reference", "supply", "cell-sum",
            "mux", "adc-self-test", "registers", "die-temperature", "voltage-flags", "chip-flags", "chain",
        };

        /// <summary>Name on the wire and for people.</summary>
        /// <param name="check">0..Count-1.</param>
        public static string NameOf(int check)
        {
            return s_names[check];
        }
    }
}
