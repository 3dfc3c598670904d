using System;
using System.Linq;
using System.Threading;
using DataBox.Link;
using DataBox.Ports;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Link;

/// <summary>Faults on the way up: name resolution, TCP connect, CONNACK, SUBACK, threads.</summary>
[TestClass]
public sealed class ConnectFaultTests : FaultTestBase
{
    [TestMethod]
    public void Constructor_that_blocks_in_name_resolution_costs_the_attempt_limit_and_no_more()
    {
        Trap dns = NewTrap();
        NextClient(c => c.OnCreate = dns.Enter);
        Begin();
        dns.WaitForVictim();

        Clock.AdvanceMs(45_000);
        Assert.AreEqual(LinkState.Connecting, Link.State);
        Clock.AdvanceMs(1);
        Assert.AreEqual(LinkState.Down, Link.State);

        StringAssert.Contains(Link.LastError, "resolving the host took too long");
        Assert.AreEqual(1, Link.Counters.attemptTimeouts);
        AssertWorksAgain();
        Assert.AreEqual(1, Link.Counters.hanging);

        // The late client is disposed, never connected.
        dns.Release();
        Wait.Until(() => Broker.Made[0].DisposeCount == 1, "the late client's burial");
        Assert.IsFalse(Broker.Made[0].WasConnected);
        Assert.AreEqual(LinkState.Up, Link.State);
    }

    [TestMethod]
    public void Constructor_that_throws_is_one_line_and_a_fresh_client_works()
    {
        NextClient(c => c.OnCreate = () => throw new InvalidOperationException("no such host\n   at Dns"));

        Begin();

        WaitForDown("no such host");
        Assert.DoesNotContain('\n', Link.LastError);
        AssertWorksAgain();
    }

    [TestMethod]
    public void Failure_without_a_word_is_named_by_its_stage()
    {
        NextClient(c => c.OnConnect = () => throw new InvalidOperationException(""));

        Begin();

        WaitForDown("connecting failed");
        AssertWorksAgain();
    }

    [TestMethod]
    public void Connect_that_hangs_is_woken_by_dispose_and_leaves_nothing()
    {
        Trap tcp = NewTrap();
        NextClient(c =>
        {
            c.OnConnect = () =>
            {
                tcp.Enter();
                throw new InvalidOperationException("the socket was closed");
            };
            c.OnDispose = tcp.Release;
        });
        Begin();
        tcp.WaitForVictim();

        Clock.AdvanceMs(45_001);

        Assert.AreEqual(LinkState.Down, Link.State);
        StringAssert.Contains(Link.LastError, "connecting took too long");
        WaitForBurial();
        Assert.AreEqual(0, Link.Counters.abandoned);
        AssertWorksAgain();
    }

    [TestMethod]
    public void Connect_that_stalls_within_the_limit_still_comes_up()
    {
        Trap tcp = NewTrap();
        NextClient(c => c.OnConnect = tcp.Enter);
        Begin();
        tcp.WaitForVictim();
        Clock.AdvanceMs(44_000);
        Assert.AreEqual(LinkState.Connecting, Link.State);

        tcp.Release();

        Wait.Until(() => Link.State == LinkState.Up, "the stalled connection");
        Assert.AreEqual(0, Link.Counters.attemptTimeouts);
    }

    [TestMethod]
    public void Connect_that_succeeds_after_its_attempt_was_given_up_changes_nothing()
    {
        Trap tcp = NewTrap();
        NextClient(c => c.OnConnect = tcp.Enter);
        Begin();
        tcp.WaitForVictim();
        Link.Abort();
        Assert.AreEqual(LinkState.Down, Link.State);
        Assert.AreEqual("ended by the box", Link.LastError);

        tcp.Release();

        WaitForBurial();
        Assert.AreEqual(LinkState.Down, Link.State);
        Assert.AreEqual(0, Link.Counters.connects);
        Assert.IsFalse(Broker.Last.IsSubscribed);
        AssertWorksAgain();
    }

    [TestMethod]
    public void Connect_and_dispose_that_both_hang_are_abandoned_and_counted()
    {
        Trap connect = NewTrap();
        Trap dispose = NewTrap();
        NextClient(c =>
        {
            c.OnConnect = connect.Enter;
            c.OnDispose = dispose.Enter;
        });
        Begin();
        connect.WaitForVictim();
        Clock.AdvanceMs(45_001);
        Assert.AreEqual(LinkState.Down, Link.State);
        dispose.WaitForVictim();
        Assert.AreEqual(0, Link.Counters.abandoned);

        Clock.AdvanceMs(10_001);

        Assert.AreEqual(LinkState.Down, Link.State);
        Assert.AreEqual(1, Link.Counters.abandoned);
        Assert.AreEqual(1, Link.Counters.hanging);
        AssertWorksAgain();
        Clock.AdvanceMs(60_000);
        Assert.AreEqual(LinkState.Up, Link.State);
        Assert.AreEqual(1, Link.Counters.abandoned);
    }

    [TestMethod]
    public void Clients_that_all_hang_are_bounded_and_the_link_says_so_until_one_ends()
    {
        Trap[] traps = [NewTrap(), NewTrap(), NewTrap()];
        foreach (Trap trap in traps)
        {
            NextClient(c => c.OnConnect = trap.Enter);
            Begin();
            trap.WaitForVictim();
            Link.Abort();
        }

        Begin();

        Assert.AreEqual(LinkState.Down, Link.State);
        Assert.AreEqual("3 clients hang; no new attempt before one ends", Link.LastError);
        Assert.IsTrue(Link.IsExhausted);
        Assert.AreEqual(1, Link.Counters.refusedAttempts);
        Assert.HasCount(3, Broker.Made);
        Assert.IsLessThanOrEqualTo(6, Threads.Most);

        traps[1].Release();
        Wait.Until(() => !Link.IsExhausted, "one client to end");
        AssertWorksAgain();
        Assert.AreEqual(2, Link.Counters.hanging);
    }

    [TestMethod]
    public void Subscribe_without_suback_costs_the_attempt_limit()
    {
        Trap suback = NewTrap();
        NextClient(c => c.OnSubscribe = suback.Enter);
        Begin();
        suback.WaitForVictim();
        Assert.AreEqual(LinkState.Connecting, Link.State);
        Assert.IsFalse(Link.TrySend(1, "up/data", [1], retain: false));

        Clock.AdvanceMs(45_001);

        Assert.AreEqual(LinkState.Down, Link.State);
        StringAssert.Contains(Link.LastError, "subscribing took too long");
        AssertWorksAgain();
    }

    [TestMethod]
    public void Subscribe_that_throws_ends_the_attempt()
    {
        NextClient(c => c.OnSubscribe = () => throw new InvalidOperationException("a subscription was refused"));

        Begin();

        WaitForDown("a subscription was refused");
        Wait.Until(() => Broker.Last.DisposeCount == 1, "the burial");
        AssertWorksAgain();
    }

    [TestMethod]
    public void No_subscriptions_means_no_subscribe()
    {
        bool asked = false;
        NextClient(c => c.OnSubscribe = () => asked = true);
        Broker.Options.subscriptions = [];

        ComeUp();

        Assert.IsFalse(asked);
    }

    [TestMethod]
    public void Connection_closed_before_it_was_up_ends_the_attempt_with_its_reason()
    {
        Trap tcp = NewTrap();
        NextClient(c => c.OnConnect = tcp.Enter);
        Begin();
        tcp.WaitForVictim();

        Broker.Last.Sink.OnClosed("the peer closed");

        Assert.AreEqual(LinkState.Down, Link.State);
        Assert.AreEqual("the peer closed", Link.LastError);
        tcp.Release();
        AssertWorksAgain();
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Memory_that_has_no_room_for_another_thread_is_an_error_and_not_the_end(int threadsLeft)
    {
        Threads.Left = threadsLeft;

        Begin();

        Assert.AreEqual(LinkState.Down, Link.State);
        Assert.AreEqual("no memory for another thread", Link.LastError);
        Assert.IsEmpty(Broker.Made);
        WaitForBurial();
        Threads.Left = -1;
        AssertWorksAgain();
    }

    [TestMethod]
    public void A_hundred_reconnects_leave_no_thread_and_dispose_every_client()
    {
        for (int i = 0; i < 100; i++)
        {
            ComeUp();
            Broker.Cut();
            Assert.AreEqual(LinkState.Down, Link.State);
            WaitForBurial();
            Wait.Until(() => Threads.Alive == 0, "the threads to end");
        }

        Assert.AreEqual(2, Threads.Most);
        Assert.HasCount(100, Broker.Made);
        Assert.IsTrue(Broker.Made.All(s => s.DisposeCount == 1));
        Assert.AreEqual(100, Link.Counters.attempts);
        Assert.AreEqual(0, Link.Counters.abandoned);
    }

    [TestMethod]
    public void Limits_out_of_range_are_refused_by_name()
    {
        ArgumentException e = Assert.ThrowsExactly<ArgumentException>(
            () => new SupervisedLink(Broker, Clock, Threads, new LinkLimits { inFlight = 33 }));

        Assert.AreEqual("inFlight is 33, not 1 to 32", e.Message);
    }
}
