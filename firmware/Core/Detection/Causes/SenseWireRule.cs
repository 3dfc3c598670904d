using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Sampling wires from the readings: neighbours that move in opposite senses in the same sample.</summary>
    public sealed class SenseWireRule : CauseRule
    {
        public SenseWireRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SenseWireShort, features, book, features.layout.cellCount)
        {
        }

        public static int BytesFor(PackLayout layout)
        {
            return BaseBytes(layout.cellCount);
        }

        public override bool OnTick()
        {
            return false;
        }

        protected override int ValueOf(int place)
        {
            return 0;
        }

        protected override void Describe(Alarm alarm, int place)
        {
            alarm.cellIndex = place;
        }
    }
}
