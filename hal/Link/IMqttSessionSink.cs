namespace DataBox.Link
{
    /// <summary>
    /// Where a session reports. Any thread, any order, any number of times, also after Dispose: what makes no sense is ignored
    /// and counted. Returns at once and never throws, so it may be called from inside the client's own callbacks.
    /// </summary>
    public interface IMqttSessionSink
    {
        /// <summary>The fate of a message.</summary>
        /// <param name="messageId">What Publish returned, or is about to return.</param>
        /// <param name="isPublished">True after the PUBACK; false when the client gave up on it.</param>
        void OnPublished(int messageId, bool isPublished);

        /// <summary>A message came in. The payload is kept, not copied.</summary>
        void OnReceived(string topic, byte[] payload, bool retained);

        /// <summary>The connection has ended.</summary>
        /// <param name="reason">One line for a person, or null.</param>
        void OnClosed(string reason);
    }
}
