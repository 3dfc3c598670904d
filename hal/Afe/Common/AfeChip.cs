namespace DataBox.Afe
{
    /// <summary>What whoever wires a chain must know of a chip before there is a driver. Immutable.</summary>
    public sealed class AfeChip
    {
        /// <summary>Lower-case name as the configuration writes it.</summary>
        public readonly string name;

        public readonly int cellInputs;

        /// <summary>Inputs for probes, counted from GPIO 1; at most 9, the cell map's limit.</summary>
        public readonly int gpios;

        /// <summary>The longest chain; 1 where the chip can't be chained.</summary>
        public readonly int maxDevices;

        /// <summary>The fastest SPI clock of chip and bridge.</summary>
        public readonly int maxClockHz;

        /// <summary>SPI mode that the bridge speaks as docs/hardware.md wires it, or the chip where it has none, 0..3.</summary>
        public readonly int spiMode;

        /// <summary>A second bridge at the far end can read the chain in the other direction.</summary>
        public readonly bool isReversible;

        /// <summary>Who drives it.</summary>
        public readonly AfeFamily family;

        public AfeChip(string name, int cellInputs, int gpios, int maxDevices, int maxClockHz, int spiMode,
            bool isReversible, AfeFamily family)
        {
            this.name = name;
            this.cellInputs = cellInputs;
            this.gpios = gpios;
            this.maxDevices = maxDevices;
            this.maxClockHz = maxClockHz;
            this.spiMode = spiMode;
            this.isReversible = isReversible;
            this.family = family;
        }
    }
}
