using System;
using System.Collections.Generic;

namespace DataBox.Sim;

/// <summary>
/// One simulated vehicle: pack, days, measurement, faults. Its clock is the samples' time; the same settings, faults and
/// steps give the same readings.
/// </summary>
public sealed class Vehicle
{
    private const double LongestStep = 60;
    private const double Day = 86400;
    private readonly List<VehicleFault> _faults = [];
    private readonly Balancing? _balancing;
    private double _nextAgeing = Day;
    private bool _started;

    public Vehicle(VehicleSettings settings)
    {
        Settings = settings;
        Cells = VehicleCells.Build(settings);
        Duty = new DutyCycle(settings);
        Sense = new SenseChain(settings, Cells, Duty);
        _balancing = settings.BalancingAmps > 0 ? new Balancing(settings, Cells) : null;
    }

    public VehicleSettings Settings { get; }

    public CellBank Cells { get; }

    public DutyCycle Duty { get; }

    /// <summary>The readings of the last step.</summary>
    public SenseChain Sense { get; }

    /// <summary>Since the vehicle's start.</summary>
    public double Seconds { get; private set; }

    /// <summary>At the end of the last step, A, positive while charging.</summary>
    public double Amps { get; private set; }

    /// <summary>Ohms of joints between modules that no cell's reading shows, beyond the sound ones.</summary>
    public double JointOhms { get; set; }

    /// <summary>[cells] being balanced now; for whoever announces it.</summary>
    public bool IsBalanced(int cell) => Cells.DrainAmps[cell] != 0;

    public IReadOnlyList<VehicleFault> Faults => _faults;

    public void Add(VehicleFault fault) => _faults.Add(fault);

    /// <summary>Moves the vehicle on and measures at the end of the step.</summary>
    /// <param name="seconds">0.1 to 60; more is done in parts that are not measured.</param>
    public void Step(double seconds)
    {
        while (seconds > LongestStep)
        {
            Move(LongestStep);
            seconds -= LongestStep;
        }

        Move(seconds);
        Sense.Read(this, _faults, seconds);
    }

    private void Move(double seconds)
    {
        if (!_started)
        {
            _started = true;
            Cells.Step(0, 0, 0);
        }

        int top = 0;
        int low = 0;
        int high = 0;
        for (int cell = 1; cell < Cells.Count; cell++)
        {
            top = Cells.Volts[cell] > Cells.Volts[top] ? cell : top;
            low = Cells.Soc[cell] < Cells.Soc[low] ? cell : low;
            high = Cells.Soc[cell] > Cells.Soc[high] ? cell : high;
        }

        double ohms = Math.Max(Cells.TotalOhms(top), Cells.TotalOhms(low));
        Duty.Begin(Seconds, Cells.Soc[low], Cells.Soc[high], Cells.Volts[top], ohms);
        double mean = Duty.MeanAmps(Seconds, seconds);
        Amps = Duty.AmpsAt(Seconds + seconds);
        VehicleCells.SetAmbient(Settings, Cells, Seconds);
        _balancing?.Act(Duty, mean, seconds);
        ActFaults(seconds);
        Cells.Step(mean, Amps, seconds);
        Seconds += seconds;
        if (Seconds >= _nextAgeing)
        {
            _nextAgeing += Day;
            VehicleCells.AgeOneDay(Cells);
        }
    }

    private void ActFaults(double seconds)
    {
        if (_faults.Count == 0)
        {
            return;
        }

        Array.Clear(Cells.ShortSiemens);
        Array.Clear(Cells.ExtraVolts);
        Array.Clear(Cells.HeaterWatts);
        JointOhms = 0;
        foreach (VehicleFault fault in _faults)
        {
            if (Seconds >= fault.Truth.OnsetSeconds)
            {
                fault.Act(this, seconds);
            }
        }
    }
}
