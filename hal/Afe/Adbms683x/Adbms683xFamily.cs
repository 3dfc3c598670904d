using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>ADBMS6830 and ADES1830: 16 cells, converting on their own, readable from both ends of the chain.</summary>
    /// <remarks>The parts differ in their grade only. They have ten GPIOs; a cell map can use nine.</remarks>
    public sealed class Adbms683xFamily : AfeFamily
    {
        private const int MaxClockHz = 2000000;

        // Of the bridge with POL and PHA high.
        private const int BridgeMode = 3;

        private readonly AfeChip[] _chips;

        public Adbms683xFamily()
        {
            _chips = new AfeChip[]
            {
                MakeChip("adbms6830"),
                MakeChip("ades1830"),
            };
        }

        /// <inheritdoc/>
        public override AfeChip[] Chips
        {
            get { return _chips; }
        }

        /// <inheritdoc/>
        /// <remarks>Two rounds, and what the slowest converter takes more.</remarks>
        public override int CellAgeMicros
        {
            get { return 2 * Adbms683xTiming.LookGapMicros; }
        }

        /// <inheritdoc/>
        public override int ProbeAgeMicros
        {
            get { return Adbms683xAux.OldMicros; }
        }

        /// <inheritdoc/>
        public override int HeapBytes(PackLayout layout, bool farEnd)
        {
            return Adbms683xMemory.BytesFor(layout, farEnd);
        }

        /// <inheritdoc/>
        public override IAfe Make(AfeChip chip, ISpiBus bus, ISpiBus farBus, IClock clock, PackLayout layout,
            AfeConfig config)
        {
            return new Adbms683xChain(bus, farBus, clock, layout, Adbms683xConfig.From(config));
        }

        private AfeChip MakeChip(string name)
        {
            return new AfeChip(name, Adbms683xScan.CellInputs, Adbms683xScan.Gpios, PackLayout.MaxDevices, MaxClockHz,
                BridgeMode, true,
                this);
        }
    }
}
