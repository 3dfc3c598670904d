namespace DataBox.Link
{
    /// <summary>
    /// How long and how much the supervised link tolerates. Set before the link is made, not changed afterwards.
    /// </summary>
    public sealed class LinkLimits
    {
        /// <summary>From Begin to Up, ms. Above the 30 s that M2Mqtt waits for a CONNACK, so that its own word comes first.
        /// </summary>
        public int attemptMs = 45000;

        /// <summary>From TrySend until the client has taken the message, ms; covers the messages before it.</summary>
        public int publishMs = 10000;

        /// <summary>From TrySend to the PUBACK, ms. Above the 3 tries of 1 s after which M2Mqtt gives up.</summary>
        public int ackMs = 20000;

        /// <summary>From the end of an attempt until its threads have ended, ms; later they count as abandoned. M2Mqtt's Close
        /// takes up to 2 s.</summary>
        public int disposeMs = 10000;

        /// <summary>Messages handed over and not yet acknowledged and taken, 1..32.</summary>
        public int inFlight = 4;

        /// <summary>Clients that exist at a time, the living one included, 1..16: more than that hanging, and no new attempt is
        /// made.</summary>
        public int clients = 4;

        /// <summary>The inbox: messages, and payload bytes of all of them together. Enough for two of the longest desired
        /// states that say something: all limits, and 512 letters about who asked.</summary>
        public int inboxMessages = 8;
        public int inboxBytes = 8192;
    }
}
