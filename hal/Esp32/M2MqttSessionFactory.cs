using DataBox.Link;
using nanoFramework.M2Mqtt;

namespace DataBox.Esp32
{
    /// <summary>Makes M2Mqtt sessions, one a connection attempt.</summary>
    public sealed class M2MqttSessionFactory : IMqttSessionFactory
    {
        /// <summary>Messages that the client may hold, both ways. More than the link ever has in flight plus a burst
        /// from the cloud; the client's own default is no limit. A full queue refuses a message to send, and forgets
        /// a received one, which the broker then sends again.</summary>
        private const int InflightQueueMessages = 48;

        public M2MqttSessionFactory()
        {
            MqttSettings.Instance.InflightQueueSize = InflightQueueMessages;
        }

        public IMqttSession Create(IMqttSessionSink sink)
        {
            return new M2MqttSession(sink);
        }
    }
}
