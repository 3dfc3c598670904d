using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Voltage and temperature together, sample by sample.</summary>
    public sealed class HardShortRule : CauseRule
    {
        public HardShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.HardShort, features, book, features.layout.cellCount)
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
