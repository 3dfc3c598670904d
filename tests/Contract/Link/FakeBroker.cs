using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using DataBox.Link;
using DataBox.Ports;

namespace DataBox.Tests.Contract.Link;

/// <summary>A broker in memory, for fake clients. Reports on threads of the pool, as a client's receiving thread would.</summary>
internal sealed class FakeBroker : ILinkRig, IMqttSessionFactory
{
    private readonly object _gate = new();
    private readonly List<Arrived> _messages = [];
    private readonly Dictionary<string, byte[]> _retained = [];
    private readonly List<(FakeSession Session, int Id)> _heldAcks = [];
    private readonly List<FakeSession> _made = [];
    private readonly HashSet<FakeSession> _connected = [];
    private bool _holds;
    private bool _isAway;
    private bool _refuses;

    /// <summary>What is wrong with the clients made from now on; called with each of them at birth.</summary>
    public Action<FakeSession> Faults { get; set; } = _ => { };

    public IMqttSessionFactory Factory => this;

    public LinkOptions Options { get; } = new()
    {
        host = "fake",
        port = 1883,
        clientId = "box-1",
        keepAliveSeconds = 30,
        willTopic = "box-will",
        willText = "boot 7",
        willRetain = true,
        subscriptions = ["box/+"],
    };

    public IReadOnlyList<Arrived> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>All clients ever made.</summary>
    public IReadOnlyList<FakeSession> Made
    {
        get
        {
            lock (_gate)
            {
                return [.. _made];
            }
        }
    }

    public FakeSession Last => Made[^1];

    public IMqttSession Create(IMqttSessionSink sink)
    {
        var session = new FakeSession(this, sink);
        lock (_gate)
        {
            _made.Add(session);
        }

        Faults(session);
        session.OnCreate();
        session.WasHandedOver = true;
        return session;
    }

    public void Publish(string topic, byte[] payload, bool retain)
    {
        FakeSession[] readers;
        lock (_gate)
        {
            if (retain)
            {
                _retained[topic] = payload;
            }

            readers = [.. _connected.Where(s => s.IsSubscribed)];
        }

        foreach (FakeSession reader in readers)
        {
            reader.Sink.OnReceived(topic, payload, false);
        }
    }

    public void HoldAcks()
    {
        lock (_gate)
        {
            _holds = true;
        }
    }

    public void ReleaseAcks()
    {
        (FakeSession Session, int Id)[] held;
        lock (_gate)
        {
            _holds = false;
            held = [.. _heldAcks];
            _heldAcks.Clear();
        }

        foreach ((FakeSession session, int id) in held)
        {
            session.Sink.OnPublished(id, true);
        }
    }

    public void Cut()
    {
        foreach (FakeSession session in Disconnect(_ => true))
        {
            session.Sink.OnClosed("fake:1883 closed the connection");
        }
    }

    public void GoAway()
    {
        _isAway = true;
        Cut();
    }

    public void ComeBack() => _isAway = false;

    public void Refuse() => _refuses = true;

    public void Dispose()
    {
    }

    internal void Connect(FakeSession session)
    {
        if (_isAway)
        {
            throw new InvalidOperationException("fake:1883: connection refused, no broker listens there");
        }

        if (_refuses)
        {
            throw new InvalidOperationException("fake:1883 refused the box: bad user name or password");
        }

        lock (_gate)
        {
            _connected.Add(session);
        }
    }

    internal void SendRetained(FakeSession session)
    {
        KeyValuePair<string, byte[]>[] retained;
        lock (_gate)
        {
            retained = [.. _retained];
        }

        foreach ((string topic, byte[] payload) in retained)
        {
            session.Sink.OnReceived(topic, payload, true);
        }
    }

    /// <summary>Takes a message and acknowledges it, now or later.</summary>
    internal void Take(FakeSession session, int id, string topic, byte[] payload, bool retain)
    {
        bool acks;
        lock (_gate)
        {
            if (!_connected.Contains(session))
            {
                throw new InvalidOperationException("the socket is dead");
            }

            _messages.Add(new Arrived(topic, payload, retain));
            acks = !_holds && session.IsAcknowledged;
            if (_holds)
            {
                _heldAcks.Add((session, id));
            }
        }

        if (acks && session.AcknowledgesBeforeReturn)
        {
            session.Sink.OnPublished(id, true);
        }
        else if (acks)
        {
            Task.Run(() => session.Sink.OnPublished(id, true));
        }
    }

    internal List<FakeSession> Disconnect(Predicate<FakeSession> which)
    {
        lock (_gate)
        {
            List<FakeSession> gone = [.. _connected.Where(s => which(s))];
            foreach (FakeSession session in gone)
            {
                _connected.Remove(session);
                _messages.Add(new Arrived(Options.willTopic, System.Text.Encoding.UTF8.GetBytes(Options.willText), true));
            }

            return gone;
        }
    }
}
