namespace DataBox.Core
{
    /// <summary>The message that goes out next, as <see cref="Outbox.TryPick"/> shows it. Made once, filled again and again.
    /// </summary>
    public sealed class OutboxPick
    {
        /// <summary><see cref="MessageKind"/>.</summary>
        public int kind;

        /// <summary>Never copied, never changed.</summary>
        public byte[] payload;

        /// <summary>Number for the link; a new one for every attempt, so that an answer to an attempt on a lost connection is
        /// never taken for an answer to a later one.</summary>
        public int ticket;

        /// <summary>Place in its queue; only valid until the outbox is called again.</summary>
        internal int position;
    }
}
