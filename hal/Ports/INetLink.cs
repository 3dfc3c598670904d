namespace DataBox.Ports
{
    /// <summary>
    /// The MQTT connection as the core sees it: polled, never blocking, never calling back. Whatever threads and faults the
    /// client below has stay below.
    /// </summary>
    /// <remarks>
    /// Delivery is decided by the core's outbox alone: a message counts as delivered when its PUBACK came out of
    /// <see cref="TryTakeAcknowledged"/>; anything else (link down, client gave up, silence) leaves it undelivered.
    /// </remarks>
    public interface INetLink
    {
        /// <summary><see cref="LinkState"/>. Falls back to Down by itself when the connection ends for any reason.</summary>
        byte State { get; }

        /// <summary>Why the last attempt or connection ended: one short line, or null.</summary>
        string LastError { get; }

        /// <summary>Starts one attempt with a fresh client. Only when Down. Returns at once.</summary>
        void Begin(LinkOptions options);

        /// <summary>Ends the attempt or connection and disposes its client, hung or not. Returns at once.</summary>
        void Abort();

        /// <summary>Hands a message to the client, QoS 1. The payload is not copied and must stay unchanged until it is
        /// acknowledged or the link is down.</summary>
        /// <returns>False when the link is not up or the client can't take it now; nothing was sent then.</returns>
        /// <param name="ticket">The caller's number for this message, comes back in TryTakeAcknowledged.</param>
        bool TrySend(int ticket, string topic, byte[] payload, bool retain);

        /// <summary>Takes the ticket of one message that the broker has acknowledged.</summary>
        /// <returns>False when there is none.</returns>
        bool TryTakeAcknowledged(out int ticket);

        /// <summary>Takes one received message, in order of arrival.</summary>
        /// <returns>Null when there is none.</returns>
        InboundMessage TryTakeReceived();

        /// <summary>Received messages that did not fit the bounded inbox (the oldest is kept, the new one refused).</summary>
        int InboxDroppedCount { get; }

        /// <summary>What the link has been through since start; the same object always.</summary>
        LinkCounters Counters { get; }
    }
}
