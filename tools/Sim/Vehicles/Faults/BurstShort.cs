using System;

namespace DataBox.Sim;

/// <summary>A micro short that comes and burns away: bursts of a fraction of a second to some seconds, more often at high SOC and
/// soon after a charge. Its resistance makes the wanted drop at the cell's ohmic resistance.</summary>
public sealed class BurstShort : VehicleFault
{
    private readonly SimRandom _random;
    private readonly double _burstsPerDay;
    private readonly double _shortest;
    private readonly double _longest;
    private double _start = -1;
    private double _end = -1;
    private double _chargedAt = double.NegativeInfinity;

    /// <param name="dropVolts">At the terminals, without the slower branches.</param>
    /// <param name="burstsPerDay">At half charge; up to four times as many right after a charge to full.</param>
    /// <param name="shortest">And <paramref name="longest"/>: of a burst, s.</param>
    public BurstShort(
        int cell, double onsetSeconds, double dropVolts, double burstsPerDay, double shortest, double longest, ulong seed)
        : base(new FaultTruth(FaultCause.TransientShort, cell, onsetSeconds, dropVolts, "V"))
    {
        _random = new SimRandom(seed, 31);
        _burstsPerDay = burstsPerDay;
        _shortest = shortest;
        _longest = longest;
    }

    /// <summary>Bursts begun so far.</summary>
    public int Bursts { get; private set; }

    public bool IsOn { get; private set; }

    public override void Act(Vehicle vehicle, double seconds)
    {
        CellBank cells = vehicle.Cells;
        int cell = Truth.Cell;
        double sample = vehicle.Seconds + seconds;
        _chargedAt = vehicle.Duty.IsCharging ? vehicle.Seconds : _chargedAt;
        if (vehicle.Seconds >= _end)
        {
            double crowd = Math.Clamp(cells.Soc[cell], 0, 1) * (vehicle.Seconds - _chargedAt < 7200 ? 4 : 2);
            double wait = -Math.Log(1 - _random.NextUnit()) * 86400 / Math.Max(1e-9, _burstsPerDay * crowd);
            if (wait < seconds)
            {
                _start = vehicle.Seconds + wait;
                _end = _start + _random.Between(_shortest, _longest);
                Bursts++;
            }
        }

        // On for the step's end, which is measured; what a burst between two samples takes is nothing.
        IsOn = sample >= _start && sample < _end;
        if (IsOn)
        {
            double volts = Math.Max(1, cells.Volts[cell]);
            double drop = Math.Min(Truth.Severity, volts / 2);
            cells.ShortSiemens[cell] += drop / (cells.OhmicOhms(cell) * (volts - drop));
        }
    }
}
