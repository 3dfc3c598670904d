namespace DataBox.Ports
{
    /// <summary>A message from the cloud, as it came: nothing in it has been checked.</summary>
    public sealed class InboundMessage
    {
        public string topic;
        public byte[] payload;
        public bool retained;
    }
}
