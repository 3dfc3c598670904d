using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>A cell that ends its charges or discharges before the others.</summary>
    public sealed class ImbalanceRule : CauseRule
    {
        public ImbalanceRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.Imbalance, features, book, features.layout.cellCount)
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
