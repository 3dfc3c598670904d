using System;
using DataBox.Ports;

namespace DataBox.Link
{
    /// <summary>
    /// One blocking MQTT 3.1.1 client for one connection attempt: made, connected once, disposed, never used again.
    /// The seam between an MQTT library and the supervised link, which assumes the worst of it.
    /// </summary>
    /// <remarks>
    /// <para>Connect, Subscribe and Publish are called one after another on a thread of the attempt's own, so they may block
    /// and may throw; any exception means that the connection is gone, and its Message becomes the one line that a person
    /// reads. There is no IsConnected: clients are known to say yes on a dead socket.</para>
    /// <para>Everything goes out with QoS 1. Clean session.</para>
    /// </remarks>
    public interface IMqttSession : IDisposable
    {
        /// <summary>Resolves the host, connects and returns after an accepting CONNACK.</summary>
        /// <exception cref="Exception">Refused, not reachable, or disposed meanwhile.</exception>
        void Connect(LinkOptions options);

        /// <summary>Subscribes with QoS 1 and returns after the SUBACK. Not called for an empty list.</summary>
        /// <exception cref="Exception">No SUBACK, or the broker refused a topic.</exception>
        void Subscribe(string[] topics);

        /// <summary>Hands one message to the client. Need not wait for the PUBACK, which comes as
        /// <see cref="IMqttSessionSink.OnPublished"/>, perhaps before this returns.</summary>
        /// <returns>The client's number for the message; not used again before many other messages.</returns>
        /// <exception cref="Exception">Not taken. The connection is given up then.</exception>
        int Publish(string topic, byte[] payload, bool retain);

        // Dispose closes the network connection without an MQTT DISCONNECT, so that the broker publishes the will: whoever
        // leaves, leaves audibly. It may be called more than once and from another thread while Connect, Subscribe or Publish
        // hang, and should make them throw.
    }
}
