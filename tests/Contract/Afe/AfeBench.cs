using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Afe;

/// <summary>One chip of the catalogue as a driver on its simulated twin, and the truth on the pins to compare with. Knows no
/// family.</summary>
internal sealed class AfeBench
{
    public readonly ManualClock clock = new ManualClock(3000000);
    public readonly PackLayout layout;
    public readonly ISimChain chain;
    public readonly IAfe afe;
    public readonly PackSample sample;
    public readonly int[] trueMicrovolts;
    public readonly int[] trueDeciC;
    private readonly int[] _lastDeciC;
    private readonly Queue<(long UntilMicros, int[] DeciC, int[] Microvolts)> _former = new();
    private readonly int _probeAgeMicros;
    private readonly int _cellAgeMicros;
    private long _readAtMicros;
    private long _readEndMicros;
    private long _probesSinceMicros;
    private readonly int _toleranceMicrovolts;
    private readonly SimRandom _random;

    /// <summary>Full devices.</summary>
    public AfeBench(string chip, int devices, ulong seed = 1, bool farEnd = false)
        : this(chip, FullLayout(chip, devices), seed, farEnd)
    {
    }

    public AfeBench(string chip, PackLayout layout, ulong seed = 1, bool farEnd = false, int overheadMicros = 0)
    {
        SimChip twin = TwinOf(chip);
        this.layout = layout;
        chain = twin.Make(new SimChainPlan(clock, layout.deviceCount, Seed: seed));
        var config = new AfeConfig { transferOverheadMicros = overheadMicros };
        afe = AfeCatalogue.Make(chip, chain, farEnd ? chain.FarEnd : null, clock, layout, config);
        sample = new PackSample(layout);
        trueMicrovolts = new int[layout.cellCount];
        trueDeciC = new int[layout.probeCount];
        _lastDeciC = new int[layout.probeCount];
        _probeAgeMicros = AfeCatalogue.Find(chip).family.ProbeAgeMicros;
        _cellAgeMicros = AfeCatalogue.Find(chip).family.CellAgeMicros;
        _toleranceMicrovolts = (twin.ResolutionMicrovolts + 1) / 2;
        _random = new SimRandom(seed, 9);
        PutNewValues();
        PutNewValues();
    }

    /// <summary>Every chip that the box can drive.</summary>
    public static IEnumerable<object[]> Chips => AfeCatalogue.Names().Split(", ").Select(name => new object[] { name });

    /// <summary>The chip's simulated twin; a chip without one fails whatever test asks.</summary>
    public static SimChip TwinOf(string chip) => SimCatalogue.Find(chip)
        ?? throw new AssertFailedException("chip " + chip + " has no simulated twin in tools/Sim/Chips");

    /// <summary>So many devices, or as many as the chip can be chained.</summary>
    public static int Most(string chip, int devices) => Math.Min(devices, AfeCatalogue.Find(chip).maxDevices);

    /// <summary>Every input of every device in use.</summary>
    public static PackLayout FullLayout(string chip, int devices)
    {
        AfeChip facts = AfeCatalogue.Find(chip);
        return PackLayout.FromCounts(
            1,
            [.. Enumerable.Repeat(facts.cellInputs, devices)],
            [.. Enumerable.Repeat(facts.gpios, devices)]);
    }

    /// <summary>Other voltages and temperatures on every pin, so that an old reading can't pass for a new one. Inputs above a
    /// device's topmost cell are tied to it.</summary>
    public void PutNewValues()
    {
        Array.Copy(trueDeciC, _lastDeciC, trueDeciC.Length);
        _former.Enqueue((clock.MonotonicMicros(), (int[])trueDeciC.Clone(), (int[])trueMicrovolts.Clone()));

        for (int d = 0; d < layout.deviceCount; d++)
        {
            int cell = layout.firstCell[d];
            for (int input = 0; input < chain.CellInputs; input++)
            {
                bool isUsed = (layout.cellInputMask[d] >> input & 1) != 0;
                int microvolts = isUsed ? 2800000 + _random.Next(1400000) : 0;
                chain.SetCellMicrovolts(d, input, microvolts);
                if (isUsed)
                {
                    trueMicrovolts[cell++] = microvolts;
                }
            }

            int probe = layout.firstProbe[d];
            for (int gpio = 0; gpio < chain.GpioInputs; gpio++)
            {
                if ((layout.probeGpioMask[d] >> gpio & 1) != 0)
                {
                    trueDeciC[probe] = -300 + _random.Next(1100);
                    chain.SetProbeDeciC(d, gpio, trueDeciC[probe++]);
                }
            }
        }
    }

    /// <summary>New values, a tenth of a second later, measured.</summary>
    public byte ReadNext()
    {
        PutNewValues();
        clock.Advance(100000);
        return Read();
    }

    /// <summary>Measured now.</summary>
    public byte Read()
    {
        // With an age of its own, a family may start probes at the end of the sample before.
        _readAtMicros = clock.MonotonicMicros();
        _probesSinceMicros = _probeAgeMicros == 0 ? _readAtMicros
            : Math.Min(_readAtMicros - _probeAgeMicros, _readEndMicros);
        byte status = afe.Read(sample);
        _readEndMicros = clock.MonotonicMicros();
        return status;
    }

    /// <summary>Runs every step of every check once, a tenth of a second apart.</summary>
    /// <returns>The worst status.</returns>
    public byte RunChecks(bool withReads = false)
    {
        byte worst = AfeStatus.Ok;
        for (int step = 0; step < afe.StepCount; step++)
        {
            if (withReads)
            {
                worst = Math.Max(worst, ReadNext());
            }

            clock.Advance(50000);
            sample.timeMs = clock.MonotonicMicros() / 1000;
            worst = Math.Max(worst, afe.RunStep(step, sample));
        }

        return worst;
    }

    /// <summary>What is wrong with the readings that claim to have a value; empty when nothing is. Cells
    /// and temperatures may be as old as the family says, and temperatures as the sample before.</summary>
    public string WrongValues()
    {
        while (_former.Count > 0
            && _former.Peek().UntilMicros < Math.Min(_probesSinceMicros, _readAtMicros - _cellAgeMicros))
        {
            _former.Dequeue();
        }

        for (int cell = 0; cell < trueMicrovolts.Length; cell++)
        {
            if (Quality.HasValue(sample.cellQuality[cell])
                && Math.Abs(sample.cellMicrovolts[cell] - trueMicrovolts[cell]) > _toleranceMicrovolts
                && !_former.Any(former => former.UntilMicros > _readAtMicros - _cellAgeMicros
                    && Math.Abs(sample.cellMicrovolts[cell] - former.Microvolts[cell]) <= _toleranceMicrovolts))
            {
                return "cell " + cell + " is " + trueMicrovolts[cell] + " uV and was read as "
                    + sample.cellMicrovolts[cell];
            }
        }

        for (int probe = 0; probe < trueDeciC.Length; probe++)
        {
            if (Quality.HasValue(sample.tempQuality[probe])
                && Math.Abs(sample.tempDeciC[probe] - trueDeciC[probe]) > 2
                && Math.Abs(sample.tempDeciC[probe] - _lastDeciC[probe]) > 2
                && !_former.Any(former => former.UntilMicros >= _probesSinceMicros
                    && Math.Abs(sample.tempDeciC[probe] - former.DeciC[probe]) <= 2))
            {
                return "probe " + probe + " is at " + trueDeciC[probe] + ", was at " + _lastDeciC[probe]
                    + ", and was read as " + sample.tempDeciC[probe];
            }
        }

        return "";
    }

    /// <summary>True when every cell and probe has a reading, and a right one.</summary>
    public bool IsWhole() => WrongValues().Length == 0
        && sample.cellQuality.All(quality => quality == Quality.Good)
        && sample.tempQuality.All(quality => quality == Quality.Good);

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

    /// <summary>Reads until everything is right again, for at most so many samples.</summary>
    public bool ComesBack(int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            if (ReadNext() == AfeStatus.Ok)
            {
                // And stays.
                return ReadNext() == AfeStatus.Ok && IsWhole();
            }
        }

        return false;
    }

    /// <summary>The checks that ended with this result at a device, by name.</summary>
    public string ChecksWith(byte result, int device)
    {
        var names = new List<string>();
        for (int check = 0; check < AfeCheck.Count; check++)
        {
            if (sample.health.result[sample.health.IndexOf(check, device)] == result)
            {
                names.Add(AfeCheck.NameOf(check));
            }
        }

        return string.Join(",", names);
    }

    /// <summary>Sense wires that are said to be open, as device:wire.</summary>
    public string OpenWires()
    {
        var names = new List<string>();
        for (int d = 0; d < layout.deviceCount; d++)
        {
            for (int wire = 0; wire <= layout.CellsOf(d); wire++)
            {
                if (sample.health.wireResult[sample.health.FirstWireOf(d) + wire] == AfeResult.Failed)
                {
                    names.Add(d + ":" + wire);
                }
            }
        }

        return string.Join(",", names);
    }
}
