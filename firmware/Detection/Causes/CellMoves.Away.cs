namespace DataBox.Detection
{
    /// <summary>Cells that have gone elsewhere alone.</summary>
    public sealed partial class CellMoves
    {
        private void NoteAway(CauseFeatures features, int device, int beyond)
        {
            int end = features.layout.firstCell[device + 1];
            isBusy[device] = 0;
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                int now = move[i];
                if (now <= beyond && -now <= beyond && state[i] != Away)
                {
                    continue;
                }

                isBusy[device] = 1;
                if (features.reading[i] != CauseFeatures.NoReading)
                {
                    Note(features, device, i, now, beyond);
                }
            }
        }

        // Whether no cell but the neighbours moved by half as much.
        private bool IsAlone(CauseFeatures features, int device, int cell, int size)
        {
            int end = features.layout.firstCell[device + 1];
            for (int i = features.layout.firstCell[device]; i < end; i++)
            {
                int step = features.deviationStep[i];
                bool isFar = i < cell - 1 || i > cell + 1;
                if (isFar && features.reading[i] == CauseFeatures.HasStep && (2 * step > size || -2 * step > size))
                {
                    return false;
                }
            }

            return true;
        }

        private void Note(CauseFeatures features, int device, int cell, int now, int beyond)
        {
            int size = now < 0 ? -now : now;
            if (state[cell] == Follows)
            {
                state[cell] = Away;
                awayMs[cell] = 0;
                awayTicks[cell] = 0;
                referenceMedian[cell] = isPinned[cell] == 0 ? _steadyMedian[device] : referenceMedian[cell];
                onset[cell] = calmTicks[device] >= CalmBefore && IsCalm(features, device, size) && IsAlone(features, device, cell, size)
                    ? Steady : (byte)0;
            }
            else
            {
                awayMs[cell] += features.sinceLastMs;
            }

            if (isPinned[cell] == 0 && (size <= beyond || awayMs[cell] > MostAwayMs))
            {
                // Back, or there to stay.
                reference[cell] = size <= beyond ? reference[cell] : features.deviation[cell];
                move[cell] = size <= beyond ? now : 0;
                state[cell] = Follows;
                return;
            }

            awayMs[cell] = awayMs[cell] > MostAwayMs ? MostAwayMs : awayMs[cell];
            awayTicks[cell] = awayTicks[cell] < 255 ? (byte)(awayTicks[cell] + 1) : (byte)255;
            int nearest = now < 0 ? reference[cell] - features.window.maxDeviation[cell]
                : features.window.minDeviation[cell] - reference[cell];
            if ((onset[cell] & Complete) == 0)
            {
                // A tick in whose middle it went says nothing about how far.
                if (2 * nearest < size)
                {
                    return;
                }

                onset[cell] |= Complete;
                firstMove[cell] = now;
                leastMove[cell] = now;
                mostMove[cell] = now;
                firstMedian[cell] = features.medianMicrovolts[device];
                return;
            }

            leastMove[cell] = now < leastMove[cell] ? now : leastMove[cell];
            mostMove[cell] = now > mostMove[cell] ? now : mostMove[cell];
            int swing = features.medianMicrovolts[device] - firstMedian[cell];
            swing = swing < 0 ? -swing : swing;
            if (features.window.goodCount[cell] >= FastSamples && features.medianMicrovolts[device] != 0 && 3 * swing >= size
                && 8 * (mostMove[cell] - leastMove[cell]) <= 3 * size)
            {
                onset[cell] |= Apart;
            }
        }
    }
}
