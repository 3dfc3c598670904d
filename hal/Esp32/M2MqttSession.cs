using System;
using System.Threading;
using DataBox.Link;
using DataBox.Ports;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace DataBox.Esp32
{
    /// <summary>One M2Mqtt client for one connection attempt, without TLS.</summary>
    /// <remarks>
    /// What the client is known for, and where it is caught: its constructor resolves the host, so it is made in
    /// Connect; an exception in a handler would close the connection, and the sink never throws; a connection that
    /// ends clears its queues without a word, so unanswered messages are the outbox's business; Connect on a client
    /// that was closed meanwhile brings it back to life, so Connect looks once more before it returns. </remarks>
    public sealed class M2MqttSession : IMqttSession
    {
        private const int SubackMs = 30000;

        private readonly IMqttSessionSink _sink;
        private readonly object _lock = new object();
        private readonly AutoResetEvent _answered = new AutoResetEvent(false);
        private MqttClient _client;
        private MqttQoSLevel[] _granted;
        private bool _isClosed;
        private bool _isDisposed;

        /// <param name="sink">Never throws.</param>
        public M2MqttSession(IMqttSessionSink sink)
        {
            _sink = sink;
        }

        public void Connect(LinkOptions options)
        {
            string broker = options.host + ":" + options.port;
            MqttClient client;
            try
            {
                client = new MqttClient(options.host, options.port, false, null, null, MqttSslProtocols.None);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(broker + " can't be resolved: " + e.Message);
            }

            client.MqttMsgPublished += OnPublished;
            client.MqttMsgPublishReceived += OnReceived;
            client.MqttMsgSubscribed += OnSubscribed;
            client.ConnectionClosed += OnClosed;
            Adopt(client);
            MqttReasonCode answer;
            try
            {
                answer = client.Connect(
                    options.clientId, null, null,
                    options.willRetain, MqttQoSLevel.AtLeastOnce, true, options.willTopic, options.willText,
                    true, (ushort)options.keepAliveSeconds);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException(broker + ": " + e.Message);
            }

            if (IsDisposed())
            {
                CloseQuietly(client);
                throw Gone();
            }

            if (answer != MqttReasonCode.Success)
            {
                throw new InvalidOperationException(broker + " refused the connection: " + ReasonOf(answer));
            }
        }

        public void Subscribe(string[] topics)
        {
            MqttQoSLevel[] levels = new MqttQoSLevel[topics.Length];
            for (int i = 0; i < levels.Length; i++)
            {
                levels[i] = MqttQoSLevel.AtLeastOnce;
            }

            Client().Subscribe(topics, levels);
            if (!_answered.WaitOne(SubackMs, false))
            {
                throw new InvalidOperationException("the broker did not answer the subscription");
            }

            MqttQoSLevel[] granted = _granted;
            if (IsDisposed() || granted == null)
            {
                throw Gone();
            }

            if (granted.Length != topics.Length)
            {
                throw new InvalidOperationException(
                    "the broker answered for " + granted.Length + " of " + topics.Length + " topics");
            }

            for (int i = 0; i < granted.Length; i++)
            {
                if (granted[i] != MqttQoSLevel.AtLeastOnce)
                {
                    throw new InvalidOperationException(
                        "the broker refused " + topics[i] + ": it granted " + (int)granted[i]);
                }
            }
        }

        public int Publish(string topic, byte[] payload, bool retain)
        {
            return Client().Publish(topic, payload, null, null, MqttQoSLevel.AtLeastOnce, retain);
        }

        /// <summary>Closes the socket without DISCONNECT. Takes 0.2 to 2 s: the client waits for its threads.</summary>
        public void Dispose()
        {
            MqttClient client;
            lock (_lock)
            {
                _isDisposed = true;
                client = _client;
            }

            _answered.Set();
            if (client != null)
            {
                CloseQuietly(client);
            }
        }

        private void OnPublished(object sender, MqttMsgPublishedEventArgs e)
        {
            _sink.OnPublished(e.MessageId, e.IsPublished);
        }

        private void OnReceived(object sender, MqttMsgPublishEventArgs e)
        {
            _sink.OnReceived(e.Topic, e.Message, e.Retain);
        }

        private void OnSubscribed(object sender, MqttMsgSubscribedEventArgs e)
        {
            _granted = e.GrantedQoSLevels;
            _answered.Set();
        }

        private void OnClosed(object sender, EventArgs e)
        {
            lock (_lock)
            {
                _isClosed = true;
            }

            _answered.Set();
            _sink.OnClosed("the connection ended");
        }

        /// <summary>Makes the client reachable for Dispose, unless Dispose has been here already.</summary>
        private void Adopt(MqttClient client)
        {
            lock (_lock)
            {
                if (!_isDisposed)
                {
                    _client = client;
                    return;
                }
            }

            CloseQuietly(client);
            throw Gone();
        }

        private MqttClient Client()
        {
            lock (_lock)
            {
                if (_client == null || _isDisposed || _isClosed)
                {
                    // The client itself would take the message and never send it.
                    throw Gone();
                }

                return _client;
            }
        }

        private bool IsDisposed()
        {
            lock (_lock)
            {
                return _isDisposed;
            }
        }

        private static void CloseQuietly(MqttClient client)
        {
            try
            {
                client.Close();
            }
            catch (Exception)
            {
                // Whatever is left of it has no socket any more or hangs; the link counts those that hang.
            }
        }

        private static Exception Gone()
        {
            return new InvalidOperationException("the connection is gone");
        }

        private static string ReasonOf(MqttReasonCode answer)
        {
            switch (answer)
            {
                case MqttReasonCode.ConnectionRefusedUnacceptableProtocolVersion:
                    return "it does not speak MQTT 3.1.1";
                case MqttReasonCode.ConnectionRefusedIdentifierRejected:
                    return "client id not allowed";
                case MqttReasonCode.ConnectionRefusedServerUnavailable:
                    return "server unavailable";
                case MqttReasonCode.ConnectionRefusedBadUserNameOrPassword:
                    return "bad user name or password";
                case MqttReasonCode.ConnectionRefusedNotAuthorized:
                    return "not authorised";
                default:
                    return "code " + (int)answer;
            }
        }
    }
}
