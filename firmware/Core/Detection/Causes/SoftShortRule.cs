using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Charge that leaves one cell and goes nowhere.</summary>
    public sealed class SoftShortRule : CauseRule
    {
        public SoftShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SoftShort, features, book, features.layout.cellCount)
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
