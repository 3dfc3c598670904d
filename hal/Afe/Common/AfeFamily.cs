using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>One family of chips: its members, and how to make a driver for a chain of one of them.</summary>
    public abstract class AfeFamily
    {
        /// <summary>The members, in the order of their size.</summary>
        public abstract AfeChip[] Chips { get; }

        /// <summary>Makes the driver. Nothing is sent before its Start.</summary>
        /// <param name="bus">The bridge at the chain's near end, or the chip itself.</param>
        /// <param name="farBus">A second bridge at the far end; null: none.</param>
        /// <exception cref="System.ArgumentException">Layout, clock or configuration do not fit the chip; says where.
        /// </exception>
        public abstract IAfe Make(AfeChip chip, ISpiBus bus, ISpiBus farBus, IClock clock, PackLayout layout,
            AfeConfig config);
    }
}
