using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// A made-up pack: each cell an open-circuit voltage, an ohmic resistance, two RC branches and a thermal node, all a
/// little different, under one current. Moves with the samples' time; the same seed and steps give the same readings.
/// </summary>
/// <remarks>Current is positive while charging: V = OCV(SOC) + I R0 + v1 + v2, with dv/dt = (I R - v) / tau for each
/// branch. </remarks>
public sealed class PackModel
{
    private const double LongestStepSeconds = 0.5;
    private const double ResistancePerKelvin = 0.015;

    private readonly PackSettings _settings;
    private readonly List<PackFault> _faults = [];
    private readonly SimRandom _noise;
    private readonly DriveCycle _cycle;
    private readonly int _cellCount;
    private readonly double[] _capacityCoulombs;
    private readonly double[] _resistanceScale;
    private readonly double[] _soc;
    private readonly double[] _fastVolts;
    private readonly double[] _slowVolts;
    private readonly double[] _celsius;
    private readonly double[] _volts;
    private readonly int[] _probeCell;
    private readonly Dictionary<PackFault, int> _heldMicrovolts = [];
    private bool _started;

    public PackModel(PackLayout layout, PackSettings? settings = null)
    {
        _settings = settings ?? new PackSettings();
        _cellCount = layout.cellCount;
        _noise = new SimRandom(_settings.Seed, 2);
        _cycle = new DriveCycle(new SimRandom(_settings.Seed, 3), _settings.CapacityAmpHours);
        _capacityCoulombs = new double[_cellCount];
        _resistanceScale = new double[_cellCount];
        _soc = new double[_cellCount];
        _fastVolts = new double[_cellCount];
        _slowVolts = new double[_cellCount];
        _celsius = new double[_cellCount];
        _volts = new double[_cellCount];
        _probeCell = ProbeCells(layout);
        CellMicrovolts = new int[_cellCount];
        ProbeDeciC = new int[layout.probeCount];
        IsProbeOpen = new bool[layout.probeCount];
        BuildCells(new SimRandom(_settings.Seed, 1));
    }

    /// <summary>Sets the current by hand instead of the journey's, A, discharge negative; null gives it back.</summary>
    public double? FixedAmps { get; set; }

    public long TimeMs { get; private set; }

    /// <summary>Positive while charging.</summary>
    public double Amps { get; private set; }

    /// <summary>Bits of <see cref="Ports.VehicleState"/>.</summary>
    public int VehicleState => FixedAmps == null ? _cycle.State : 0;

    /// <summary>[cells] reading at the sense wires, noise and faults included, µV.</summary>
    public int[] CellMicrovolts { get; }

    /// <summary>[probes] 0.1 °C, faults included.</summary>
    public int[] ProbeDeciC { get; }

    public bool[] IsProbeOpen { get; }

    /// <summary>Heat made in all cells so far, J.</summary>
    public double HeatJoules { get; private set; }

    /// <summary>Sum of all cells, mV, without noise or sense-wire faults.</summary>
    public int PackMillivolts
    {
        get
        {
            double sum = 0;
            foreach (double volts in _volts)
            {
                sum += volts;
            }

            return (int)Math.Round(sum * 1000);
        }
    }

    public double Soc(int cell) => _soc[cell];

    public double Celsius(int cell) => _celsius[cell];

    /// <summary>Terminal voltage without noise or sense-wire faults, V.</summary>
    public double Volts(int cell) => _volts[cell];

    /// <exception cref="ArgumentOutOfRangeException">The pack has no such cell or probe.</exception>
    public void Add(PackFault fault)
    {
        bool isProbe = fault.Kind is PackFaultKind.ProbeOffset or PackFaultKind.ProbeOpen;
        int count = isProbe ? ProbeDeciC.Length : _cellCount;
        if (fault.Index < 0 || fault.Index >= count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(fault),
                "the pack has " + count + (isProbe ? " probes" : " cells") + ", none of index " + fault.Index);
        }

        _faults.Add(fault);
    }

    /// <summary>Moves the pack to a sample's time. The first call only sets where time begins; a time that has passed
    /// changes nothing but the noise.</summary>
    public void StepTo(long timeMs)
    {
        if (!_started)
        {
            _started = true;
            TimeMs = timeMs;
            Advance(0);
        }

        while (TimeMs < timeMs)
        {
            long stepMs = Math.Min(timeMs - TimeMs, (long)(LongestStepSeconds * 1000));
            TimeMs += stepMs;
            Advance(stepMs / 1000.0);
        }

        ReadSenseWires();
    }

    private void Advance(double seconds)
    {
        double lowestSoc = double.MaxValue;
        double highestVolts = double.MinValue;
        for (int cell = 0; cell < _cellCount; cell++)
        {
            lowestSoc = Math.Min(lowestSoc, _soc[cell]);
            highestVolts = Math.Max(highestVolts, _volts[cell]);
        }

        Amps = FixedAmps ?? _cycle.NextAmps(seconds, lowestSoc, highestVolts);
        double fastShare = 1 - Math.Exp(-seconds / _settings.FastSeconds);
        double slowShare = 1 - Math.Exp(-seconds / _settings.SlowSeconds);
        for (int cell = 0; cell < _cellCount; cell++)
        {
            AdvanceCell(cell, seconds, fastShare, slowShare);
        }
    }

    private void AdvanceCell(int cell, double seconds, double fastShare, double slowShare)
    {
        double cold = Math.Clamp(1 + (ResistancePerKelvin * (25 - _celsius[cell])), 0.5, 4);
        double scale = _resistanceScale[cell] * cold / 1000;
        double ohmic = _settings.OhmicMilliohms * scale * FaultSum(PackFaultKind.CellResistance, cell, 100) / 100;
        double fast = _settings.FastMilliohms * scale;
        double slow = _settings.SlowMilliohms * scale;

        // A short takes its current through the cell's own resistances, beside the pack's.
        double shortOhms = FaultSum(PackFaultKind.InternalShort, cell, 0) / 1000;
        double shortAmps = shortOhms > 0 ? _volts[cell] / shortOhms : 0;
        double amps = Amps - shortAmps;

        _soc[cell] += amps * seconds / _capacityCoulombs[cell];
        _fastVolts[cell] += ((amps * fast) - _fastVolts[cell]) * fastShare;
        _slowVolts[cell] += ((amps * slow) - _slowVolts[cell]) * slowShare;
        _volts[cell] = OpenCircuitVoltage.At(_soc[cell]) + (amps * ohmic) + _fastVolts[cell] + _slowVolts[cell];

        double watts = (amps * amps * ohmic) + (_fastVolts[cell] * _fastVolts[cell] / fast)
            + (_slowVolts[cell] * _slowVolts[cell] / slow) + (shortAmps * _volts[cell]);
        double cooling = (_celsius[cell] - _settings.AmbientCelsius) * _settings.CoolingWattsPerKelvin;
        _celsius[cell] += (watts - cooling) * seconds / _settings.HeatJoulesPerKelvin;
        HeatJoules += watts * seconds;
    }

    private void ReadSenseWires()
    {
        for (int cell = 0; cell < _cellCount; cell++)
        {
            double microvolts = (_volts[cell] * 1000000) + (_settings.NoiseMicrovoltsRms * _noise.NextGaussian());
            CellMicrovolts[cell] = (int)Math.Round(Math.Clamp(microvolts, -1e8, 1e8));
        }

        for (int probe = 0; probe < ProbeDeciC.Length; probe++)
        {
            ProbeDeciC[probe] = (int)Math.Round(_celsius[_probeCell[probe]] * 10);
            IsProbeOpen[probe] = false;
        }

        foreach (PackFault fault in _faults)
        {
            if (fault.IsActive(TimeMs))
            {
                Disturb(fault);
            }
        }
    }

    private void Disturb(PackFault fault)
    {
        switch (fault.Kind)
        {
            case PackFaultKind.CellOffset:
                CellMicrovolts[fault.Index] += fault.Size;
                break;
            case PackFaultKind.WireNoise:
                CellMicrovolts[fault.Index] += (int)Math.Round(fault.Size * _noise.NextGaussian());
                break;
            case PackFaultKind.CellStuck:
                _heldMicrovolts.TryAdd(fault, CellMicrovolts[fault.Index]);
                CellMicrovolts[fault.Index] = _heldMicrovolts[fault];
                break;
            case PackFaultKind.ProbeOffset:
                ProbeDeciC[fault.Index] += fault.Size;
                break;
            case PackFaultKind.ProbeOpen:
                IsProbeOpen[fault.Index] = true;
                break;
        }
    }

    private double FaultSum(PackFaultKind kind, int cell, double without)
    {
        foreach (PackFault fault in _faults)
        {
            if (fault.Kind == kind && fault.Index == cell && fault.IsActive(TimeMs))
            {
                return fault.Size;
            }
        }

        return without;
    }

    private void BuildCells(SimRandom random)
    {
        for (int cell = 0; cell < _cellCount; cell++)
        {
            double capacityScale = Math.Max(1 + (_settings.CapacitySpreadPercent / 100 * random.NextGaussian()), 0.5);
            _capacityCoulombs[cell] = _settings.CapacityAmpHours * capacityScale * 3600;
            _resistanceScale[cell] = Math.Max(
                1 + (_settings.ResistanceSpreadPercent / 100 * random.NextGaussian()), 0.5);
            _soc[cell] = Math.Clamp(
                _settings.StartSoc + (_settings.SocSpreadPoints / 100 * random.NextGaussian()), 0, 1);
            _celsius[cell] = _settings.AmbientCelsius + (0.2 * random.NextGaussian());
            _volts[cell] = OpenCircuitVoltage.At(_soc[cell]);
        }
    }

    // Probes sit evenly between the cells of their device; a device without cells feels the pack's first one.
    private static int[] ProbeCells(PackLayout layout)
    {
        int[] cells = new int[layout.probeCount];
        for (int d = 0; d < layout.deviceCount; d++)
        {
            int probes = layout.ProbesOf(d);
            for (int p = 0; p < probes; p++)
            {
                int cell = layout.firstCell[d] + (((2 * p) + 1) * layout.CellsOf(d) / (2 * probes));
                cells[layout.firstProbe[d] + p] = Math.Min(cell, layout.cellCount - 1);
            }
        }

        return cells;
    }
}
