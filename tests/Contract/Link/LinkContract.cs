using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DataBox.Link;
using DataBox.Ports;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Link;

/// <summary>The words of <see cref="INetLink"/>, for every client library: subclasses bring the library and a broker.</summary>
public abstract class LinkContract
{
    private readonly FakeClock _clock = new();
    private readonly CountingThreads _threads = new();
    private ILinkRig _rig = null!;
    private SupervisedLink _link = null!;

    [TestInitialize]
    public void SetUp()
    {
        _rig = NewRig();
        _link = new SupervisedLink(_rig.Factory, _clock, _threads, new LinkLimits { inboxMessages = 4 });
    }

    [TestCleanup]
    public void TearDown()
    {
        _link.Abort();
        _rig.Dispose();
        Assert.IsNull(_threads.Escaped);
    }

    [TestMethod]
    public void Link_is_down_until_it_is_begun_then_comes_up()
    {
        Assert.AreEqual(LinkState.Down, _link.State);
        Assert.IsNull(_link.LastError);

        ComeUp();

        Assert.AreEqual(LinkState.Up, _link.State);
        Assert.IsNull(_link.LastError);
        Assert.AreEqual(1, _link.Counters.attempts);
        Assert.AreEqual(1, _link.Counters.connects);
    }

    [TestMethod]
    public void Sent_message_is_acknowledged_with_its_ticket_and_only_once()
    {
        ComeUp();

        Assert.IsTrue(_link.TrySend(41, "up/data", [1, 2, 3], retain: false));

        CollectionAssert.AreEqual(new[] { 41 }, TakeAcks(1));
        Assert.IsFalse(_link.TryTakeAcknowledged(out _));
        Arrived message = _rig.Messages.Single();
        Assert.AreEqual("up/data", message.Topic);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, message.Payload);
        Assert.IsFalse(message.Retain);
    }

    [TestMethod]
    public void Retain_flag_and_an_empty_payload_travel()
    {
        ComeUp();

        Assert.IsTrue(_link.TrySend(1, "up/birth", [], retain: true));

        TakeAcks(1);
        Arrived message = _rig.Messages.Single();
        Assert.IsTrue(message.Retain);
        Assert.IsEmpty(message.Payload);
    }

    [TestMethod]
    public void Messages_reach_the_broker_in_the_order_sent()
    {
        ComeUp();
        var expected = new List<string>();
        var acks = new List<int>();
        for (int i = 0; i < 60; i++)
        {
            string text = "message " + i;
            expected.Add(text);
            Wait.Until(
                () =>
                {
                    while (_link.TryTakeAcknowledged(out int ticket))
                    {
                        acks.Add(ticket);
                    }

                    return _link.TrySend(i, "up/data", Encoding.UTF8.GetBytes(text), retain: false);
                },
                "a place in flight for message " + i);
        }

        acks.AddRange(TakeAcks(60 - acks.Count));

        CollectionAssert.AreEqual(expected, _rig.Messages.Select(m => Encoding.UTF8.GetString(m.Payload)).ToList());
        CollectionAssert.AreEquivalent(Enumerable.Range(0, 60).ToList(), acks);
    }

    [TestMethod]
    public void Nothing_is_acknowledged_before_the_broker_says_so_and_the_number_in_flight_is_bounded()
    {
        ComeUp();
        _rig.HoldAcks();
        for (int ticket = 1; ticket <= 4; ticket++)
        {
            Assert.IsTrue(_link.TrySend(ticket, "up/data", [(byte)ticket], retain: false));
        }

        Assert.IsFalse(_link.TrySend(5, "up/data", [5], retain: false));
        Wait.Until(() => _rig.Messages.Count > 0, "the first message at the broker");
        Assert.IsFalse(_link.TryTakeAcknowledged(out _));

        _rig.ReleaseAcks();

        CollectionAssert.AreEquivalent(new[] { 1, 2, 3, 4 }, TakeAcks(4));
        Assert.IsTrue(_link.TrySend(5, "up/data", [5], retain: false));
        CollectionAssert.AreEqual(new[] { 5 }, TakeAcks(1));
    }

    [TestMethod]
    public void Retained_message_comes_with_the_subscription_and_says_that_it_is_retained()
    {
        _rig.Publish("box/desired", [9, 8], retain: true);

        ComeUp();
        InboundMessage first = TakeReceived();
        _rig.Publish("box/cmd", [7], retain: false);
        InboundMessage second = TakeReceived();

        Assert.AreEqual("box/desired", first.topic);
        CollectionAssert.AreEqual(new byte[] { 9, 8 }, first.payload);
        Assert.IsTrue(first.retained);
        Assert.AreEqual("box/cmd", second.topic);
        CollectionAssert.AreEqual(new byte[] { 7 }, second.payload);
        Assert.IsFalse(second.retained);
    }

    [TestMethod]
    public void Full_inbox_keeps_the_oldest_and_counts_the_rest()
    {
        ComeUp();

        for (int i = 0; i < 7; i++)
        {
            _rig.Publish("box/cmd", [(byte)i], retain: false);
        }

        Wait.Until(() => _link.InboxDroppedCount == 3, "three messages to be refused");
        for (int i = 0; i < 4; i++)
        {
            CollectionAssert.AreEqual(new[] { (byte)i }, _link.TryTakeReceived().payload);
        }

        Assert.IsNull(_link.TryTakeReceived());
    }

    [TestMethod]
    public void Cut_connection_is_noticed_and_what_was_not_acknowledged_stays_so()
    {
        ComeUp();
        _rig.HoldAcks();
        Assert.IsTrue(_link.TrySend(1, "up/data", [1], retain: false));
        Wait.Until(() => _rig.Messages.Count == 1, "the message at the broker");

        _rig.Cut();

        Wait.Until(() => _link.State == LinkState.Down, "the link to notice");
        AssertOneLine(_link.LastError);
        Assert.IsFalse(_link.TryTakeAcknowledged(out _));
        Assert.IsFalse(_link.TrySend(2, "up/data", [2], retain: false));
        _rig.ReleaseAcks();
        AssertWorksAgain();
    }

    [TestMethod]
    public void Abort_takes_effect_at_once_and_the_broker_publishes_the_will()
    {
        ComeUp();

        _link.Abort();

        Assert.AreEqual(LinkState.Down, _link.State);
        Wait.Until(() => _rig.Messages.Any(m => m.Topic == "box-will"), "the will");
        Arrived will = _rig.Messages.Single(m => m.Topic == "box-will");
        Assert.AreEqual("boot 7", Encoding.UTF8.GetString(will.Payload));
        Assert.IsTrue(will.Retain);
        AssertWorksAgain();
    }

    [TestMethod]
    public void Broker_that_is_not_there_is_one_line_and_no_harm()
    {
        _rig.GoAway();

        _link.Begin(_rig.Options);

        Wait.Until(() => _link.State == LinkState.Down, "the attempt to fail");
        AssertOneLine(_link.LastError);
        StringAssert.Contains(_link.LastError, $"{_rig.Options.host}:{_rig.Options.port}");
        StringAssert.Contains(_link.LastError, "refused");
        _rig.ComeBack();
        AssertWorksAgain();
    }

    [TestMethod]
    public void Broker_that_goes_away_and_returns_finds_a_fresh_client()
    {
        ComeUp();

        _rig.GoAway();
        Wait.Until(() => _link.State == LinkState.Down, "the link to notice");
        _rig.ComeBack();

        AssertWorksAgain();
        Assert.AreEqual(2, _link.Counters.connects);
    }

    [TestMethod]
    public void Refusal_by_the_broker_says_why()
    {
        _rig.Refuse();

        _link.Begin(_rig.Options);

        Wait.Until(() => _link.State == LinkState.Down, "the attempt to fail");
        AssertOneLine(_link.LastError);
        StringAssert.Contains(_link.LastError, "bad user name or password");
        Assert.AreEqual(0, _link.Counters.connects);
    }

    [TestMethod]
    public void Begin_is_refused_unless_the_link_is_down()
    {
        ComeUp();

        Assert.ThrowsExactly<InvalidOperationException>(() => _link.Begin(_rig.Options));

        Assert.AreEqual(LinkState.Up, _link.State);
        Assert.AreEqual(1, _link.Counters.attempts);
    }

    [TestMethod]
    public void Link_leaves_no_thread_behind()
    {
        for (int i = 0; i < 5; i++)
        {
            ComeUp();
            _link.Abort();
            Wait.Until(() => _link.State == LinkState.Down && _link.Counters.hanging == 0, "the client to be buried");
        }

        Wait.Until(() => _threads.Alive == 0, "the threads to end");
        Assert.AreEqual(0, _link.Counters.abandoned);
        Assert.AreEqual(0, _link.Counters.disposeErrors);
    }

    private protected abstract ILinkRig NewRig();

    private void ComeUp()
    {
        _link.Begin(_rig.Options);
        Wait.Until(() => _link.State != LinkState.Connecting, "the attempt to end");
        Assert.AreEqual(LinkState.Up, _link.State, _link.LastError);
    }

    private void AssertWorksAgain()
    {
        ComeUp();
        int before = _rig.Messages.Count(m => m.Topic == "up/again");
        Assert.IsTrue(_link.TrySend(99, "up/again", [1], retain: false));
        CollectionAssert.AreEqual(new[] { 99 }, TakeAcks(1));
        Assert.AreEqual(before + 1, _rig.Messages.Count(m => m.Topic == "up/again"));
    }

    private int[] TakeAcks(int count)
    {
        var tickets = new List<int>();
        Wait.Until(
            () =>
            {
                while (_link.TryTakeAcknowledged(out int ticket))
                {
                    tickets.Add(ticket);
                }

                return tickets.Count >= count;
            },
            count + " acknowledgements");
        return [.. tickets];
    }

    private InboundMessage TakeReceived()
    {
        InboundMessage? message = null;
        Wait.Until(() => (message = _link.TryTakeReceived()) is not null, "a received message");
        return message!;
    }

    private static void AssertOneLine(string? text)
    {
        Assert.IsFalse(string.IsNullOrEmpty(text));
        Assert.DoesNotContain('\n', text!);
    }
}
