using System;
using System.Linq;
using System.Threading;
using DataBox.Link;
using DataBox.Ports;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Link;

/// <summary>Faults of a connection that is up: lost, doubled and early acknowledgements, queues that lie, closing.</summary>
[TestClass]
public sealed class DeliveryFaultTests : FaultTestBase
{
    [TestMethod]
    public void Publish_that_throws_on_a_dead_socket_ends_the_connection_and_acknowledges_nothing()
    {
        NextClient(c => c.OnPublish = _ => throw new InvalidOperationException("the socket is dead"));
        ComeUp();

        Send(1);

        WaitForDown("the socket is dead");
        AssertNothingAcknowledged();
        AssertWorksAgain();
    }

    [TestMethod]
    public void Publish_that_throws_because_the_inflight_queue_is_full_leaves_the_message_undelivered()
    {
        // M2Mqtt: MqttClientException with InflightQueueFull from the third message on, the first two never answered.
        NextClient(c =>
        {
            c.IsAcknowledged = false;
            c.OnPublish = id =>
            {
                if (id > 2)
                {
                    throw new InvalidOperationException("InflightQueueFull");
                }
            };
        });
        ComeUp();

        Send(1);
        Send(2);
        Send(3);

        WaitForDown("InflightQueueFull");
        AssertNothingAcknowledged();
        AssertWorksAgain();
    }

    [TestMethod]
    public void Publish_that_hangs_costs_the_publish_limit_while_the_box_goes_on()
    {
        Trap socket = NewTrap();
        NextClient(c => c.OnPublish = _ => socket.Enter());
        ComeUp();
        Send(1);
        socket.WaitForVictim();
        Send(2);
        Send(3);
        Send(4);
        Assert.IsFalse(Link.TrySend(5, "up/data", [5], retain: false));
        Broker.Publish("box/cmd", [1], retain: false);
        Assert.IsNotNull(Link.TryTakeReceived());

        Clock.AdvanceMs(10_000);
        Assert.AreEqual(LinkState.Up, Link.State);
        Clock.AdvanceMs(1);
        Assert.AreEqual(LinkState.Down, Link.State);

        StringAssert.Contains(Link.LastError, "did not take a message within 10 s");
        Assert.AreEqual(1, Link.Counters.publishTimeouts);
        AssertNothingAcknowledged();
        AssertWorksAgain();

        // The hung Publish returns into a dead attempt.
        socket.Release();
        Wait.Until(() => Link.State == LinkState.Up && Link.Counters.hanging == 0, "the burial");
        AssertNothingAcknowledged();
    }

    [TestMethod]
    public void Message_dropped_after_three_tries_is_not_acknowledged_and_the_connection_is_given_up()
    {
        NextClient(c => c.IsAcknowledged = false);
        ComeUp();
        Send(1);
        Wait.Until(() => Broker.Messages.Count == 1, "the message at the broker");

        Broker.Last.Sink.OnPublished(1, false);

        WaitForDown("gave up on a message");
        Assert.AreEqual(1, Link.Counters.gaveUp);
        AssertNothingAcknowledged();
        AssertWorksAgain();
    }

    [TestMethod]
    public void Message_given_up_before_publish_has_returned_is_not_acknowledged_either()
    {
        FakeSession? client = null;
        NextClient(c =>
        {
            client = c;
            c.IsSending = false;
            c.OnPublish = id => client!.Sink.OnPublished(id, false);
        });
        ComeUp();

        Send(1);

        WaitForDown("gave up on a message");
        AssertNothingAcknowledged();
        AssertWorksAgain();
    }

    [TestMethod]
    public void Queue_cleared_silently_at_close_leaves_its_messages_undelivered()
    {
        NextClient(c => c.IsSending = false);
        ComeUp();
        Send(1);
        Send(2);
        Wait.Until(() => Broker.Last.LastId == 2, "the client to take both");

        Broker.Last.Sink.OnClosed(null);

        WaitForDown("the connection was closed");
        AssertNothingAcknowledged();
        AssertWorksAgain();
        AssertNothingAcknowledged();
    }

    [TestMethod]
    public void Dead_socket_that_nobody_reports_costs_the_acknowledgement_limit()
    {
        NextClient(c => c.IsSending = false);
        Limits.publishMs = 60_000;
        ComeUp();
        Send(1);
        Wait.Until(() => Broker.Last.LastId == 1, "the client to take the message");
        Clock.AdvanceMs(20_000);
        Assert.AreEqual(LinkState.Up, Link.State);

        Clock.AdvanceMs(1);

        WaitForDown("no acknowledgement from the broker within 20 s");
        Assert.AreEqual(1, Link.Counters.ackTimeouts);
        AssertNothingAcknowledged();
        AssertWorksAgain();
    }

    [TestMethod]
    public void Acknowledgement_before_publish_has_returned_counts_once()
    {
        NextClient(c => c.AcknowledgesBeforeReturn = true);
        ComeUp();

        for (int ticket = 1; ticket <= 20; ticket++)
        {
            Send(ticket);
            AssertAcknowledged(ticket);
        }

        AssertNothingAcknowledged();
        Assert.AreEqual(0, Link.Counters.strayAcks);
        Assert.AreEqual(LinkState.Up, Link.State);
    }

    [TestMethod]
    public void Doubled_acknowledgement_counts_once_and_is_counted_as_stray()
    {
        NextClient(c => c.IsAcknowledged = false);
        ComeUp();
        Send(1);
        Send(2);
        Wait.Until(() => Broker.Messages.Count == 2, "both messages at the broker");
        IMqttSessionSink sink = Broker.Last.Sink;

        sink.OnPublished(1, true);
        sink.OnPublished(1, true);

        AssertAcknowledged(1);
        sink.OnPublished(1, true);
        AssertNothingAcknowledged();
        sink.OnPublished(2, true);
        AssertAcknowledged(2);
        Wait.Until(() => Link.Counters.strayAcks == 2, "two strays to be counted");
        Assert.AreEqual(LinkState.Up, Link.State);
    }

    [TestMethod]
    public void Doubled_early_acknowledgement_counts_once()
    {
        FakeSession? client = null;
        NextClient(c =>
        {
            client = c;
            c.AcknowledgesBeforeReturn = true;
            c.OnPublish = id => client!.Sink.OnPublished(id, true);
        });
        ComeUp();

        Send(1);

        AssertAcknowledged(1);
        AssertNothingAcknowledged();
        Wait.Until(() => Link.Counters.strayAcks == 1, "the stray to be counted");
    }

    [TestMethod]
    public void Failure_reported_after_success_does_not_take_the_success_back()
    {
        NextClient(c => c.IsAcknowledged = false);
        ComeUp();
        Send(1);
        Wait.Until(() => Broker.Messages.Count == 1, "the message at the broker");

        Broker.Last.Sink.OnPublished(1, true);
        Broker.Last.Sink.OnPublished(1, false);

        AssertAcknowledged(1);
        Assert.AreEqual(LinkState.Up, Link.State);
    }

    [TestMethod]
    public void Foreign_acknowledgement_is_ignored_and_counted()
    {
        NextClient(c => c.IsAcknowledged = false);
        ComeUp();
        Send(1);
        Wait.Until(() => Broker.Messages.Count == 1, "the message at the broker");

        Broker.Last.Sink.OnPublished(777, true);
        Broker.Last.Sink.OnPublished(-1, false);

        Wait.Until(() => Link.Counters.strayAcks == 2, "two strays to be counted");
        AssertNothingAcknowledged();
        Assert.AreEqual(LinkState.Up, Link.State);
    }

    [TestMethod]
    public void Acknowledgement_of_a_buried_client_is_none_of_the_new_clients_message_with_the_same_number()
    {
        Broker.Faults = c => c.IsAcknowledged = false;
        ComeUp();
        Send(1);
        Wait.Until(() => Broker.Messages.Count == 1, "the first message at the broker");
        FakeSession old = Broker.Last;
        Link.Abort();
        ComeUp();
        Send(2);
        Wait.Until(() => Broker.Messages.Count(m => m.Topic == "up/data") == 2, "the second message at the broker");
        Assert.AreEqual(old.LastId, Broker.Last.LastId);

        old.Sink.OnPublished(1, true);

        AssertNothingAcknowledged();
        Assert.AreEqual(1, Link.Counters.lateEvents);
        Assert.AreEqual(0, Link.Counters.strayAcks);
    }

    [TestMethod]
    public void Events_after_the_close_change_nothing_and_are_counted()
    {
        ComeUp();
        IMqttSessionSink old = Broker.Last.Sink;
        Link.Abort();
        WaitForBurial();

        old.OnReceived("box/cmd", [1], false);
        old.OnPublished(1, false);
        old.OnClosed("late");

        Assert.IsNull(Link.TryTakeReceived());
        Assert.AreEqual("ended by the box", Link.LastError);
        Assert.AreEqual(3, Link.Counters.lateEvents);
        ComeUp();
        old.OnClosed("later still");
        Assert.AreEqual(LinkState.Up, Link.State);
    }

    [TestMethod]
    public void Acknowledgement_that_came_before_the_close_can_still_be_taken_until_the_next_attempt()
    {
        ComeUp();
        Broker.HoldAcks();
        Send(1);
        Send(2);
        Wait.Until(() => Broker.Messages.Count == 2, "both messages at the broker");
        Broker.Last.Sink.OnPublished(1, true);

        Broker.Cut();

        Assert.AreEqual(LinkState.Down, Link.State);
        AssertAcknowledged(1);
        AssertNothingAcknowledged();
    }

    [TestMethod]
    public void Received_messages_outlive_their_connection()
    {
        ComeUp();
        Broker.Publish("box/cmd", [1], retain: false);
        Broker.Cut();
        ComeUp();
        Broker.Publish("box/cmd", [2], retain: false);

        Assert.AreEqual(1, Link.TryTakeReceived().payload[0]);
        Assert.AreEqual(2, Link.TryTakeReceived().payload[0]);
    }

    [TestMethod]
    public void Garbage_in_a_callback_throws_nothing_back_into_the_client()
    {
        // An exception in a handler makes M2Mqtt close the connection.
        ComeUp();
        IMqttSessionSink sink = Broker.Last.Sink;

        sink.OnReceived(null, null, true);
        sink.OnReceived("box/cmd", new byte[101], false);
        sink.OnPublished(int.MinValue, true);

        InboundMessage message = Link.TryTakeReceived();
        Assert.AreEqual("", message.topic);
        Assert.IsEmpty(message.payload);
        Assert.AreEqual(1, Link.InboxDroppedCount);
        Assert.AreEqual(LinkState.Up, Link.State);
    }

    [TestMethod]
    public void Close_reported_from_the_clients_own_thread_does_not_wait_for_a_dispose_that_joins_that_thread()
    {
        // M2Mqtt raises ConnectionClosed on its dispatch thread and joins that thread in Close: whoever disposes inside the
        // event waits for himself.
        var dispatch = new Thread(() => Broker.Last.Sink.OnClosed("the peer closed")) { IsBackground = true };
        NextClient(c => c.OnDispose = () => dispatch.Join());
        ComeUp();

        dispatch.Start();

        WaitForDown("the peer closed");
        WaitForBurial();
        Assert.AreEqual(0, Link.Counters.abandoned);
        AssertWorksAgain();
    }

    [TestMethod]
    public void Close_that_takes_seconds_holds_up_nobody()
    {
        Trap close = NewTrap();
        NextClient(c => c.OnDispose = close.Enter);
        ComeUp();
        Link.Abort();
        close.WaitForVictim();

        Clock.AdvanceMs(2000);
        AssertWorksAgain();

        Assert.AreEqual(1, Link.Counters.hanging);
        close.Release();
        Wait.Until(() => Link.State == LinkState.Up && Link.Counters.hanging == 0, "the burial");
        Assert.AreEqual(0, Link.Counters.abandoned);
    }

    [TestMethod]
    public void Disconnect_that_throws_is_counted_and_harms_nobody()
    {
        NextClient(c => c.OnDispose = () => throw new InvalidOperationException("the socket is dead"));
        ComeUp();

        Link.Abort();

        WaitForBurial();
        Assert.AreEqual(1, Link.Counters.disposeErrors);
        AssertWorksAgain();
    }

    [TestMethod]
    public void Client_that_publishes_from_inside_its_own_callback_finds_no_lock_held()
    {
        // The receiving thread reports while the worker is inside Publish, and waits for it.
        FakeSession? client = null;
        NextClient(c =>
        {
            client = c;
            c.OnPublish = _ =>
            {
                var receiver = new Thread(() => client!.Sink.OnReceived("box/cmd", [1], false)) { IsBackground = true };
                receiver.Start();
                receiver.Join();
            };
        });
        ComeUp();

        Send(1);

        AssertAcknowledged(1);
        Assert.IsNotNull(Link.TryTakeReceived());
    }

    [TestMethod]
    public void Dispose_while_publishing_makes_no_second_connection_of_the_old_client()
    {
        Trap socket = NewTrap();
        NextClient(c => c.OnPublish = _ => socket.Enter());
        ComeUp();
        Send(1);
        Send(2);
        socket.WaitForVictim();
        FakeSession old = Broker.Last;

        Link.Abort();
        Wait.Until(() => old.DisposeCount == 1, "the dispose beside the hung Publish");
        socket.Release();

        WaitForBurial();
        Assert.AreEqual(1, old.LastId);
        AssertNothingAcknowledged();
    }
}
