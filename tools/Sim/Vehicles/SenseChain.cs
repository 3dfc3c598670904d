using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace DataBox.Sim;

/// <summary>
/// From terminals to readings: sampling skew while the current changes, wires, gain and offset of each channel, drift of each
/// AFE with its board's temperature, white noise, rounding; probes with their lag; frames lost device by device.
/// </summary>
public sealed class SenseChain
{
    /// <summary>In place of a reading that did not arrive.</summary>
    public const int Lost = int.MinValue;

    // Sound joints between modules, Ω each.
    private const double ModuleJointOhms = 0.0002;
    private const double ProbeNoiseDeciC = 1;

    private readonly VehicleSettings _settings;
    private readonly CellBank _cells;
    private readonly DutyCycle _duty;
    private readonly GaussianSource _noise;
    private readonly SimRandom _losses;
    private readonly double[] _gain;
    private readonly double[] _offset;
    private readonly double[] _driftPerKelvin;
    private readonly double[] _skew;
    private readonly double[] _volts;
    private readonly double[] _microvolts;
    private readonly double[] _probeCelsius;
    private readonly double[] _probeOffset;
    private readonly double[] _probeDeciC;
    private readonly double[] _probeLag;

    public SenseChain(VehicleSettings settings, CellBank cells, DutyCycle duty)
    {
        _settings = settings;
        _cells = cells;
        _duty = duty;
        _noise = new GaussianSource(new SimRandom(settings.Seed, 14));
        _losses = new SimRandom(settings.Seed, 15);
        int devices = settings.CellCounts.Length;
        int probes = devices * settings.ProbesPerDevice;
        _gain = new double[cells.Count];
        _offset = new double[cells.Count];
        _driftPerKelvin = new double[devices];
        _skew = new double[cells.Count];
        _volts = new double[cells.Count];
        _microvolts = new double[cells.Count];
        _probeCelsius = new double[probes];
        _probeOffset = new double[probes];
        _probeDeciC = new double[probes];
        _probeLag = new double[probes];
        FirstCell = new int[devices + 1];
        CellAmps = new double[cells.Count];
        CellMicrovolts = new int[cells.Count];
        ProbeDeciC = new int[probes];
        ProbeCell = new int[probes];
        IsDeviceLost = new bool[devices];
        Draw(new SimRandom(settings.Seed, 16));
    }

    /// <summary>[devices + 1] index of each device's first cell.</summary>
    public int[] FirstCell { get; }

    /// <summary>[cells] the current at the time of each cell's conversion, A.</summary>
    public double[] CellAmps { get; }

    /// <summary>[cells] µV, or <see cref="Lost"/>.</summary>
    public int[] CellMicrovolts { get; }

    /// <summary>[probes] 0.1 °C, or <see cref="Lost"/>.</summary>
    public int[] ProbeDeciC { get; }

    /// <summary>[probes] the cell that each probe sits on.</summary>
    public int[] ProbeCell { get; }

    public bool[] IsDeviceLost { get; }

    /// <summary>All cells and joints, mV, measured apart from the AFEs.</summary>
    public int PackMillivolts { get; private set; }

    public int CurrentMilliamps { get; private set; }

    /// <returns>The device of a cell.</returns>
    public int DeviceOf(int cell)
    {
        int device = 0;
        while (FirstCell[device + 1] <= cell)
        {
            device++;
        }

        return device;
    }

    internal void Read(Vehicle vehicle, List<VehicleFault> faults, double seconds)
    {
        SampleVolts(vehicle);
        foreach (VehicleFault fault in faults)
        {
            if (vehicle.Seconds >= fault.Truth.OnsetSeconds)
            {
                fault.Wire(vehicle, _volts, seconds);
            }
        }

        Convert(vehicle);
        ReadProbes(seconds);
        foreach (VehicleFault fault in faults)
        {
            if (vehicle.Seconds >= fault.Truth.OnsetSeconds)
            {
                fault.Code(vehicle, _microvolts);
                fault.Probes(vehicle, _probeDeciC);
            }
        }

        Publish(vehicle);
    }

    // The ohmic drop follows the current of each cell's own time; the rest of the cell hardly moves within the skew.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SampleVolts(Vehicle vehicle)
    {
        bool isSkewed = (_settings.CellSkewSeconds > 0 || _settings.DeviceSkewSeconds > 0) && _duty.IsLively;
        for (int cell = 0; cell < _volts.Length; cell++)
        {
            double amps = isSkewed ? _duty.AmpsAt(vehicle.Seconds + _skew[cell]) : vehicle.Amps;
            CellAmps[cell] = amps;
            _volts[cell] = _cells.Volts[cell] + ((amps - vehicle.Amps) * _cells.OhmicOhms(cell));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Convert(Vehicle vehicle)
    {
        for (int device = 0; device < _driftPerKelvin.Length; device++)
        {
            int first = FirstCell[device];
            double board = _cells.AmbientCelsius[first] + (vehicle.Duty.IsMoving ? 8 : 2);
            double drift = _driftPerKelvin[device] * (board - 25);
            for (int cell = first; cell < FirstCell[device + 1]; cell++)
            {
                _microvolts[cell] = (_volts[cell] * 1e6 * _gain[cell]) + _offset[cell] + drift
                    + (_settings.NoiseMicrovolts * _noise.Next());
            }
        }
    }

    private void ReadProbes(double seconds)
    {
        for (int probe = 0; probe < _probeCelsius.Length; probe++)
        {
            double share = 1 - Math.Exp(-seconds / _probeLag[probe]);
            _probeCelsius[probe] += (_cells.Celsius[ProbeCell[probe]] - _probeCelsius[probe]) * share;
            _probeDeciC[probe] = (_probeCelsius[probe] * 10) + _probeOffset[probe] + (ProbeNoiseDeciC * _noise.Next());
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Publish(Vehicle vehicle)
    {
        double sum = 0;
        for (int device = 0; device < IsDeviceLost.Length; device++)
        {
            bool isLost = _settings.LostShare > 0 && _losses.NextUnit() < _settings.LostShare;
            IsDeviceLost[device] = isLost;
            for (int cell = FirstCell[device]; cell < FirstCell[device + 1]; cell++)
            {
                sum += _cells.Volts[cell];
                double codes = Math.Round(Math.Clamp(_microvolts[cell], -1e8, 1e8) / _settings.LsbMicrovolts);
                CellMicrovolts[cell] = isLost ? Lost : (int)codes * _settings.LsbMicrovolts;
            }

            for (int p = device * _settings.ProbesPerDevice; p < (device + 1) * _settings.ProbesPerDevice; p++)
            {
                ProbeDeciC[p] = isLost ? Lost : (int)Math.Round(Math.Clamp(_probeDeciC[p], -32768, 32767));
            }
        }

        double joints = ((IsDeviceLost.Length - 1) * ModuleJointOhms) + vehicle.JointOhms;
        PackMillivolts = (int)Math.Round(((sum + (vehicle.Amps * joints)) * 1000) + (20 * _noise.Next()));
        CurrentMilliamps = (int)Math.Round((vehicle.Amps * 1000) + (50 * _noise.Next()));
    }

    private void Draw(SimRandom random)
    {
        int per = _settings.ProbesPerDevice;
        for (int device = 0; device < _driftPerKelvin.Length; device++)
        {
            int count = _settings.CellCounts[device];
            FirstCell[device + 1] = FirstCell[device] + count;
            _driftPerKelvin[device] = _settings.DriftMicrovoltsPerKelvin * random.NextGaussian();
            for (int i = 0; i < count; i++)
            {
                int cell = FirstCell[device] + i;
                _gain[cell] = 1 + (_settings.GainSpreadPercent / 100 * random.NextGaussian());
                _offset[cell] = _settings.OffsetSpreadMicrovolts * random.NextGaussian();
                _skew[cell] = (device * _settings.DeviceSkewSeconds) + (i * _settings.CellSkewSeconds);
            }

            for (int p = 0; p < per; p++)
            {
                int probe = (device * per) + p;
                ProbeCell[probe] = FirstCell[device] + (((2 * p) + 1) * count / (2 * per));
                _probeCelsius[probe] = _cells.Celsius[ProbeCell[probe]];
                _probeOffset[probe] = 4 * random.NextGaussian();
                _probeLag[probe] = random.Between(10, 60);
            }
        }
    }
}
