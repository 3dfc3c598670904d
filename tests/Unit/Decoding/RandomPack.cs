using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>A pack and a block's worth of its samples from one seed: calm, noisy, broken and extreme ones.</summary>
internal sealed class RandomPack
{
    private const int MaxMicrovolts = 6_553_500;
    private const int Garbage = -123_456_789;

    private static readonly int[] CellSteps =
        [1, 1, 2, 5, 10, 20, 50, 100, 100, 100, 200, 500, 1000, 1000, 1500, 5000, 50000, 70000];

    private readonly SimRandom random;
    private readonly byte[] cellQuality;
    private readonly byte[] tempQuality;
    private readonly int[] cellBase;
    private readonly int[] temp;
    private readonly int sagDivisor;
    private int current;

    public RandomPack(ulong seed)
    {
        random = new SimRandom(seed);
        Layout = MakeLayout();
        sagDivisor = Dice(3) == 0 ? 1 + Dice(10) : 20 + Dice(2000);
        cellQuality = new byte[Layout.cellCount];
        tempQuality = new byte[Layout.probeCount];
        cellBase = Enumerable.Range(0, Layout.cellCount).Select(_ => 3_700_000 + random.Next(40_000)).ToArray();
        temp = Enumerable.Range(0, Layout.probeCount).Select(_ => random.Next(300)).ToArray();
        Samples = MakeSamples(Dice(4) == 0 ? 60 : 1 + random.Next(60));
        Masks = MakeMasks();
    }

    public PackLayout Layout { get; }

    public List<PackSample> Samples { get; }

    /// <summary>Groups of each sample, at least one.</summary>
    public int[] Masks { get; }

    private int Dice(int sides) => random.Next(sides);

    private PackLayout MakeLayout()
    {
        int devices = 1 + Dice(16);
        bool alike = Dice(2) == 0;
        var cells = new int[devices];
        var probes = new int[devices];
        for (int d = 0; d < devices; d++)
        {
            bool same = d > 0 && (alike || Dice(2) == 0);
            cells[d] = same ? cells[d - 1] : Dice(8) == 0 ? 0 : 1 + Dice(18);
            probes[d] = same ? probes[d - 1] : Dice(10);
        }

        if (cells.Sum() == 0)
        {
            cells[Dice(devices)] = 1 + Dice(18);
        }

        return PackLayout.FromCounts(Dice(3) == 0 ? int.MaxValue : Dice(300), cells, probes);
    }

    private List<PackSample> MakeSamples(int count)
    {
        var samples = new List<PackSample>();
        int cellStyle = Dice(7);
        int step = CellSteps[Dice(CellSteps.Length)];
        double noise = Math.Pow(10, random.Between(1.5, 5));
        int currentStyle = Dice(5);
        int tempStyle = Dice(4);
        int qualityStyle = Dice(5);
        var clock = new RandomTimes(random);
        for (int row = 0; row < count; row++)
        {
            var sample = new PackSample(Layout) { timeMs = clock.Next() };
            MoveCurrent(currentStyle);
            FillCells(sample, cellStyle, step, noise, row);
            FillTemperatures(sample, tempStyle);
            FillPack(sample);
            MoveQualities(qualityStyle);
            FillQualities(sample, qualityStyle);
            samples.Add(sample);
        }

        return samples;
    }

    private void MoveCurrent(int style) => current = style switch
    {
        0 => 0,
        1 => Dice(10) == 0 ? Dice(200_001) - 100_000 : current,
        2 => Math.Clamp(current + Dice(2001) - 1000, -2_000_000, 2_000_000),
        3 => Dice(2) == 0 ? 2_000_000 : -2_000_000,
        _ => Dice(4_000_001) - 2_000_000,
    };

    private void FillCells(PackSample sample, int style, int step, double noise, int row)
    {
        int sag = current / sagDivisor;
        for (int i = 0; i < cellBase.Length; i++)
        {
            cellBase[i] += style == 1 && Dice(12) == 0 ? (Dice(5) - 2) * step : 0;
            double value = style switch
            {
                0 or 1 => cellBase[i],
                2 => cellBase[i] + (noise * random.NextGaussian()),
                3 => cellBase[i] + sag + (noise * random.NextGaussian()),
                4 => cellBase[i] + ((row - 30) * (i % 3) * step),
                5 => Dice(2) * (double)MaxMicrovolts,
                _ => random.NextUnit() * MaxMicrovolts,
            };
            value = style is 2 or 3 && Dice(200) == 0 ? Dice(MaxMicrovolts + 1) : value;
            sample.cellMicrovolts[i] = (int)Math.Clamp(value, 0, MaxMicrovolts) / step * step;
        }
    }

    private void FillTemperatures(PackSample sample, int style)
    {
        for (int i = 0; i < temp.Length; i++)
        {
            temp[i] = style switch
            {
                0 => temp[i],
                1 => Math.Clamp(temp[i] + (Dice(10) == 0 ? Dice(3) - 1 : 0), -400, 1250),
                2 => (Dice(166) * 10) - 400,
                _ => Dice(2) == 0 ? -400 : 1250,
            };
            sample.tempDeciC[i] = (short)temp[i];
        }
    }

    private void FillPack(PackSample sample)
    {
        sample.currentMilliamps = current;
        sample.packMillivolts = Dice(20) == 0 ? Dice(2) * 2_000_000 : 350_000 + Dice(100);
        sample.vehicleState = Dice(5) == 0 ? Dice(256) : 3;
    }

    private void MoveQualities(int style)
    {
        // 0 all good, 1 seldom and few, 2 a device for a while, 3 any, 4 any but never a value.
        foreach (byte[] qualities in new[] { cellQuality, tempQuality })
        {
            int from = qualities.Length == 0 ? 0 : Dice(qualities.Length);
            for (int i = 0; i < qualities.Length; i++)
            {
                bool moves = style switch
                {
                    1 => Dice(100) == 0,
                    2 => i >= from && i < from + 12 && Dice(3) == 0,
                    3 => Dice(2) == 0,
                    _ => false,
                };
                qualities[i] = moves ? (byte)Dice(Quality.Last + 1) : style == 4 ? (byte)(1 + Dice(9)) : qualities[i];
            }
        }
    }

    private void FillQualities(PackSample sample, int style)
    {
        cellQuality.CopyTo(sample.cellQuality, 0);
        tempQuality.CopyTo(sample.tempQuality, 0);
        sample.currentQuality = style == 3 ? (byte)Dice(Quality.Last + 1) : (byte)0;
        sample.packQuality = style == 3 ? (byte)Dice(Quality.Last + 1) : (byte)(style & 1);
        sample.vehicleStateQuality = style == 3 ? (byte)Dice(Quality.Last + 1) : (byte)(style >> 1 & 1);

        // What stands beside a quality without a value must not matter.
        for (int i = 0; i < cellQuality.Length; i++)
        {
            sample.cellMicrovolts[i] = Quality.HasValue(cellQuality[i]) ? sample.cellMicrovolts[i] : Garbage;
        }

        for (int i = 0; i < tempQuality.Length; i++)
        {
            sample.tempDeciC[i] = Quality.HasValue(tempQuality[i]) ? sample.tempDeciC[i] : short.MinValue;
        }
    }

    private int[] MakeMasks()
    {
        int style = Dice(4);
        int same = 1 + Dice(7);
        return Samples.Select((_, row) => style switch
        {
            0 => RoundTrip.All,
            1 => same,
            2 => 1 + Dice(7),
            _ => row % 10 == 0 ? RoundTrip.All : RoundTrip.Cells | RoundTrip.Pack,
        }).ToArray();
    }
}
