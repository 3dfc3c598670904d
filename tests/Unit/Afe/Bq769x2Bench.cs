using System;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>The driver on a fake chip whose voltages and temperatures are known.</summary>
internal sealed class Bq769x2Bench
{
    public readonly Bq769x2Fake fake = new();
    public readonly PackLayout layout;
    public readonly Bq769x2Chip chip;
    public readonly PackSample sample;
    private readonly Random _random;
    private readonly short[] _lastKelvin = new short[9];

    public Bq769x2Bench(PackLayout layout, int seed = 1, string mode = "")
    {
        this.layout = layout;
        _random = new Random(seed);
        var config = Bq769x2Config.From(new AfeConfig { transferOverheadMicros = 0, mode = mode });
        chip = new Bq769x2Chip(fake, fake, layout, config);
        sample = new PackSample(layout);
    }

    /// <summary>A started chip that has given its first whole sample.</summary>
    public static Bq769x2Bench Running(int cells, int probes, int seed = 1, string mode = "")
    {
        var bench = new Bq769x2Bench(ChainBytes.Layout(1, cells, probes), seed, mode);
        Assert.AreEqual(AfeStatus.Ok, bench.chip.Start());
        bench.NewTruth();
        Assert.AreEqual(AfeStatus.Ok, bench.Read());
        bench.Read();
        bench.MustBeWhole("first");
        return bench;
    }

    public byte Read(int pauseMicros = 100000)
    {
        fake.now += pauseMicros;
        return chip.Read(sample);
    }

    /// <summary>Moves every cell and probe somewhere else, across byte borders.</summary>
    public void NewTruth()
    {
        Array.Copy(fake.kelvin, _lastKelvin, 9);
        for (int i = 0; i < 16; i++)
        {
            fake.cells[i] = (short)((_random.Next(10, 17) * 256) + _random.Next(-2, 2));
        }

        for (int i = 0; i < 9; i++)
        {
            fake.kelvin[i] = (short)((_random.Next(10, 13) * 256) + _random.Next(-2, 2));
        }
    }

    /// <summary>No reading that is called good differs from the truth; a temperature may be one truth old.</summary>
    /// <returns>How many cells are good.</returns>
    public int MustBeTrue(string context)
    {
        int good = 0;
        int cell = 0;
        for (int input = 0; input < 16; input++)
        {
            if ((layout.cellInputMask[0] >> input & 1) == 0)
            {
                continue;
            }

            if (sample.cellQuality[cell] == Quality.Good)
            {
                good++;
                Assert.AreEqual(fake.cells[input] * 1000, sample.cellMicrovolts[cell], context + " cell " + cell);
            }

            cell++;
        }

        int probe = 0;
        for (int gpio = 0; gpio < 9; gpio++)
        {
            if ((layout.probeGpioMask[0] >> gpio & 1) != 0)
            {
                if (sample.tempQuality[probe] == Quality.Good)
                {
                    int read = sample.tempDeciC[probe] + 2731;
                    Assert.IsTrue(read == fake.kelvin[gpio] || read == _lastKelvin[gpio], context + " probe " + probe);
                }

                probe++;
            }
        }

        return good;
    }

    public void MustBeWhole(string context)
    {
        Assert.AreEqual(layout.cellCount, MustBeTrue(context), context + " some cells are not good");
        for (int p = 0; p < layout.probeCount; p++)
        {
            Assert.AreEqual(Quality.Good, sample.tempQuality[p], context + " probe " + p);
        }
    }

    public void ComeBack()
    {
        for (int i = 0; i < 8; i++)
        {
            NewTruth();
            Read();
            MustBeTrue("coming back");
        }

        NewTruth();
        Assert.AreEqual(AfeStatus.Ok, Read());
        MustBeWhole("back");
    }

    public int FramesOfASample()
    {
        int before = fake.frames;
        Read();
        return fake.frames - before;
    }

    /// <summary>Runs all steps of all checks, with or without samples between them.</summary>
    public void RunChecks(bool withReads = false)
    {
        for (int step = 0; step < chip.StepCount; step++)
        {
            RunStep(step);
            if (withReads)
            {
                Assert.IsTrue(Read(2000) <= AfeStatus.Retried, "a sample after step " + step);
            }
        }
    }

    public void RunCheck(int check)
    {
        for (int step = 0; step < chip.StepCount; step++)
        {
            if (chip.CheckOfStep(step) == check)
            {
                RunStep(step);
            }
        }
    }

    public void RunStep(int step)
    {
        sample.timeMs = fake.now / 1000;
        long before = fake.now;
        int retries = chip.RetryCount;
        chip.RunStep(step, sample);
        Assert.IsTrue(fake.now - before <= chip.StepMicros(step) || chip.RetryCount != retries,
            "step " + step + " of " + AfeCheck.NameOf(chip.CheckOfStep(step)) + " took " + (fake.now - before)
            + " us, said " + chip.StepMicros(step));
    }

    public byte ResultOf(int check) => sample.health.result[sample.health.IndexOf(check, 0)];

    public int ValueOf(int check) => sample.health.value[sample.health.IndexOf(check, 0)];
}
