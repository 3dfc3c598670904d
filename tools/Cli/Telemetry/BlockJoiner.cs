using System.Collections.Generic;
using DataBox.Decoding;

namespace DataBox.Cli.Telemetry;

/// <summary>
/// Puts the rows of one sample together again: a box sends temperatures in a block of their own behind the block of the cells
/// (docs/wire-contract.md, "Block"). Rows of the two with the same index are of the same sample.
/// </summary>
public sealed class BlockJoiner
{
    private DecodedBlock? _first;

    /// <summary>Takes a block that is in order; gives what is complete now.</summary>
    /// <param name="block">A companion without the block before it is given alone: its readings are good all the same.</param>
    public IEnumerable<(DecodedBlock Block, DecodedBlock? Companion)> Add(DecodedBlock block)
    {
        DecodedBlock? first = Finish();
        if (block.IsCompanion && first is not null && block.Boot == first.Boot && block.Seq == first.Seq + 1)
        {
            yield return (first, block);
            yield break;
        }

        if (first is not null)
        {
            yield return (first, null);
        }

        if (block.IsCompanion)
        {
            yield return (block, null);
        }
        else
        {
            _first = block;
        }
    }

    /// <summary>The block that still waits for what comes next, or null.</summary>
    public DecodedBlock? Finish()
    {
        DecodedBlock? first = _first;
        _first = null;
        return first;
    }

    /// <summary>The rows of both blocks, in the order of their samples; those with one index together.</summary>
    public static IEnumerable<(DecodedRow? Row, DecodedRow? Other)> Rows(DecodedBlock block, DecodedBlock? companion)
    {
        IReadOnlyList<DecodedRow> others = companion?.Rows ?? [];
        int next = 0;
        foreach (DecodedRow row in block.Rows)
        {
            while (next < others.Count && others[next].Index < row.Index)
            {
                yield return (null, others[next++]);
            }

            bool isPaired = next < others.Count && others[next].Index == row.Index;
            yield return (row, isPaired ? others[next++] : null);
        }

        while (next < others.Count)
        {
            yield return (null, others[next++]);
        }
    }
}
