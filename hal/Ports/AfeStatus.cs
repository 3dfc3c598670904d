namespace DataBox.Ports
{
    /// <summary>
    /// Outcome of an AFE operation, worst device first. Ordered by severity: a larger number is the worse news, so the status
    /// of a chain is the largest of its devices.
    /// </summary>
    public static class AfeStatus
    {
        /// <summary>All readings are of this sample.</summary>
        public const byte Ok = 0;

        /// <summary>At least one try failed and was repeated; the data is right. Nothing to do but count.</summary>
        public const byte Retried = 1;

        /// <summary>A device lost its configuration (brown-out, watchdog) and was set up again; this sample's data may be
        /// stale. The next sample helps.</summary>
        public const byte Reconfigured = 2;

        /// <summary>Registers were not proven fresh. The next sample helps.</summary>
        public const byte Stale = 3;

        /// <summary>Wrong packet error code in every try. A later try may help.</summary>
        public const byte PecError = 4;

        /// <summary>No answer from a device: asleep, unpowered, or the chain is cut before it. A later try may help.</summary>
        public const byte NoReply = 5;
    }
}
