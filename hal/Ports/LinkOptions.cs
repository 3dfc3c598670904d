namespace DataBox.Ports
{
    /// <summary>What a connection attempt needs. MQTT 3.1.1, clean session, everything QoS 1.</summary>
    public sealed class LinkOptions
    {
        public string host;
        public int port;
        public string clientId;

        /// <summary>Seconds, 10..600.</summary>
        public int keepAliveSeconds;

        /// <summary>The last will: text, QoS 1, retained as said.</summary>
        public string willTopic;
        public string willText;
        public bool willRetain;

        /// <summary>Topics subscribed to before the link counts as up; QoS 1.</summary>
        public string[] subscriptions;

        /// <summary>One of them of which only the newest message counts: that one is received even when the inbox is full of
        /// others, up to 1,024 bytes. Null: none.</summary>
        public string latestTopic;
    }
}
