using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Link;
using DataBox.Ports;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Link;

/// <summary>Clients that fail at random, with real threads: what must hold holds in every interleaving.</summary>
[TestClass]
public sealed class ClientStormTests
{
    private readonly FakeClock _clock = new();
    private readonly CountingThreads _threads = new();
    private readonly FakeBroker _broker = new();
    private readonly HashSet<int> _acknowledged = [];
    private SupervisedLink _link = null!;
    private int _ticket;

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    public void Storm_of_faults_acknowledges_nothing_that_the_broker_does_not_have_and_ends_up_working(int seed)
    {
        var random = new Random(seed);
        _link = new SupervisedLink(_broker, _clock, _threads, new LinkLimits { clients = 4 });
        int made = 0;
        _broker.Faults = client => Spoil(client, new Random((seed * 1000) + Interlocked.Increment(ref made)).Next(9));

        // Time runs without regard to the clients' threads: on a busy machine all of the 80 may be too late for an acknowledgement.
        for (int i = 0; i < 80 || (_acknowledged.Count == 0 && i < 10_000); i++)
        {
            Begin();
            Wait.Until(() => Step(random) == LinkState.Down, "the storm to end the connection");
        }

        _broker.Faults = _ => { };
        Begin();
        Wait.Until(() => _link.State == LinkState.Up, "the link to work again");
        Assert.IsTrue(_link.TrySend(-1, "up/data", BitConverter.GetBytes(-1), retain: false));
        Wait.Until(() => _link.TryTakeAcknowledged(out int ticket) && ticket == -1, "an acknowledgement");
        _link.Abort();

        Wait.Until(() => _threads.Alive == 0, "the threads to end");
        var arrived = _broker.Messages.Where(m => m.Topic == "up/data")
            .Select(m => BitConverter.ToInt32(m.Payload)).ToHashSet();
        Assert.IsTrue(_acknowledged.IsSubsetOf(arrived), "an acknowledged message that the broker never had");
        Assert.IsNull(_threads.Escaped);
        Assert.IsLessThanOrEqualTo(8, _threads.Most);
        Assert.IsTrue(_broker.Made.All(s => s.DisposeCount == (s.WasHandedOver ? 1 : 0)), "a client that was not disposed");
        Assert.IsGreaterThan(0, _acknowledged.Count);
    }

    /// <summary>On a busy machine clients end later than new ones are asked for; none of these hangs for good.</summary>
    private void Begin()
    {
        Wait.Until(() => !_link.IsExhausted, "a client to end");
        _link.Begin(_broker.Options);
    }

    /// <summary>One round of the box: sends, takes, and lets time pass, so that limits fire.</summary>
    private byte Step(Random random)
    {
        _clock.AdvanceMs(random.Next(3000));
        if (_link.TrySend(_ticket, "up/data", BitConverter.GetBytes(_ticket), retain: false))
        {
            _ticket++;
        }

        while (_link.TryTakeAcknowledged(out int ticket))
        {
            Assert.IsTrue(_acknowledged.Add(ticket), "acknowledged twice: " + ticket);
        }

        while (_link.TryTakeReceived() is not null)
        {
        }

        if (random.Next(60) == 0)
        {
            _link.Abort();
        }

        return _link.State;
    }

    private static void Spoil(FakeSession client, int fault)
    {
        switch (fault)
        {
            case 0:
                client.OnConnect = () => throw new InvalidOperationException("refused");
                break;
            case 1:
                client.OnSubscribe = () => throw new InvalidOperationException("no SUBACK");
                break;
            case 2:
                client.OnPublish = id => Explode(id % 7 == 0);
                break;
            case 3:
                client.OnPublish = id => client.Sink.OnPublished(id + 1, true);
                client.IsAcknowledged = false;
                break;
            case 4:
                client.IsAcknowledged = false;
                break;
            case 5:
                client.AcknowledgesBeforeReturn = true;
                client.OnDispose = () => throw new InvalidOperationException("dead");
                break;
            case 6:
                client.OnPublish = id => Task.Run(() => client.Sink.OnPublished(id - 1, id % 5 != 0));
                break;
            case 7:
                client.OnPublish = id => Task.Run(() => client.Sink.OnClosed(null));
                break;
            default:
                client.OnCreate = () => throw new InvalidOperationException("no such host");
                break;
        }
    }

    private static void Explode(bool now)
    {
        if (now)
        {
            throw new InvalidOperationException("InflightQueueFull");
        }
    }
}
