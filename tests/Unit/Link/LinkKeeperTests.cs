using System.Linq;
using DataBox.Core;
using DataBox.Ports;
using DataBox.Tests.Simulation.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Link;

[TestClass]
public class LinkKeeperTests
{
    private const long Second = 1000000;

    private readonly FakeLink _link = new();
    private readonly ListLog _log = new();
    private readonly Outbox _outbox = new(10, 10000, 2);
    private readonly LinkKeeper _keeper;
    private long _now;

    public LinkKeeperTests()
    {
        var config = new BoxConfig { box = "car-1", brokerHost = "broker", keepAliveSeconds = 30, reconnectMaxSeconds = 60 };
        _keeper = LinkKeeper.For(config, new Topics("car-1"), 7, _link, _outbox, _log);
    }

    [TestMethod]
    public void Attempt_carries_will_with_the_boot_number_and_both_subscriptions()
    {
        Pump();
        LinkOptions options = _link.Begins.Single();
        Assert.AreEqual("broker", options.host);
        Assert.AreEqual(1883, options.port);
        Assert.AreEqual("dbx-car-1", options.clientId);
        Assert.AreEqual(30, options.keepAliveSeconds);
        Assert.AreEqual("dbx/1/car-1/will", options.willTopic);
        Assert.AreEqual("{\"schema\":1,\"box\":\"car-1\",\"boot\":7}", options.willText);
        Assert.IsFalse(options.willRetain);
        CollectionAssert.AreEqual(new[] { "dbx/1/car-1/desired", "dbx/1/car-1/cmd" }, options.subscriptions);
    }

    [TestMethod]
    public void Broker_that_is_not_there_is_said_once_and_tried_for_ever()
    {
        _link.RefusesAttempts = true;
        for (int i = 0; i < 36000; i++)
        {
            _now += Second / 10;
            _keeper.Pump(_now);
        }

        Assert.AreEqual(1, _log.Lines.Count);
        StringAssert.Contains(_log.Lines[0], "broker:1883: not reached (connection refused)");
        Assert.IsTrue(_link.Begins.Count is > 60 and < 400, $"{_link.Begins.Count} attempts in an hour");
        _link.RefusesAttempts = false;
        Connect();
        Assert.AreEqual(2, _log.Lines.Count);
        StringAssert.Contains(_log.Lines[1], "connected");
    }

    [TestMethod]
    public void Message_refused_by_the_link_is_offered_again()
    {
        Connect();
        _link.RefusesMessages = true;
        _outbox.PutBlock([1], 0);
        Pump();
        Assert.AreEqual(0, _outbox.InFlight);
        _link.RefusesMessages = false;
        Pump();
        Assert.AreEqual("data", _link.Sent.Single().Kind);
        Assert.IsFalse(_link.Sent[0].Retain);
    }

    [TestMethod]
    public void Birth_and_state_are_retained_and_nothing_else()
    {
        Connect();
        _outbox.PutRetained(MessageKind.Birth, [1]);
        _outbox.PutRetained(MessageKind.State, [1]);
        _outbox.PutAlarm([1]);
        _outbox.PutAck([1]);
        _outbox.PutBlock([1], 0);
        for (int i = 0; i < 5; i++)
        {
            Pump();
            _link.Sent.ForEach(m => _link.Acknowledge(m.Ticket));
        }

        CollectionAssert.AreEqual(
            new[] { "alarm", "ack", "birth", "state", "data" }, _link.Sent.Select(m => m.Kind).ToArray());
        Assert.IsTrue(_link.Sent.All(m => m.Retain == m.Kind is "birth" or "state"));
    }

    [TestMethod]
    public void What_was_acknowledged_before_the_link_fell_is_not_sent_again()
    {
        Connect();
        _outbox.PutBlock([1], 0);
        Pump();
        _link.Acknowledge(_link.Sent[0].Ticket);
        _link.State = LinkState.Down;
        Pump();
        Assert.IsTrue(_outbox.IsEmpty);
    }

    [TestMethod]
    public void Lost_link_is_said_once_and_what_was_in_flight_is_sent_again()
    {
        Connect();
        _outbox.PutBlock([1], 0);
        Pump();
        _link.LastError = "reset by peer";
        _link.State = LinkState.Down;
        Pump();
        Assert.IsFalse(_keeper.IsUp);
        StringAssert.Contains(_log.Lines.Last(), "lost (reset by peer)");
        Connect();
        Assert.IsTrue(_keeper.TakeConnected());
        Assert.IsFalse(_keeper.TakeConnected());
        Pump();
        Assert.AreEqual(2, _link.Sent.Count);
        Assert.AreSame(_link.Sent[0].Payload, _link.Sent[1].Payload);
        Assert.AreNotEqual(_link.Sent[0].Ticket, _link.Sent[1].Ticket);
    }

    [TestMethod]
    public void Broker_that_acknowledges_nothing_is_left()
    {
        Connect();
        _outbox.PutBlock([1], 0);
        Pump();
        _now += LinkKeeper.AckLimitMicros;
        Pump();
        Assert.AreEqual(0, _link.Aborts);
        _now += 1;
        Pump();
        Assert.AreEqual(1, _link.Aborts);
        Pump();
        Assert.AreEqual(0, _outbox.InFlight);
        Assert.AreEqual(1, _outbox.BlockCount);
    }

    [TestMethod]
    public void Quiet_link_with_nothing_in_flight_is_kept()
    {
        Connect();
        _now += 3600 * Second;
        Pump();
        _outbox.PutBlock([1], 0);
        Pump();
        Pump();
        Assert.AreEqual(0, _link.Aborts);
    }

    [TestMethod]
    public void Attempt_that_takes_too_long_is_ended()
    {
        Pump();
        _now += LinkKeeper.AttemptLimitMicros + 1;
        Pump();
        Assert.AreEqual(1, _link.Aborts);
    }

    [TestMethod]
    public void Connections_that_hold_only_a_moment_count_as_failures()
    {
        for (int i = 0; i < 200; i++)
        {
            _link.State = _link.State == LinkState.Connecting ? LinkState.Up : LinkState.Down;
            _now += Second / 2;
            Pump();
        }

        Assert.IsTrue(_link.Begins.Count < 20, $"{_link.Begins.Count} connections in 100 s");
    }

    private void Pump() => _keeper.Pump(_now);

    private void Connect()
    {
        while (_link.State != LinkState.Connecting)
        {
            _now += Second;
            Pump();
        }

        _link.State = LinkState.Up;
        Pump();
        Assert.IsTrue(_keeper.IsUp);
    }
}
