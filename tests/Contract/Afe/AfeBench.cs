using System;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Tests.Contract.Afe;

/// <summary>One chip of the catalogue as a driver on its simulated twin, and the truth on the pins to compare with.
/// </summary>
internal sealed class AfeBench
{
    public readonly ManualClock clock = new ManualClock();
    public readonly PackLayout layout;
    public readonly Ltc681xSimChain chain;
    public readonly IAfe afe;
    public readonly PackSample sample;
    public readonly int[] trueMicrovolts;
    public readonly int[] trueDeciC;
    private readonly SimRandom _random;

    public AfeBench(string chip, int devices, ulong seed = 1, byte adcMode = AdcMode.Khz7)
    {
        Ltc681xPart part = Ltc681xPart.Find(chip)
            ?? throw new InvalidOperationException("chip " + chip + " has no simulated twin in tools/Sim/Chips");
        int[] cells = new int[devices];
        int[] probes = new int[devices];
        Array.Fill(cells, part.CellInputs);
        Array.Fill(probes, part.GpioInputs);
        layout = PackLayout.FromCounts(1, cells, probes);
        chain = new Ltc681xSimChain(clock, part, devices, seed: seed);
        var config = new Ltc681xConfig { transferOverheadMicros = 0, adcMode = adcMode, auxMode = adcMode };
        afe = new Ltc681xChain(chain, clock, layout, Ltc681xFamily.Model(chip), config);
        sample = new PackSample(layout);
        trueMicrovolts = new int[layout.cellCount];
        trueDeciC = new int[layout.probeCount];
        _random = new SimRandom(seed, 9);
        PutNewValues();
    }

    /// <summary>Other voltages and temperatures on every pin, so that an old reading can't pass for a new one.</summary>
    public void PutNewValues()
    {
        for (int cell = 0; cell < trueMicrovolts.Length; cell++)
        {
            trueMicrovolts[cell] = 2800000 + _random.Next(1400000);
            int device = cell / chain.CellInputs;
            chain.SetCellMicrovolts(device, cell % chain.CellInputs, trueMicrovolts[cell]);
        }

        for (int probe = 0; probe < trueDeciC.Length; probe++)
        {
            trueDeciC[probe] = -300 + _random.Next(1100);
            chain.SetProbeDeciC(probe / chain.GpioInputs, probe % chain.GpioInputs, trueDeciC[probe]);
        }
    }

    /// <summary>New values, a tenth of a second later, measured.</summary>
    public byte ReadNext()
    {
        PutNewValues();
        clock.Advance(100000);
        return afe.Read(sample);
    }

    /// <summary>What is wrong with the readings that claim to have a value; empty when nothing is.</summary>
    public string WrongValues()
    {
        for (int cell = 0; cell < trueMicrovolts.Length; cell++)
        {
            if (Quality.HasValue(sample.cellQuality[cell])
                && Math.Abs(sample.cellMicrovolts[cell] - trueMicrovolts[cell]) > 50)
            {
                return "cell " + cell + " is " + trueMicrovolts[cell] + " uV and was read as "
                    + sample.cellMicrovolts[cell];
            }
        }

        for (int probe = 0; probe < trueDeciC.Length; probe++)
        {
            if (Quality.HasValue(sample.tempQuality[probe])
                && Math.Abs(sample.tempDeciC[probe] - trueDeciC[probe]) > 2)
            {
                return "probe " + probe + " is at " + trueDeciC[probe] + " and was read as " + sample.tempDeciC[probe];
            }
        }

        return "";
    }

    /// <summary>Cells of one device that have a value.</summary>
    public int GoodCellsOf(int device)
    {
        int count = 0;
        for (int cell = layout.firstCell[device]; cell < layout.firstCell[device + 1]; cell++)
        {
            count += sample.cellQuality[cell] == Quality.Good ? 1 : 0;
        }

        return count;
    }
}
