using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>What a message to the cloud is, and with that its topic, its place in the outbox and its priority.</summary>
    /// <remarks>Numbered by priority: the lowest goes out first.</remarks>
    public static class MessageKind
    {
        public const int Alarm = 0;
        public const int Ack = 1;
        public const int Birth = 2;
        public const int AlarmList = 3;
        public const int State = 4;
        public const int Data = 5;

        /// <summary>How many kinds there are.</summary>
        public const int Count = 6;

        /// <summary>True where the broker keeps the latest message for whoever comes later.</summary>
        public static bool IsRetained(int kind)
        {
            return kind == Birth || kind == AlarmList || kind == State;
        }
    }
}
