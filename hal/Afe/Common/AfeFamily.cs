using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>One family of chips: its members, and how to make a driver for a chain of one of them.</summary>
    public abstract class AfeFamily
    {
        /// <summary>The members, in the order of their size.</summary>
        public abstract AfeChip[] Chips { get; }

        /// <summary>How long before a sample is asked for its cells may have been measured, µs: chips that convert on their own
        /// don't wait to be asked. 0: the sample converts them itself.</summary>
        public virtual int CellAgeMicros
        {
            get { return 0; }
        }

        /// <summary>How much older than its cells a sample's temperatures and GPIO voltages may be where samples follow each
        /// other faster than that, µs; otherwise they are from after the sample before. 0: they are the sample's own.</summary>
        public virtual int ProbeAgeMicros
        {
            get { return 0; }
        }

        /// <summary>The check of cell wires reaches a device's lowest wire too; where it does not, that wire's result stays
        /// NotRun.</summary>
        public virtual bool TestsLowestWire
        {
            get { return true; }
        }

        /// <summary>Bytes of the device's heap that a driver for this layout keeps, by the accounting of docs/memory.md. The
        /// tables that all chains share (PEC, NTC, catalogue) are not in it.</summary>
        /// <param name="farEnd">With a second bridge at the far end.</param>
        public abstract int HeapBytes(PackLayout layout, bool farEnd);

        /// <summary>Makes the driver. Nothing is sent before its Start.</summary>
        /// <param name="bus">The bridge at the chain's near end, or the chip itself.</param>
        /// <param name="farBus">A second bridge at the far end; null: none.</param>
        /// <exception cref="System.ArgumentException">Layout, clock or configuration do not fit the chip; says where.
        /// </exception>
        public abstract IAfe Make(AfeChip chip, ISpiBus bus, ISpiBus farBus, IClock clock, PackLayout layout,
            AfeConfig config);
    }
}
