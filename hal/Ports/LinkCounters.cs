namespace DataBox.Ports
{
    /// <summary>
    /// What the link has been through since start, for the state message. Written by the link's threads, read by anybody: each
    /// field is one int, so a reader sees an old or a new value, never half of one.
    /// </summary>
    public sealed class LinkCounters
    {
        /// <summary>Attempts begun, and those that came as far as <see cref="LinkState.Up"/>.</summary>
        public int attempts;
        public int connects;

        /// <summary>Attempts refused because too many clients hang; see <see cref="hanging"/>.</summary>
        public int refusedAttempts;

        /// <summary>Clients that hung past the dispose limit since start. They still count here after they have ended.</summary>
        public int abandoned;

        /// <summary>Clients given up whose threads have not ended yet: the present number, not a sum.</summary>
        public int hanging;

        /// <summary>Attempts ended by their limit, messages stuck in the client, messages without PUBACK.</summary>
        public int attemptTimeouts;
        public int publishTimeouts;
        public int ackTimeouts;

        /// <summary>Messages that the client said it gave up.</summary>
        public int gaveUp;

        /// <summary>Acknowledgements of nothing in flight: doubled, late, foreign.</summary>
        public int strayAcks;

        /// <summary>Events of a client that was already given up.</summary>
        public int lateEvents;

        /// <summary>Exceptions out of a client's Dispose.</summary>
        public int disposeErrors;
    }
}
