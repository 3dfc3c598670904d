using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Drops of one cell that recover within seconds, counted over days.</summary>
    public sealed class TransientShortRule : CauseRule
    {
        public TransientShortRule(CauseFeatures features, AlarmBook book)
            : base(FaultCauses.TransientShort, features, book, features.layout.cellCount)
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
