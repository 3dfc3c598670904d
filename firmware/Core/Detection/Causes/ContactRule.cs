using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>A deviation that follows the current, both ways.</summary>
    public sealed class ContactRule : CauseRule
    {
        public ContactRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.HvConnection, features, book, features.layout.cellCount)
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
