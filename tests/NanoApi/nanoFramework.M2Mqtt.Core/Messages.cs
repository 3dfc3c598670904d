using System;

namespace nanoFramework.M2Mqtt.Messages
{
    public class MqttMsgPublishEventArgs : EventArgs
    {
        public MqttMsgPublishEventArgs(string topic, byte[] message, bool dupFlag, MqttQoSLevel qosLevel, bool retain)
        {
            throw null;
        }

        public string Topic
        {
            get { throw null; }
        }

        public byte[] Message
        {
            get { throw null; }
        }

        public bool DupFlag
        {
            get { throw null; }
        }

        public MqttQoSLevel QosLevel
        {
            get { throw null; }
        }

        public bool Retain
        {
            get { throw null; }
        }
    }

    public class MqttMsgPublishedEventArgs : EventArgs
    {
        public MqttMsgPublishedEventArgs(ushort messageId)
        {
            throw null;
        }

        public MqttMsgPublishedEventArgs(ushort messageId, bool isPublished)
        {
            throw null;
        }

        public ushort MessageId
        {
            get { throw null; }
            set { throw null; }
        }

        public bool IsPublished
        {
            get { throw null; }
            set { throw null; }
        }
    }

    public class MqttMsgSubscribedEventArgs : EventArgs
    {
        public MqttMsgSubscribedEventArgs(ushort messageId, MqttQoSLevel[] grantedQosLevels)
        {
            throw null;
        }

        public ushort MessageId
        {
            get { throw null; }
        }

        public MqttQoSLevel[] GrantedQoSLevels
        {
            get { throw null; }
        }
    }

    public class MqttMsgUnsubscribedEventArgs : EventArgs
    {
        public MqttMsgUnsubscribedEventArgs(ushort messageId)
        {
            throw null;
        }

        public ushort MessageId
        {
            get { throw null; }
        }
    }

    public enum MqttQoSLevel
    {
        AtMostOnce = 0x00,
        AtLeastOnce = 0x01,
        ExactlyOnce = 0x02,
        GrantedFailure = 0x80,
    }

    // Only the codes of MQTT 3.1.1.
    public enum MqttReasonCode
    {
        Success = 0x00,
        ConnectionRefusedUnacceptableProtocolVersion = 0x01,
        ConnectionRefusedIdentifierRejected = 0x02,
        ConnectionRefusedServerUnavailable = 0x03,
        ConnectionRefusedBadUserNameOrPassword = 0x04,
        ConnectionRefusedNotAuthorized = 0x05,
    }
}
