namespace DataBox.Ports
{
    /// <summary>Where a connection attempt stands.</summary>
    public static class LinkState
    {
        /// <summary>No attempt under way; Begin may be called.</summary>
        public const byte Down = 0;

        /// <summary>An attempt is under way: resolving, connecting, subscribing.</summary>
        public const byte Connecting = 1;

        /// <summary>Connected and subscribed.</summary>
        public const byte Up = 2;
    }
}
