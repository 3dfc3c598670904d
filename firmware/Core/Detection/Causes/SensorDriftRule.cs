using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>A reading that went where no charge can go.</summary>
    public sealed class SensorDriftRule : CauseRule
    {
        public SensorDriftRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.SensorDrift, features, book, features.layout.cellCount)
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
