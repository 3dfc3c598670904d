using System;

namespace DataBox.Decoding;

/// <summary>Reads a block's rows: which sample, which groups, when, how good, and what.</summary>
internal sealed class RowReader(BlockHeader header, RangeDecoder decoder)
{
    private const int IndexEnd = 60;
    private const int LongDistance = (1 << 30) - 1;

    private readonly BitContext unusual = BitContext.NearlyAlwaysZero();
    private readonly BitContext otherIndex = BitContext.NearlyAlwaysZero();
    private readonly BitContext otherGroups = BitContext.NearlyAlwaysZero();
    private readonly BitContext[] otherDistance =
        [BitContext.NearlyAlwaysZero(), BitContext.Even(), BitContext.Even(), BitContext.Even()];

    private readonly NumberContexts newDistance = new();
    private readonly long[] distances = [1, 2, 3, 4];

    private readonly PackModel? pack = Has(header.GroupMask, Groups.Pack) ? new PackModel(header) : null;
    private readonly CellModel? cells = Has(header.GroupMask, Groups.Cells) ? CellModel.For(header) : null;
    private readonly QualityTrack cellQualities = new(header.CellCount);
    private readonly TemperatureModel? temperatures = Has(header.GroupMask, Groups.Temperatures)
        ? new TemperatureModel(header.ProbeCount, header.TemperatureStep)
        : null;

    private readonly QualityTrack tempQualities = new(header.ProbeCount);

    private int index = -1;
    private int groups = header.GroupMask;
    private long timeMs = header.FirstTimeMs;

    /// <exception cref="BlockFormatException">Says in which row, and what.</exception>
    public DecodedRow[] ReadAll()
    {
        var rows = new DecodedRow[header.RowCount];
        for (int row = 0; row < rows.Length; row++)
        {
            try
            {
                rows[row] = ReadRow(row == 0);
            }
            catch (BlockFormatException e)
            {
                throw new BlockFormatException($"row {row} of {rows.Length}: {e.Message}");
            }
        }

        return decoder.BytesLeft <= 0
            ? rows
            : throw new BlockFormatException($"{decoder.BytesLeft} bytes are left over after the last row");
    }

    private static bool Has(int groups, int group) => (groups & group) != 0;

    private DecodedRow ReadRow(bool isFirst)
    {
        if (decoder.Bit(unusual))
        {
            ReadIndex();
            ReadGroups();
            if (!isFirst)
            {
                ReadDistance();
                MoveTime();
            }

            ReadQualities();
        }
        else
        {
            MoveIndex(index + 1);
            if (!isFirst)
            {
                MoveTime();
            }
        }

        DecodedPack? readPack = Has(groups, Groups.Pack) ? pack!.Read(decoder) : null;
        int[]? readCells =
            Has(groups, Groups.Cells) ? cells!.Read(decoder, cellQualities.Known, pack?.LastCurrent) : null;
        int[]? readTemperatures =
            Has(groups, Groups.Temperatures) ? temperatures!.Read(decoder, tempQualities.Known) : null;
        return new DecodedRow
        {
            Index = index,
            TimeMs = timeMs,
            Pack = readPack,
            CellMicrovolts = readCells,
            CellQuality = readCells is null ? null : (byte[])cellQualities.Known.Clone(),
            TempDeciC = readTemperatures,
            TempQuality = readTemperatures is null ? null : (byte[])tempQualities.Known.Clone(),
        };
    }

    private void ReadIndex() => MoveIndex(decoder.Bit(otherIndex) ? decoder.Raw(6) : index + 1);

    private void MoveIndex(int next)
    {
        if (next <= index || next >= IndexEnd)
        {
            throw new BlockFormatException($"index {next} after {index}: it has to rise and stay below {IndexEnd}");
        }

        index = next;
    }

    private void ReadGroups()
    {
        if (!decoder.Bit(otherGroups))
        {
            return;
        }

        groups = decoder.Raw(3);
        if (groups == 0 || (groups & ~header.GroupMask) != 0)
        {
            throw new BlockFormatException($"groups {groups} in a block of groups {header.GroupMask}");
        }
    }

    /// <summary>Leaves the row's distance from the row before at the front of those known.</summary>
    private void ReadDistance()
    {
        int known = 0;
        while (known < distances.Length && decoder.Bit(otherDistance[known]))
        {
            known++;
        }

        long distance = known < distances.Length ? distances[known] : ReadNewDistance();
        int from = Math.Min(known, distances.Length - 1);
        Array.Copy(distances, 0, distances, 1, from);
        distances[0] = distance;
    }

    private long ReadNewDistance()
    {
        long distance = decoder.Number(newDistance);
        if (distance == LongDistance)
        {
            distance = decoder.Raw(16);
            distance = (distance << 16) | (long)decoder.Raw(16);
            distance = (distance << 16) | (long)decoder.Raw(16);
        }

        return distance;
    }

    private void MoveTime()
    {
        Int128 next = timeMs + ((Int128)distances[0] * header.TimeStep);
        timeMs = next <= long.MaxValue ? (long)next : throw new BlockFormatException("its time is beyond 64 bits");
    }

    private void ReadQualities()
    {
        if (Has(groups, Groups.Pack))
        {
            pack!.ReadQualities(decoder);
        }

        if (Has(groups, Groups.Cells))
        {
            cellQualities.Read(decoder);
        }

        if (Has(groups, Groups.Temperatures))
        {
            tempQualities.Read(decoder);
        }
    }
}
