using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A simulated vehicle whose readings go straight into the box's own detector, without chips, encoder and link: the same
/// samples, windows and rules, at the simulator's speed.</summary>
public sealed class VehicleFeed
{
    private const int WindowMs = 1000;
    private readonly PackSample _sample;
    private readonly SampleWindow _window;

    /// <param name="hasCurrent">The vehicle has a current sensor.</param>
    public VehicleFeed(VehicleSettings settings, DetectorSettings thresholds, bool hasCurrent = true)
    {
        Vehicle = new Vehicle(settings);
        BoxSettings = thresholds;
        HasCurrent = hasCurrent;
        int[] probes = new int[settings.CellCounts.Length];
        Array.Fill(probes, settings.ProbesPerDevice);
        Layout = PackLayout.FromCounts(1, settings.CellCounts, probes);
        Detector = new Detector(Layout, thresholds);
        _sample = new PackSample(Layout);
        _window = new SampleWindow(Layout);
    }

    public Vehicle Vehicle { get; }

    public PackLayout Layout { get; }

    public Detector Detector { get; }

    /// <summary>What the detector was made with.</summary>
    public DetectorSettings BoxSettings { get; }

    public bool HasCurrent { get; }

    /// <summary>The sample that was judged last.</summary>
    public PackSample Sample => _sample;

    /// <summary>Whether the vehicle tells ignition and charging.</summary>
    public bool TellsState { get; set; }

    /// <summary>Detectors that get the same samples, for comparison.</summary>
    public IReadOnlyList<IBaselineDetector> Baselines { get; set; } = [];

    /// <summary>All changes of alarms so far, in their order.</summary>
    public List<Alarm> Changes { get; } = [];

    public IEnumerable<Alarm> Raised => Changes.Where(a => a.change == AlarmChange.Raised);

    /// <summary>Settings of a box that knows chemistry, size and balancing of this vehicle.</summary>
    /// <param name="balancing">0: not known, 1: known to be off.</param>
    public static DetectorSettings Thresholds(VehicleSettings settings, int balancing)
    {
        DetectorSettings thresholds = settings.Chemistry == CellChemistry.Nca ? DetectorSettings.Nmc() : DetectorSettings.Lfp();
        thresholds.values[DetectorSettings.CapacityAh] = (int)Math.Round(settings.RatedAmpHours);
        thresholds.values[DetectorSettings.Balancing] = balancing;
        return thresholds;
    }

    /// <summary>Runs on until a time on the vehicle's clock.</summary>
    /// <param name="period">Of the samples, s.</param>
    public void RunTo(double seconds, double period)
    {
        // Counted, so that rounding does not drop or add a sample.
        long steps = (long)Math.Round((seconds - Vehicle.Seconds) / period);
        for (long k = 0; k < steps; k++)
        {
            Step(period);
        }
    }

    public void Step(double period)
    {
        Vehicle.Step(period);
        Fill();
        long timeMs = _sample.timeMs;
        if (_window.IsOver(timeMs))
        {
            Detector.OnWindow(_window);
            _window.Restart(timeMs, WindowMs);
        }

        foreach (IBaselineDetector baseline in Baselines)
        {
            baseline.OnSample(_sample, Layout);
        }

        Detector.OnSample(_sample);
        _window.Add(_sample);
        for (Alarm alarm = Detector.TryTakeAlarm(); alarm != null; alarm = Detector.TryTakeAlarm())
        {
            Changes.Add(alarm);
        }
    }

    private void Fill()
    {
        SenseChain sense = Vehicle.Sense;
        _sample.timeMs = (long)Math.Round(Vehicle.Seconds * 1000);
        for (int d = 0; d < Layout.deviceCount; d++)
        {
            bool isLost = sense.IsDeviceLost[d];
            _sample.deviceStatus[d] = isLost ? AfeStatus.PecError : AfeStatus.Ok;
            for (int i = Layout.firstCell[d]; i < Layout.firstCell[d + 1]; i++)
            {
                int microvolts = isLost ? 0 : sense.CellMicrovolts[i];
                _sample.cellMicrovolts[i] = Math.Clamp(microvolts, 0, 6553500);
                _sample.cellQuality[i] = isLost ? Quality.PecError : Quality.Good;
            }

            for (int p = Layout.firstProbe[d]; p < Layout.firstProbe[d + 1]; p++)
            {
                int deciC = isLost ? 0 : sense.ProbeDeciC[p];
                bool isCode = deciC is <= -400 or >= 1250;
                _sample.tempDeciC[p] = (short)Math.Clamp(deciC, -400, 1250);
                _sample.tempQuality[p] = isLost ? Quality.PecError : isCode ? Quality.OpenProbe : Quality.Good;
            }
        }

        _sample.currentMilliamps = sense.CurrentMilliamps;
        _sample.currentQuality = HasCurrent ? Quality.Good : Quality.Missing;
        _sample.packMillivolts = sense.PackMillivolts;
        _sample.packQuality = Quality.Good;
        _sample.vehicleState = Vehicle.Duty.State;
        _sample.vehicleStateQuality = TellsState ? Quality.Good : Quality.Missing;
    }
}
