using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;

namespace DataBox.Tests.Simulation.Support;

/// <summary>
/// A broker with the network before it, as the core sees them through the link: takes time, and does what a network may do.
/// What has arrived here is delivered; whether the box hears of it is another matter.
/// </summary>
public sealed class SimBroker(VirtualClock clock, Random random) : INetLink
{
    private sealed class Flight(SentMessage message, long arrivesMicros, long ackMicros)
    {
        public SentMessage Message { get; } = message;

        public long ArrivesMicros { get; } = arrivesMicros;

        public long AckMicros { get; } = ackMicros;

        public bool HasArrived { get; set; }
    }

    private readonly List<Flight> _flights = [];
    private readonly Queue<int> _acks = new();
    private readonly Queue<InboundMessage> _inbox = new();
    private byte _state;
    private long _upMicros;
    private LinkOptions? _options;

    public bool Online { get; set; } = true;

    /// <summary>One way, µs.</summary>
    public int DelayMicros { get; set; } = 1000;

    /// <summary>Chance per message that the connection breaks while it is on its way.</summary>
    public double BreakChance { get; set; }

    /// <summary>Chance that an acknowledgement gets lost, or comes twice.</summary>
    public double LoseAckChance { get; set; }

    public double DoubleAckChance { get; set; }

    /// <summary>Chance that the client takes a message only later.</summary>
    public double RefuseChance { get; set; }

    public bool AcknowledgesNothing { get; set; }

    /// <summary>Everything that arrived, doubles included, in order, with the time of arrival.</summary>
    public List<SentMessage> Arrived { get; } = [];

    public List<long> ArrivedMicros { get; } = [];

    /// <summary>When the link was handed each message of a kind.</summary>
    public List<(string Kind, long Micros)> Handed { get; } = [];

    /// <summary>Retained by the broker for the box.</summary>
    public Dictionary<string, byte[]> Retained { get; } = [];

    public List<string> Wills { get; } = [];

    public int Connections { get; private set; }

    public string? LastError => "unreachable";

    public int InboxDroppedCount { get; private set; }

    public LinkCounters Counters { get; } = new();

    public byte State
    {
        get
        {
            Poll();
            return _state;
        }
    }

    public IEnumerable<SentMessage> ArrivedOf(string kind) => Arrived.Where(m => m.Kind == kind);

    public void Begin(LinkOptions options)
    {
        if (_state != LinkState.Down)
        {
            throw new InvalidOperationException("Begin while the link is not down");
        }

        _options = options;
        _acks.Clear();
        _state = LinkState.Connecting;
        _upMicros = clock.MonotonicMicros() + (4 * DelayMicros);
    }

    public void Abort() => Break();

    public bool TrySend(int ticket, string topic, byte[] payload, bool retain)
    {
        Poll();
        if (_state != LinkState.Up || random.NextDouble() < RefuseChance)
        {
            return false;
        }

        long now = clock.MonotonicMicros();
        var message = new SentMessage(ticket, topic, payload, retain);
        Handed.Add((message.Kind, now));
        _flights.Add(new Flight(message, now + DelayMicros, now + (2 * DelayMicros)));
        return true;
    }

    public bool TryTakeAcknowledged(out int ticket) => _acks.TryDequeue(out ticket);

    public InboundMessage? TryTakeReceived() => _inbox.TryDequeue(out InboundMessage? message) ? message : null;

    /// <summary>A message from the cloud; a retained one is kept for the next connect.</summary>
    public void Publish(string topic, byte[] payload, bool retain)
    {
        if (retain)
        {
            Retained[topic] = payload;
        }

        if (_state == LinkState.Up)
        {
            Deliver(topic, payload, false);
        }
    }

    /// <summary>The connection breaks: what has not arrived is lost.</summary>
    public void Break()
    {
        if (_state == LinkState.Up)
        {
            Wills.Add(_options!.willText);
        }

        _flights.Clear();
        _state = LinkState.Down;
    }

    private void Poll()
    {
        long now = clock.MonotonicMicros();
        if (_state == LinkState.Connecting && now >= _upMicros)
        {
            _state = Online ? LinkState.Up : LinkState.Down;
            if (Online)
            {
                Connections++;
                foreach (string topic in _options!.subscriptions)
                {
                    if (Retained.TryGetValue(topic, out byte[]? payload))
                    {
                        Deliver(topic, payload, true);
                    }
                }
            }
        }

        if (_state == LinkState.Up && !Online)
        {
            Break();
        }

        for (int i = 0; i < _flights.Count;)
        {
            Flight flight = _flights[i];
            if (flight.ArrivesMicros <= now && !flight.HasArrived)
            {
                if (random.NextDouble() < BreakChance)
                {
                    // Half of the breaks happen after the message has arrived, so that the box doesn't know.
                    if (random.Next(2) == 0)
                    {
                        Arrive(flight);
                    }

                    Break();
                    return;
                }

                Arrive(flight);
            }

            if (flight.AckMicros > now)
            {
                i++;
                continue;
            }

            _flights.RemoveAt(i);
            if (!AcknowledgesNothing && random.NextDouble() >= LoseAckChance)
            {
                _acks.Enqueue(flight.Message.Ticket);
                if (random.NextDouble() < DoubleAckChance)
                {
                    _acks.Enqueue(flight.Message.Ticket);
                }
            }
        }
    }

    private void Arrive(Flight flight)
    {
        flight.HasArrived = true;
        Arrived.Add(flight.Message);
        ArrivedMicros.Add(clock.MonotonicMicros());
    }

    private void Deliver(string topic, byte[] payload, bool retained)
    {
        if (_inbox.Count >= 8)
        {
            InboxDroppedCount++;
            return;
        }

        _inbox.Enqueue(new InboundMessage { topic = topic, payload = payload, retained = retained });
    }
}
