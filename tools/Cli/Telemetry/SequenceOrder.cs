using System.Collections.Generic;

namespace DataBox.Cli.Telemetry;

/// <summary>A run of blocks that never came.</summary>
public sealed record SequenceGap(uint Boot, uint FirstSeq, uint LastSeq)
{
    public override string ToString() => FirstSeq == LastSeq
        ? $"boot {Boot}: block {FirstSeq} is missing"
        : $"boot {Boot}: blocks {FirstSeq} to {LastSeq} are missing ({LastSeq - FirstSeq + 1})";
}

/// <summary>
/// Puts blocks into the order of their sequence numbers, each once, and lists what is missing. QoS 1 delivers at least once:
/// copies are recognised by (boot, seq), never by anything of MQTT's.
/// </summary>
/// <remarks>
/// A block that comes early waits for the ones before it, at most <see cref="HoldBlocks"/> blocks long; then the hole is a
/// gap. A new boot number closes the old boot.
/// </remarks>
public sealed class SequenceOrder<T>
{
    public const int HoldBlocks = 32;

    private readonly SortedDictionary<uint, T> _waiting = [];
    private readonly List<SequenceGap> _gaps = [];
    private bool _started;
    private uint _boot;
    private uint _next;

    public IReadOnlyList<SequenceGap> Gaps => _gaps;

    /// <summary>Copies of blocks that had come already.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Blocks that came after their place had been given up, or from a boot that is over.</summary>
    public int Late { get; private set; }

    /// <summary>Takes one block and returns those that are now in order (the oldest first).</summary>
    /// <param name="fromFirst">The reader has listened since the box started: a boot's first block is number 0.</param>
    public IEnumerable<T> Add(uint boot, uint seq, T block, bool fromFirst)
    {
        var ready = new List<T>();
        if (!_started || boot != _boot)
        {
            if (_started && boot < _boot)
            {
                Late++;
                return ready;
            }

            ready.AddRange(Drain());
            // A boot that begins while we listen begins at 0; only the one that ran before us may begin anywhere.
            _next = _started || fromFirst ? 0 : seq;
            _boot = boot;
            _started = true;
        }

        if (seq < _next)
        {
            bool inGap = _gaps.Exists(g => g.Boot == boot && seq >= g.FirstSeq && seq <= g.LastSeq);
            Late += inGap ? 1 : 0;
            Duplicates += inGap ? 0 : 1;
            return ready;
        }

        if (!_waiting.TryAdd(seq, block))
        {
            Duplicates++;
            return ready;
        }

        TakeContiguous(ready);
        while (_waiting.Count > HoldBlocks)
        {
            SkipGap();
            TakeContiguous(ready);
        }

        return ready;
    }

    /// <summary>Nothing more comes: gives out what waits, and counts the holes before it as gaps.</summary>
    public IEnumerable<T> Drain()
    {
        var ready = new List<T>();
        while (_waiting.Count > 0)
        {
            SkipGap();
            TakeContiguous(ready);
        }

        return ready;
    }

    private void TakeContiguous(List<T> ready)
    {
        while (_waiting.Remove(_next, out T? block))
        {
            ready.Add(block);
            _next++;
        }
    }

    private void SkipGap()
    {
        foreach (uint first in _waiting.Keys)
        {
            if (first != _next)
            {
                _gaps.Add(new SequenceGap(_boot, _next, first - 1));
                _next = first;
            }

            return;
        }
    }
}
