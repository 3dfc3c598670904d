using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading;
using DataBox.Host;
using DataBox.Link;
using DataBox.Ports;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using MQTTnet.Protocol;

namespace DataBox.Tests.Contract.Link;

/// <summary>What the host's client puts on the wire, and what it says when things go wrong.</summary>
[TestClass]
public sealed class MqttNetSessionTests
{
    private static readonly byte[] ConnackAccepted = [0x20, 0x02, 0x00, 0x00];

    private readonly Sink _sink = new();

    [TestMethod]
    public void Connect_packet_is_MQTT_3_1_1_with_clean_session_will_and_keep_alive()
    {
        using var peer = new RawPeer();
        using var session = new MqttNetSession(_sink);
        Thread connecting = InBackground(() => session.Connect(OptionsFor(peer.Port)), out _);

        byte[] packet = peer.ReadPacket();
        peer.Write(ConnackAccepted);
        Assert.IsTrue(connecting.Join(Wait.Limit));

        // MQTT 3.1.1 section 3.1: name, level 4, flags, keep-alive, then client id, will topic, will message.
        // Flags: clean session 02, will 04, will QoS 1 08, will retain 20.
        byte[] expected =
        [
            0, 4, .. "MQTT"u8, 4, 0x2E, 0, 30, 0, 5, .. "box-1"u8, 0, 8, .. "box-will"u8, 0, 6, .. "boot 7"u8,
        ];
        CollectionAssert.AreEqual(expected, packet[2..]);
        Assert.AreEqual(0x10, packet[0]);
    }

    [TestMethod]
    public void Dispose_closes_the_socket_without_a_DISCONNECT()
    {
        using var peer = new RawPeer();
        var session = new MqttNetSession(_sink);
        Thread connecting = InBackground(() => session.Connect(OptionsFor(peer.Port)), out _);
        peer.ReadPacket();
        peer.Write(ConnackAccepted);
        Assert.IsTrue(connecting.Join(Wait.Limit));

        session.Dispose();
        session.Dispose();

        Assert.IsEmpty(peer.ReadToEnd());
    }

    [TestMethod]
    public void Dispose_ends_a_connect_that_hangs_without_CONNACK()
    {
        using var peer = new RawPeer();
        var session = new MqttNetSession(_sink);
        Thread connecting = InBackground(() => session.Connect(OptionsFor(peer.Port)), out Func<Exception?> thrown);
        peer.ReadPacket();

        session.Dispose();

        Assert.IsTrue(connecting.Join(Wait.Limit), "Connect still hangs");
        Assert.IsNotNull(thrown());
        Assert.AreEqual(0, _sink.ClosedCount);
    }

    [TestMethod]
    public void Peer_that_closes_is_reported_with_its_address()
    {
        var peer = new RawPeer();
        using var session = new MqttNetSession(_sink);
        Thread connecting = InBackground(() => session.Connect(OptionsFor(peer.Port)), out _);
        peer.ReadPacket();
        peer.Write(ConnackAccepted);
        Assert.IsTrue(connecting.Join(Wait.Limit));

        peer.Dispose();

        Wait.Until(() => _sink.ClosedCount > 0, "the close to be reported");
        StringAssert.StartsWith(_sink.Reason, "127.0.0.1:" + peer.Port);
        Assert.DoesNotContain('\n', _sink.Reason!);
    }

    [TestMethod]
    [DataRow(MqttConnectReasonCode.BadUserNameOrPassword, "bad user name or password")]
    [DataRow(MqttConnectReasonCode.NotAuthorized, "not authorised")]
    [DataRow(MqttConnectReasonCode.ClientIdentifierNotValid, "client id rejected")]
    [DataRow(MqttConnectReasonCode.ServerUnavailable, "server unavailable")]
    public void Refusal_is_told_in_words(MqttConnectReasonCode answer, string words)
    {
        using var broker = new LoopbackBroker { ConnectAnswer = answer };
        using var session = new MqttNetSession(_sink);

        Exception e = Assert.Throws<Exception>(() => session.Connect(broker.Options));

        Assert.AreEqual($"127.0.0.1:{broker.Options.port} refused the box: {words}", e.Message);
    }

    [TestMethod]
    public void Port_without_a_broker_is_told_in_words()
    {
        int port = LoopbackBroker.FreePort();
        using var session = new MqttNetSession(_sink);

        Exception e = Assert.Throws<Exception>(() => session.Connect(OptionsFor(port)));

        Assert.AreEqual($"127.0.0.1:{port}: connection refused, no broker listens there", e.Message);
    }

    [TestMethod]
    public void Host_that_does_not_exist_is_told_in_words()
    {
        using var session = new MqttNetSession(_sink);
        LinkOptions options = OptionsFor(1883);
        options.host = "no such host";

        Exception e = Assert.Throws<Exception>(() => session.Connect(options));

        Assert.AreEqual("no such host:1883: host not found", e.Message);
    }

    [TestMethod]
    public void Refused_subscription_names_its_topic()
    {
        using var broker = new LoopbackBroker { RefusesSubscriptions = true };
        using var session = new MqttNetSession(_sink);
        session.Connect(broker.Options);

        Exception e = Assert.Throws<Exception>(() => session.Subscribe(["dbx/1/box-1/desired"]));

        StringAssert.EndsWith(e.Message, "refused a subscription to dbx/1/box-1/desired");
    }

    [TestMethod]
    public void Publish_without_a_connection_throws_one_line()
    {
        using var session = new MqttNetSession(_sink);

        Exception e = Assert.Throws<Exception>(() => session.Publish("up/data", [1], retain: false));

        Assert.DoesNotContain('\n', e.Message);
    }

    [TestMethod]
    public void Numbers_of_messages_differ_and_each_is_reported_under_its_own()
    {
        using var broker = new LoopbackBroker();
        using var session = new MqttNetSession(_sink);
        session.Connect(broker.Options);
        var ids = new HashSet<int>();

        for (int i = 0; i < 10; i++)
        {
            Assert.IsTrue(ids.Add(session.Publish("up/data", [(byte)i], retain: false)));
        }

        Wait.Until(() => _sink.Published.Length == 10, "ten acknowledgements");
        Assert.IsTrue(ids.SetEquals(_sink.Published));
    }

    private static LinkOptions OptionsFor(int port) => new()
    {
        host = "127.0.0.1",
        port = port,
        clientId = "box-1",
        keepAliveSeconds = 30,
        willTopic = "box-will",
        willText = "boot 7",
        willRetain = true,
        subscriptions = [],
    };

    private static Thread InBackground(Action work, out Func<Exception?> thrown)
    {
        Exception? caught = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                caught = e;
            }
        })
        { IsBackground = true };
        thread.Start();
        thrown = () => caught;
        return thread;
    }

    /// <summary>One TCP connection that answers nothing by itself.</summary>
    private sealed class RawPeer : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private TcpClient? _client;

        public RawPeer()
        {
            _listener.Start();
            Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        }

        public int Port { get; }

        /// <summary>One MQTT packet of less than 128 bytes, header included.</summary>
        public byte[] ReadPacket()
        {
            NetworkStream stream = Stream();
            byte[] header = new byte[2];
            stream.ReadExactly(header);
            byte[] body = new byte[header[1]];
            stream.ReadExactly(body);
            return [.. header, .. body];
        }

        public byte[] ReadToEnd()
        {
            using var rest = new MemoryStream();
            Stream().CopyTo(rest);
            return rest.ToArray();
        }

        public void Write(byte[] bytes) => Stream().Write(bytes);

        public void Dispose()
        {
            _client?.Dispose();
            _listener.Stop();
        }

        private NetworkStream Stream()
        {
            if (_client is null)
            {
                _client = _listener.AcceptTcpClient();
                _client.ReceiveTimeout = (int)Wait.Limit.TotalMilliseconds;
            }

            return _client.GetStream();
        }
    }

    private sealed class Sink : IMqttSessionSink
    {
        private readonly Lock _gate = new();
        private readonly List<int> _published = [];
        private int _closedCount;

        public int ClosedCount => Volatile.Read(ref _closedCount);

        public string? Reason { get; private set; }

        public int[] Published
        {
            get
            {
                lock (_gate)
                {
                    return [.. _published];
                }
            }
        }

        public void OnPublished(int messageId, bool isPublished)
        {
            lock (_gate)
            {
                if (isPublished)
                {
                    _published.Add(messageId);
                }
            }
        }

        public void OnReceived(string topic, byte[] payload, bool retained)
        {
        }

        public void OnClosed(string reason)
        {
            Reason = reason;
            Interlocked.Increment(ref _closedCount);
        }
    }
}
