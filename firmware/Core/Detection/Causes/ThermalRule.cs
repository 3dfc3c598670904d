using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>A temperature that neither its neighbours nor the current explain.</summary>
    public sealed class ThermalRule : CauseRule
    {
        public ThermalRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.ThermalAnomaly, features, book, features.layout.cellCount)
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
