using System;
using System.Threading;
using DataBox.Link;
using DataBox.Ports;

namespace DataBox.Tests.Contract.Link;

/// <summary>
/// A client that works, with a hook at each point where nanoFramework's M2Mqtt has been seen to hang, throw or lie.
/// </summary>
internal sealed class FakeSession(FakeBroker broker, IMqttSessionSink sink) : IMqttSession
{
    private int _lastId;
    private int _disposeCount;

    public IMqttSessionSink Sink => sink;

    /// <summary>Each runs inside the call of that name and may hang or throw.</summary>
    public Action OnCreate { get; set; } = () => { };

    public Action OnConnect { get; set; } = () => { };

    public Action OnSubscribe { get; set; } = () => { };

    public Action<int> OnPublish { get; set; } = _ => { };

    public Action OnDispose { get; set; } = () => { };

    /// <summary>False: the broker's PUBACKs get lost on the way.</summary>
    public bool IsAcknowledged { get; set; } = true;

    /// <summary>True: the receiving thread is faster than Publish's return.</summary>
    public bool AcknowledgesBeforeReturn { get; set; }

    /// <summary>False: the client enqueues and sends nothing.</summary>
    public bool IsSending { get; set; } = true;

    /// <summary>False when its constructor threw: nobody can dispose it then.</summary>
    public bool WasHandedOver { get; set; }

    public bool IsSubscribed { get; private set; }

    public bool WasConnected { get; private set; }

    public int DisposeCount => Volatile.Read(ref _disposeCount);

    public int LastId => Volatile.Read(ref _lastId);

    public void Connect(LinkOptions options)
    {
        OnConnect();
        broker.Connect(this);
        WasConnected = true;
    }

    public void Subscribe(string[] topics)
    {
        OnSubscribe();
        IsSubscribed = true;
        broker.SendRetained(this);
    }

    public int Publish(string topic, byte[] payload, bool retain)
    {
        int id = ++_lastId;
        OnPublish(id);
        if (IsSending)
        {
            broker.Take(this, id, topic, payload, retain);
        }

        return id;
    }

    public void Dispose()
    {
        Interlocked.Increment(ref _disposeCount);
        OnDispose();
        broker.Disconnect(s => s == this);
    }
}
