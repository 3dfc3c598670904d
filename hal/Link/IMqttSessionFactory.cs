namespace DataBox.Link
{
    /// <summary>Makes a fresh client for each attempt.</summary>
    public interface IMqttSessionFactory
    {
        /// <summary>Called on the attempt's own thread; may block (name resolution) and throw.</summary>
        /// <param name="sink">Gets the session's events.</param>
        IMqttSession Create(IMqttSessionSink sink);
    }
}
