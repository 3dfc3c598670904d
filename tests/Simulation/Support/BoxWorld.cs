using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using DataBox.Core;
using DataBox.Ports;

namespace DataBox.Tests.Simulation.Support;

/// <summary>One sample as a box took it.</summary>
public sealed record TakenSample(long TimeMs, int Groups, uint Seq, uint AppliedVersion);

/// <summary>
/// A whole box on virtual time, with everything that a seed decides. The same seed is the same run; say it in every message
/// of a failing assertion.
/// </summary>
public sealed class BoxWorld
{
    public const string BoxId = "car-1";

    private int _seenSamples;

    public BoxWorld(int seed, Action<BoxConfig>? configure = null, int devices = 2, RecordedSchedule? recording = null)
    {
        Random = new Random(seed);
        Layout = PackLayout.FromCounts(
            1, [.. Enumerable.Repeat(12, devices)], [.. Enumerable.Repeat(3, devices)]);
        Pack = new FakePack(Layout, Clock);
        Broker = new SimBroker(Clock, Random);
        Config = new BoxConfig { box = BoxId, brokerHost = "broker", cellCostMicros = 0 };
        configure?.Invoke(Config);
        Recording = recording;
        Box = PowerUp();
    }

    public Random Random { get; }

    public VirtualClock Clock { get; } = new();

    public PackLayout Layout { get; }

    public FakePack Pack { get; }

    public SimBroker Broker { get; }

    public MemoryStorage Storage { get; } = new();

    public ListLog Log { get; } = new();

    public BoxConfig Config { get; }

    public RecordedSchedule? Recording { get; }

    public Box Box { get; private set; }

    /// <summary>Every sample of the present boot.</summary>
    public List<TakenSample> Samples { get; } = [];

    /// <summary>Changes a box before it starts.</summary>
    public Action<Box>? BeforeStart { get; set; }

    /// <summary>A new life of the box on the same storage; what was in memory is gone.</summary>
    public Box PowerUp()
    {
        Broker.Break();
        Samples.Clear();
        _seenSamples = 0;
        Box = new Box(
            Config,
            Layout,
            new BoxParts
            {
                afe = Pack,
                inputs = Pack,
                schedule = Recording ?? (ISampleSchedule)new PeriodicSchedule(Clock, 100),
                clock = Clock,
                storage = Storage,
                link = Broker,
                log = Log,
            });
        BeforeStart?.Invoke(Box);
        Box.Start();
        return Box;
    }

    /// <summary>One step, then as much time as the box idles, or a little where it has work.</summary>
    public void Step()
    {
        Box.Step();
        if (Box.Status.sampleCount != _seenSamples)
        {
            _seenSamples++;
            Samples.Add(new TakenSample(
                Box.Status.sampleTimeMs, Box.Status.rowGroups, Box.Status.sampleSeq, Box.Gate.AppliedVersion));
        }

        Clock.Advance(Math.Max(100, Box.IdleMicros()));
    }

    public void RunMs(long milliseconds)
    {
        long end = Clock.MonotonicMicros() + (milliseconds * 1000);
        while (Clock.MonotonicMicros() < end)
        {
            Step();
        }
    }

    /// <summary>Runs until the condition holds.</summary>
    /// <returns>False when it did not within that virtual time.</returns>
    public bool RunUntil(Func<bool> condition, long mostMs = 60000)
    {
        long end = Clock.MonotonicMicros() + (mostMs * 1000);
        while (!condition())
        {
            if (Clock.MonotonicMicros() >= end)
            {
                return false;
            }

            Step();
        }

        return true;
    }

    /// <summary>Sends what is open and waits until all of it is acknowledged.</summary>
    public bool Drain(long mostMs = 600000)
    {
        Box.CloseOpenBlock();
        return RunUntil(() => Box.IsDrained, mostMs);
    }

    public void Desire(string json) => Broker.Publish($"dbx/1/{BoxId}/desired", Encoding.UTF8.GetBytes(json), true);

    public void Desire(int version, int cellsMs, int temperaturesMs, int packMs, int sampleMs = 100) => Desire(
        $"{{\"schema\":1,\"version\":{version},\"cells_period_ms\":{cellsMs},\"temperatures_period_ms\":{temperaturesMs},"
        + $"\"pack_period_ms\":{packMs},\"sample_period_ms\":{sampleMs}}}");

    public void Command(string json) => Broker.Publish($"dbx/1/{BoxId}/cmd", Encoding.UTF8.GetBytes(json), false);

    /// <summary>The documents of a kind, in order of arrival.</summary>
    public List<JsonReader> Documents(string kind) => [.. Broker.ArrivedOf(kind).Select(m => Parse(m.Payload))];

    public static JsonReader Parse(byte[] payload)
    {
        var reader = new JsonReader();
        if (!reader.Parse(payload))
        {
            throw new InvalidOperationException($"{reader.Error}: {Encoding.UTF8.GetString(payload)}");
        }

        return reader;
    }
}

/// <summary>Reading flat documents in one word.</summary>
public static class Documents
{
    public static long Number(this JsonReader document, string key) => document.TryGetInteger(key, out long value)
        ? value
        : throw new InvalidOperationException($"no integer {key}");

    public static string Text(this JsonReader document, string key) => document.TryGetText(key, out string value)
        ? value
        : throw new InvalidOperationException($"no text {key}");
}

/// <summary>A recording's rows: given times, as fast as they are taken.</summary>
public sealed class RecordedSchedule(long[] timesMs) : ISampleSchedule
{
    private int _next;

    public bool FollowsRecording => true;

    public int MissedCount => 0;

    public int Taken => _next;

    public bool IsOver => _next == timesMs.Length;

    public bool TryTake(long nowMicros, out long sampleTimeMs)
    {
        sampleTimeMs = IsOver ? 0 : timesMs[_next];
        return !IsOver && ++_next > 0;
    }

    public void SetPeriodMs(int periodMs)
    {
    }
}
