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
            _chips = new AfeChip[] { new AfeChip("bq76952", 16, 9, 1, MaxClockHz, 0, false, this) };
        }

        /// <inheritdoc/>
        public override AfeChip[] Chips
        {
            get { return _chips; }
        }

        /// <inheritdoc/>
        /// <remarks>The scan that ends after the call may have begun a whole loop before.</remarks>
        public override int CellAgeMicros
        {
            get { return Bq769x2Timing.LongestLoopMicros(0); }
        }

        /// <inheritdoc/>
        /// <remarks>A full scan that ended a second ago at most, and its three loops.</remarks>
        public override int ProbeAgeMicros
        {
            get { return Bq769x2Sampler.LeastProbeAgeMicros + (3 * Bq769x2Timing.LongestLoopMicros(0)); }
        }

        /// <inheritdoc/>
        /// <remarks>The chip's test current reaches no further down than the upper input of cell 1.</remarks>
        public override bool TestsLowestWire
        {
            get { return false; }
        }

        /// <inheritdoc/>
        public override int HeapBytes(PackLayout layout, bool farEnd)
        {
            return Bq769x2Memory.BytesFor(layout);
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
