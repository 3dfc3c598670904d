using System.Collections.Generic;
using System.Text;
using DataBox.Ports;

namespace DataBox.Tests.Simulation.Support;

/// <summary>A message as the link was given it.</summary>
public sealed record SentMessage(int Ticket, string Topic, byte[] Payload, bool Retain)
{
    public string Text => Encoding.UTF8.GetString(Payload);

    public string Kind => Topic[(Topic.LastIndexOf('/') + 1)..];
}

/// <summary>A link that does what the test says, step by step: nothing happens by itself.</summary>
public sealed class FakeLink : INetLink
{
    private readonly Queue<int> _acks = new();
    private readonly Queue<InboundMessage> _inbox = new();

    public byte State { get; set; } = LinkState.Down;

    public string? LastError { get; set; } = "connection refused";

    public int InboxDroppedCount { get; set; }

    public LinkCounters Counters { get; } = new();

    /// <summary>Begin fails at once and leaves the link down.</summary>
    public bool RefusesAttempts { get; set; }

    /// <summary>TrySend says no.</summary>
    public bool RefusesMessages { get; set; }

    public List<LinkOptions> Begins { get; } = [];

    public int Aborts { get; private set; }

    /// <summary>Everything that was taken, in order.</summary>
    public List<SentMessage> Sent { get; } = [];

    public void Begin(LinkOptions options)
    {
        Begins.Add(options);
        State = RefusesAttempts ? LinkState.Down : LinkState.Connecting;
    }

    public void Abort()
    {
        Aborts++;
        State = LinkState.Down;
    }

    public bool TrySend(int ticket, string topic, byte[] payload, bool retain)
    {
        if (State != LinkState.Up || RefusesMessages)
        {
            return false;
        }

        Sent.Add(new SentMessage(ticket, topic, payload, retain));
        return true;
    }

    public bool TryTakeAcknowledged(out int ticket) => _acks.TryDequeue(out ticket);

    public InboundMessage? TryTakeReceived() => _inbox.TryDequeue(out InboundMessage? message) ? message : null;

    public void Acknowledge(int ticket) => _acks.Enqueue(ticket);

    public void Receive(string topic, byte[] payload, bool retained = false) =>
        _inbox.Enqueue(new InboundMessage { topic = topic, payload = payload, retained = retained });
}

/// <summary>Keeps the lines.</summary>
public sealed class ListLog : ILog
{
    public List<string> Lines { get; } = [];

    public void Line(string text) => Lines.Add(text);
}
