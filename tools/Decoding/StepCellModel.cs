namespace DataBox.Decoding;

/// <summary>Quiet cells: most keep their value, and neighbours move together.</summary>
internal sealed class StepCellModel(BlockHeader header) : CellModel(header)
{
    private const int MaxRun = 6;
    private const int LargeDelta = 2;

    private readonly int[] cellsOfDevice = header.CellsOfDevice;
    private readonly int[] change = new int[header.CellCount];
    private readonly bool[] deviceChanged = new bool[header.CellsOfDevice.Length];

    private readonly BitContext[] deviceContexts = BitContext.Many(16, BitContext.MostlyZero);
    private readonly BitContext[] cellContexts = BitContext.Many(56, BitContext.MostlyZero);
    private readonly BitContext[] aloneSign = BitContext.Many(3, BitContext.Even);
    private readonly NumberContexts aloneSize = new();
    private readonly BitContext[] differs = BitContext.Many(2, BitContext.Even);
    private readonly BitContext[] errorSign = BitContext.Many(3, BitContext.Even);
    private readonly NumberContexts[] errorSize = [new(), new(), new()];

    // Of the cells below in this row: the change of the next one, the same one row ago, how many moved in a row, and by how
    // much the next one's change missed that of its own neighbour.
    private int below;
    private int belowBefore;
    private int run;
    private int lastError;

    protected override void ReadLater(RangeDecoder decoder, byte[] quality, int[] values, int? current)
    {
        below = 0;
        belowBefore = 0;
        run = 0;
        lastError = 0;
        bool deviceBelow = false;
        bool deviceBelowBefore = false;
        int first = 0;
        for (int d = 0; d < cellsOfDevice.Length; d++)
        {
            int end = first + cellsOfDevice[d];
            bool changedBefore = deviceChanged[d];
            int context = (deviceBelow ? 1 : 0) + (changedBefore ? 2 : 0) + (deviceBelowBefore ? 4 : 0) + (below != 0 ? 8 : 0);
            bool changed = decoder.Bit(deviceContexts[context]);
            deviceBelow = changed;
            deviceBelowBefore = changedBefore;
            deviceChanged[d] = changed;
            if (changed)
            {
                ReadDevice(decoder, quality, first, end);
            }
            else
            {
                Rest(first, end, changedBefore);
            }

            for (int i = first; i < end; i++)
            {
                values[i] = Qualities.HasValue(quality[i]) ? Bounded.CellMicrovolts(Previous[i], Step, i) : 0;
            }

            first = end;
        }
    }

    /// <summary>No cell of the device moved.</summary>
    private void Rest(int first, int end, bool changedBefore)
    {
        if (!changedBefore)
        {
            belowBefore = 0;
        }
        else if (end > first)
        {
            belowBefore = change[end - 1];
        }

        for (int i = first; i < end; i++)
        {
            change[i] = 0;
        }

        below = 0;
        run = 0;
        lastError = 0;
    }

    private void ReadDevice(RangeDecoder decoder, byte[] quality, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            int own = change[i];
            if (!Qualities.HasValue(quality[i]))
            {
                change[i] = 0;
                continue;
            }

            int context = (below != 0 ? 1 : 0) + (own != 0 ? 2 : 0) + (belowBefore != 0 ? 4 : 0) + (8 * run);
            belowBefore = own;
            if (decoder.Bit(cellContexts[context]))
            {
                run = int.Min(MaxRun, run + 1);
                int delta = ReadDelta(decoder, own);
                if (delta == 0)
                {
                    throw new BlockFormatException($"cell {i} changes by 0");
                }

                Previous[i] += delta;
                _ = Bounded.CellMicrovolts(Previous[i], Step, i);
                below = delta;
            }
            else
            {
                below = 0;
                run = 0;
                lastError = 0;
            }

            change[i] = below;
        }
    }

    private int ReadDelta(RangeDecoder decoder, int own)
    {
        if (below == 0)
        {
            return decoder.Signed(aloneSign[SignIndex(own)], aloneSize);
        }

        if (!decoder.Bit(differs[below is > LargeDelta or < -LargeDelta ? 1 : 0]))
        {
            lastError = 0;
            return below;
        }

        NumberContexts size = errorSize[lastError == 0 ? 0 : lastError is 1 or -1 ? 1 : 2];
        lastError = decoder.Signed(errorSign[SignIndex(lastError)], size);
        return below + lastError;
    }

    private static int SignIndex(int value) => value < 0 ? 0 : value == 0 ? 1 : 2;
}
