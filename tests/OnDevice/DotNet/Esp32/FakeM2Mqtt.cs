using System;
using System.Collections;
using System.Threading;
using nanoFramework.M2Mqtt.Messages;

// A client with M2Mqtt 5.1.220's members, as far as hal/Esp32 uses them, and with its habits: the constructor
// resolves, Connect after Close comes back to life, Publish takes everything, Close may throw, events come from other
// threads.
namespace nanoFramework.M2Mqtt
{
    public enum MqttSslProtocols
    {
        None,
    }

    public sealed class MqttSettings
    {
        public static readonly MqttSettings Instance = new MqttSettings();

        public int InflightQueueSize { get; set; } = int.MaxValue;
    }

    public interface IMqttClient
    {
        public delegate void MqttMsgPublishEventHandler(object sender, MqttMsgPublishEventArgs e);

        public delegate void MqttMsgPublishedEventHandler(object sender, MqttMsgPublishedEventArgs e);

        public delegate void MqttMsgSubscribedEventHandler(object sender, MqttMsgSubscribedEventArgs e);

        public delegate void ConnectionClosedEventHandler(object sender, EventArgs e);
    }

    public sealed class MqttClient
    {
        /// <summary>Set by a test before the session makes its client.</summary>
        public static Action<MqttClient> s_onCreated;

        public readonly ManualResetEvent connecting = new ManualResetEvent(false);
        public readonly ManualResetEvent closed = new ManualResetEvent(false);
        public readonly ArrayList published = new ArrayList();
        public MqttReasonCode answer = MqttReasonCode.Success;
        public bool connectHangs;
        public bool revivesAfterClose;
        public bool closeThrows;
        public Action<MqttClient, string[]> onSubscribe;
        public int closeCount;
        public string connectedAs;
        public string will;
        public bool willRetain;
        public bool cleanSession;
        public int keepAlive;

        public MqttClient(
            string host, int port, bool secure, object caCert, object clientCert, MqttSslProtocols protocol)
        {
            if (host == "nowhere")
            {
                throw new InvalidOperationException("host not found");
            }

            s_onCreated(this);
        }

        public event IMqttClient.MqttMsgPublishEventHandler MqttMsgPublishReceived;
        public event IMqttClient.MqttMsgPublishedEventHandler MqttMsgPublished;
        public event IMqttClient.MqttMsgSubscribedEventHandler MqttMsgSubscribed;
        public event IMqttClient.ConnectionClosedEventHandler ConnectionClosed;

        public MqttReasonCode Connect(
            string clientId, string username, string password, bool willRetain, MqttQoSLevel willQosLevel,
            bool willFlag, string willTopic, string willMessage, bool cleanSession, ushort keepAlivePeriod)
        {
            connecting.Set();
            if (connectHangs)
            {
                closed.WaitOne();
                if (!revivesAfterClose)
                {
                    throw new InvalidOperationException("socket closed");
                }
            }

            connectedAs = clientId;
            will = willFlag && willQosLevel == MqttQoSLevel.AtLeastOnce ? willTopic + "=" + willMessage : null;
            this.willRetain = willRetain;
            this.cleanSession = cleanSession;
            keepAlive = keepAlivePeriod;
            return answer;
        }

        public ushort Subscribe(string[] topics, MqttQoSLevel[] qosLevels)
        {
            onSubscribe(this, topics);
            return 1;
        }

        public ushort Publish(
            string topic, byte[] message, string contentType, ArrayList userProperties, MqttQoSLevel qosLevel,
            bool retain)
        {
            published.Add(topic + (retain ? " retained" : "") + " " + qosLevel);
            return (ushort)(100 + published.Count);
        }

        public void Close()
        {
            closeCount++;
            closed.Set();
            if (closeThrows)
            {
                throw new InvalidOperationException("close failed");
            }
        }

        public void RaiseSubscribed(params MqttQoSLevel[] granted)
        {
            MqttMsgSubscribed(this, new MqttMsgSubscribedEventArgs(1, granted));
        }

        public void RaisePublished(ushort id, bool isPublished)
        {
            MqttMsgPublished(this, new MqttMsgPublishedEventArgs(id, isPublished));
        }

        public void RaiseReceived(string topic, byte[] message, bool retain)
        {
            MqttMsgPublishReceived(
                this, new MqttMsgPublishEventArgs(topic, message, false, MqttQoSLevel.AtLeastOnce, retain));
        }

        public void RaiseClosed()
        {
            ConnectionClosed(this, EventArgs.Empty);
        }
    }
}

namespace nanoFramework.M2Mqtt.Messages
{
    public enum MqttQoSLevel
    {
        AtMostOnce = 0,
        AtLeastOnce = 1,
        GrantedFailure = 0x80,
    }

    public enum MqttReasonCode
    {
        Success = 0,
        ConnectionRefusedUnacceptableProtocolVersion = 1,
        ConnectionRefusedIdentifierRejected = 2,
        ConnectionRefusedServerUnavailable = 3,
        ConnectionRefusedBadUserNameOrPassword = 4,
        ConnectionRefusedNotAuthorized = 5,
    }

    public sealed class MqttMsgPublishEventArgs : EventArgs
    {
        public MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain)
        {
            Topic = topic;
            Message = message;
            Retain = retain;
        }

        public string Topic { get; }

        public byte[] Message { get; }

        public bool Retain { get; }
    }

    public sealed class MqttMsgPublishedEventArgs : EventArgs
    {
        public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
        {
            MessageId = messageId;
            IsPublished = isPublished;
        }

        public ushort MessageId { get; }

        public bool IsPublished { get; }
    }

    public sealed class MqttMsgSubscribedEventArgs : EventArgs
    {
        public MqttMsgSubscribedEventArgs(ushort messageId, MqttQoSLevel[] grantedQosLevels)
        {
            GrantedQoSLevels = grantedQosLevels;
        }

        public MqttQoSLevel[] GrantedQoSLevels { get; }
    }
}
