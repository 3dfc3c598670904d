using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Relaxation after cold or fast charges that the other cells don't show.</summary>
    public sealed class PlatingRule : CauseRule
    {
        public PlatingRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.PlatingSuspected, features, book, features.layout.cellCount)
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
