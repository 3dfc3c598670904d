namespace DataBox.Link
{
    /// <summary>One place in the table of messages in flight.</summary>
    internal sealed class OutboundMessage
    {
        public const byte Free = 0;

        /// <summary>Waits for the worker.</summary>
        public const byte Queued = 1;

        /// <summary>The worker is inside the client's Publish with it.</summary>
        public const byte Publishing = 2;

        /// <summary>The client has it; messageId is known.</summary>
        public const byte Sent = 3;

        /// <summary>The PUBACK has come; the core has not asked yet.</summary>
        public const byte Acknowledged = 4;

        public byte stage;

        /// <summary>Serial number of the last change of stage, for first in, first out.</summary>
        public int order;

        public int ticket;
        public int messageId;
        public string topic;
        public byte[] payload;
        public bool retain;

        /// <summary>When TrySend took it, µs.</summary>
        public long sinceMicros;
    }
}
