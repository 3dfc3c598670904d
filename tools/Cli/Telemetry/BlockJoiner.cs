using System;
using System.Collections.Generic;
using DataBox.Decoding;

namespace DataBox.Cli.Telemetry;

/// <summary>
/// Puts the rows of one sample together again: a box sends temperatures in a block of their own behind the block of the cells
/// (docs/wire-contract.md, "Block"). Each row says which groups its sample had, so the rows pair by their order.
/// </summary>
public sealed class BlockJoiner
{
    private const int Temperatures = 2;
    private DecodedBlock? _first;

    /// <summary>Takes a block that is in order; gives what is complete now.</summary>
    public IEnumerable<(DecodedBlock Block, DecodedBlock? Companion)> Add(DecodedBlock block)
    {
        DecodedBlock? first = _first;
        _first = null;
        if (first is not null && block.Boot == first.Boot && block.Seq == first.Seq + 1 && block.Groups == Temperatures)
        {
            yield return (first, block);
            yield break;
        }

        if (first is not null)
        {
            yield return (first, null);
        }

        if (HasCompanion(block))
        {
            _first = block;
        }
        else
        {
            yield return (block, null);
        }
    }

    /// <summary>The block that still waits for its companion, or null.</summary>
    public DecodedBlock? Finish()
    {
        DecodedBlock? first = _first;
        _first = null;
        return first;
    }

    /// <summary>The rows of both blocks, in order of their samples.</summary>
    /// <exception cref="BlockFormatException">The two are not of the same samples.</exception>
    public static IEnumerable<(DecodedRow? Row, DecodedRow? Temperatures)> Rows(DecodedBlock block, DecodedBlock? companion)
    {
        IReadOnlyList<DecodedRow> others = companion?.Rows ?? [];
        int next = 0;
        foreach (DecodedRow row in block.Rows)
        {
            while (next < others.Count && others[next].GroupMask == Temperatures && others[next].TimeMs < row.TimeMs)
            {
                yield return (null, others[next++]);
            }

            bool isPaired = companion is not null && (row.GroupMask & Temperatures) != 0;
            if (isPaired && (next == others.Count || others[next].TimeMs != row.TimeMs))
            {
                throw new BlockFormatException(
                    $"block {companion!.Seq} has no temperatures for the row at {row.TimeMs} ms of block {block.Seq}");
            }

            yield return (row, isPaired ? others[next++] : null);
        }

        while (next < others.Count)
        {
            yield return (null, others[next++]);
        }
    }

    private static bool HasCompanion(DecodedBlock block)
    {
        if ((block.Groups & Temperatures) != 0)
        {
            return false;
        }

        foreach (DecodedRow row in block.Rows)
        {
            if ((row.GroupMask & Temperatures) != 0)
            {
                return true;
            }
        }

        return false;
    }
}
