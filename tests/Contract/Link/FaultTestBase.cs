using System;
using System.Collections.Generic;
using System.Threading;
using DataBox.Link;
using DataBox.Ports;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Link;

/// <summary>
/// A supervised link over fake clients with the faults that M2Mqtt has shown. The test's own thread is the box: while a client
/// hangs in a trap that only the test opens, every call on the link must return. One that waits for the client is let go by
/// the guard after a minute, and the test fails.
/// </summary>
public abstract class FaultTestBase
{
    internal FakeClock Clock { get; } = new();

    internal CountingThreads Threads { get; } = new();

    internal FakeBroker Broker { get; } = new();

    internal LinkLimits Limits { get; } = new()
    {
        attemptMs = 45_000,
        publishMs = 10_000,
        ackMs = 20_000,
        disposeMs = 10_000,
        clients = 3,
        inboxMessages = 4,
        inboxBytes = 100,
    };

    private protected SupervisedLink Link { get; private set; } = null!;

    private readonly List<Trap> _traps = [];
    private Timer _guard = null!;
    private volatile bool _hasHung;

    [TestInitialize]
    public void SetUp()
    {
        Link = new SupervisedLink(Broker, Clock, Threads, Limits);
        _guard = new Timer(_ => LetGo(), null, 2 * Wait.Limit, Timeout.InfiniteTimeSpan);
    }

    [TestCleanup]
    public void TearDown()
    {
        Link.Abort();
        _guard.Dispose();
        ReleaseAll();
        Assert.IsFalse(_hasHung, "a call on the link waited for the client");

        // Whatever the fault was: once the client lets go, nothing of it is left, and each was disposed exactly once.
        Wait.Until(() => Threads.Alive == 0, "all threads to end");
        Assert.IsNull(Threads.Escaped);
        foreach (FakeSession session in Broker.Made)
        {
            Assert.AreEqual(session.WasHandedOver ? 1 : 0, session.DisposeCount);
        }
    }

    internal Trap NewTrap()
    {
        var trap = new Trap();
        lock (_traps)
        {
            _traps.Add(trap);
        }

        return trap;
    }

    private void LetGo()
    {
        _hasHung = true;
        ReleaseAll();
    }

    private void ReleaseAll()
    {
        lock (_traps)
        {
            foreach (Trap trap in _traps)
            {
                trap.Release();
            }
        }
    }

    /// <summary>The next client, and only that, has this fault.</summary>
    internal void NextClient(Action<FakeSession> fault) => Broker.Faults = session =>
    {
        Broker.Faults = _ => { };
        fault(session);
    };

    internal void Begin() => Link.Begin(Broker.Options);

    internal void ComeUp()
    {
        Begin();
        Wait.Until(() => Link.State != LinkState.Connecting, "the attempt to end");
        Assert.AreEqual(LinkState.Up, Link.State, Link.LastError);
    }

    internal void WaitForDown(string reason)
    {
        Wait.Until(() => Link.State == LinkState.Down, "the link to fall");
        StringAssert.Contains(Link.LastError, reason);
    }

    internal void Send(int ticket) => Assert.IsTrue(Link.TrySend(ticket, "up/data", [(byte)ticket], retain: false));

    internal void AssertAcknowledged(int expected)
    {
        int ticket = 0;
        Wait.Until(() => Link.TryTakeAcknowledged(out ticket), "an acknowledgement");
        Assert.AreEqual(expected, ticket);
    }

    internal void AssertNothingAcknowledged() => Assert.IsFalse(Link.TryTakeAcknowledged(out _));

    /// <summary>A fresh client comes up and delivers.</summary>
    internal void AssertWorksAgain()
    {
        int made = Broker.Made.Count;
        ComeUp();
        Assert.AreEqual(made + 1, Broker.Made.Count);
        Send(99);
        AssertAcknowledged(99);
    }

    internal void WaitForBurial() => Wait.Until(() => Link.State == LinkState.Down && Link.Counters.hanging == 0, "the burial");
}
