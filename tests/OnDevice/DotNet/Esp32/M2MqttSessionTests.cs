using System;
using System.Collections;
using System.Threading;
using DataBox.Esp32;
using DataBox.Link;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using nanoFramework.M2Mqtt;
using nanoFramework.M2Mqtt.Messages;

namespace DataBox.Tests.OnDevice.DotNet.Esp32
{
    /// <summary>The device's MQTT session, its source as it is, over a client with M2Mqtt's known habits.</summary>
    [TestClass]
    public class M2MqttSessionTests : IMqttSessionSink
    {
        private readonly ArrayList _events = ArrayList.Synchronized(new ArrayList());
        private MqttClient _client;

        [TestMethod]
        public void Connection_is_clean_and_leaves_the_will_with_the_broker()
        {
            using IMqttSession session = Make(null);
            session.Connect(Options());
            Assert.AreEqual("dbx-a", _client.connectedAs);
            Assert.AreEqual("w=gone", _client.will);
            Assert.IsTrue(_client.willRetain);
            Assert.IsTrue(_client.cleanSession);
            Assert.AreEqual(45, _client.keepAlive);
            Assert.IsTrue(MqttSettings.Instance.InflightQueueSize < 1000, "the client's queue is bounded");
        }

        [TestMethod]
        public void Host_that_cannot_be_resolved_is_named()
        {
            using IMqttSession session = Make(null);
            LinkOptions options = Options();
            options.host = "nowhere";
            StringAssert.Contains(
                Failure(() => session.Connect(options)), "nowhere:1883 can't be resolved: host not found");
        }

        [TestMethod]
        [DataRow(1, "MQTT 3.1.1")]
        [DataRow(2, "client id")]
        [DataRow(3, "unavailable")]
        [DataRow(4, "password")]
        [DataRow(5, "not authorised")]
        [DataRow(9, "code 9")]
        public void Refused_connection_says_why(int code, string reason)
        {
            using IMqttSession session = Make(c => c.answer = (MqttReasonCode)code);
            string text = Failure(() => session.Connect(Options()));
            StringAssert.Contains(text, "broker:1883 refused");
            StringAssert.Contains(text, reason);
        }

        [TestMethod]
        [DataRow(false)]
        [DataRow(true)]
        public void Dispose_ends_a_hanging_Connect_even_if_the_client_comes_back_to_life(bool revives)
        {
            IMqttSession session = Make(c =>
            {
                c.connectHangs = true;
                c.revivesAfterClose = revives;
            });
            Thread closer = new Thread(() =>
            {
                _client.connecting.WaitOne();
                session.Dispose();
            });
            using ManualResetEvent made = new ManualResetEvent(false);
            MqttClient.s_onCreated += _ => made.Set();
            Thread starter = new Thread(() =>
            {
                made.WaitOne();
                closer.Start();
            });
            starter.Start();
            Failure(() => session.Connect(Options()));
            starter.Join();
            closer.Join();
            Assert.AreEqual(revives ? 2 : 1, _client.closeCount);
            Failure(() => session.Publish("t", new byte[1], false));
        }

        [TestMethod]
        public void Connect_after_Dispose_fails_and_closes_what_it_made()
        {
            IMqttSession session = Make(null);
            session.Dispose();
            Failure(() => session.Connect(Options()));
            Assert.AreEqual(1, _client.closeCount);
            Assert.IsNull(_client.connectedAs);
        }

        [TestMethod]
        public void Subscribe_returns_after_the_broker_granted_every_topic()
        {
            using IMqttSession session = Make(c => c.onSubscribe = (client, topics) => client.RaiseSubscribed(
                MqttQoSLevel.AtLeastOnce, MqttQoSLevel.AtLeastOnce));
            session.Connect(Options());
            session.Subscribe(new[] { "a", "b" });
        }

        [TestMethod]
        [DataRow(0x80)]
        [DataRow(0)]
        public void Refused_topic_is_named(int granted)
        {
            using IMqttSession session = Make(c => c.onSubscribe = (client, topics) => client.RaiseSubscribed(
                MqttQoSLevel.AtLeastOnce, (MqttQoSLevel)granted));
            session.Connect(Options());
            StringAssert.Contains(Failure(() => session.Subscribe(new[] { "a", "b" })), "refused b");
        }

        [TestMethod]
        public void Fewer_answers_than_topics_are_a_refusal()
        {
            using IMqttSession session = Make(c => c.onSubscribe = (client, topics) => client.RaiseSubscribed(
                MqttQoSLevel.AtLeastOnce));
            session.Connect(Options());
            StringAssert.Contains(Failure(() => session.Subscribe(new[] { "a", "b" })), "1 of 2");
        }

        [TestMethod]
        public void Connection_that_ends_while_subscribing_does_not_wait_for_the_time_out()
        {
            using IMqttSession session = Make(c => c.onSubscribe = (client, topics) => client.RaiseClosed());
            session.Connect(Options());
            Failure(() => session.Subscribe(new[] { "a" }));
            Assert.AreEqual("closed the connection ended", _events[0]);
        }

        [TestMethod]
        public void Messages_go_out_with_QoS_1_and_their_fate_comes_back_under_the_same_number()
        {
            using IMqttSession session = Make(null);
            session.Connect(Options());
            int first = session.Publish("t", new byte[1], false);
            int second = session.Publish("u", new byte[1], true);
            Assert.AreEqual("t AtLeastOnce", _client.published[0]);
            Assert.AreEqual("u retained AtLeastOnce", _client.published[1]);
            _client.RaisePublished((ushort)second, true);
            _client.RaisePublished((ushort)first, false);
            _client.RaiseReceived("d", new byte[] { 7 }, true);
            Assert.AreEqual("published " + second + " True", _events[0]);
            Assert.AreEqual("published " + first + " False", _events[1]);
            Assert.AreEqual("received d 7 True", _events[2]);
        }

        [TestMethod]
        public void Publish_on_an_ended_connection_is_refused_though_the_client_would_take_it()
        {
            using IMqttSession session = Make(null);
            session.Connect(Options());
            _client.RaiseClosed();
            Failure(() => session.Publish("t", new byte[1], false));
            Assert.AreEqual(0, _client.published.Count);
        }

        [TestMethod]
        public void Client_that_throws_at_Close_does_not_reach_the_caller()
        {
            IMqttSession session = Make(c => c.closeThrows = true);
            session.Connect(Options());
            session.Dispose();
            session.Dispose();
            Assert.AreEqual(2, _client.closeCount);
        }

        void IMqttSessionSink.OnPublished(int messageId, bool isPublished)
        {
            _events.Add("published " + messageId + " " + isPublished);
        }

        void IMqttSessionSink.OnReceived(string topic, byte[] payload, bool retained)
        {
            _events.Add("received " + topic + " " + payload[0] + " " + retained);
        }

        void IMqttSessionSink.OnClosed(string reason)
        {
            _events.Add("closed " + reason);
        }

        private IMqttSession Make(Action<MqttClient> setUp)
        {
            MqttClient.s_onCreated = client =>
            {
                setUp?.Invoke(client);
                _client = client;
            };
            return new M2MqttSessionFactory().Create(this);
        }

        private static LinkOptions Options()
        {
            return new LinkOptions
            {
                host = "broker",
                port = 1883,
                clientId = "dbx-a",
                keepAliveSeconds = 45,
                willTopic = "w",
                willText = "gone",
                willRetain = true,
            };
        }

        private static string Failure(Action action)
        {
            try
            {
                action();
            }
            catch (Exception e) when (e is not AssertFailedException)
            {
                return e.Message;
            }

            throw new AssertFailedException("an exception was expected");
        }
    }
}
