using System;
using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>BQ76952: the one chip of a small pack, 3 to 16 cells.</summary>
    public sealed class Bq769x2Family : AfeFamily
    {
        private const int MaxClockHz = 2000000;
        private const int FewestCells = 3;

        private readonly AfeChip[] _chips;

        public Bq769x2Family()
        {
            _chips = new AfeChip[] { new AfeChip("bq76952", 16, 9, 1, MaxClockHz, false, this) };
        }

        /// <inheritdoc/>
        public override AfeChip[] Chips
        {
            get { return _chips; }
        }

        /// <inheritdoc/>
        public override IAfe Make(AfeChip chip, ISpiBus bus, ISpiBus farBus, IClock clock, PackLayout layout,
            AfeConfig config)
        {
            if (layout.cellCount < FewestCells)
            {
                throw new ArgumentException("bq76952 needs " + FewestCells + " cells, the cell map has " + layout.cellCount);
            }

            return new Bq769x2Chip(bus, clock, layout, Bq769x2Config.From(config));
        }
    }
}
