using System;

namespace DataBox.Sim;

/// <summary>
/// Lithium plating in one cell. While it is charged cold or fast, a share of the charge is plated instead of intercalated;
/// afterwards what is reversible strips at a nearly constant rate and holds the cell's voltage up by a mixed potential
/// until it is used up (the shoulder in dV/dt); the rest is lost capacity and added resistance.
/// </summary>
public sealed class PlatingFault : VehicleFault
{
    private readonly double _lostShare;
    private readonly double _plateauVolts;
    private readonly double _stripSeconds;
    private readonly double _coldCelsius;
    private readonly double _fastRate;
    private double _plated;
    private double _atRest;

    /// <param name="share">Of the charge, 0.001 to 0.03.</param>
    /// <param name="lostShare">Of the plated lithium, 0.2 to 0.5.</param>
    /// <param name="plateauVolts">While stripping, 0.005 to 0.03.</param>
    /// <param name="stripSeconds">600 to 7200.</param>
    /// <param name="coldCelsius">Plates below, or when charged faster than <paramref name="fastRate"/> C.</param>
    public PlatingFault(
        int cell, double onsetSeconds, double share, double lostShare, double plateauVolts, double stripSeconds,
        double coldCelsius = 10, double fastRate = 0.8)
        : base(new FaultTruth(FaultCause.Plating, cell, onsetSeconds, share, "share"))
    {
        _lostShare = lostShare;
        _plateauVolts = plateauVolts;
        _stripSeconds = stripSeconds;
        _coldCelsius = coldCelsius;
        _fastRate = fastRate;
    }

    /// <summary>Reversibly plated now, C.</summary>
    public double PlatedCoulombs => _plated;

    /// <summary>Lost for good so far, C.</summary>
    public double LostCoulombs { get; private set; }

    /// <summary>Charges in which the cell plated: what a detector can know of.</summary>
    public int Charges { get; private set; }

    public override void Act(Vehicle vehicle, double seconds)
    {
        CellBank cells = vehicle.Cells;
        int cell = Truth.Cell;
        double amps = vehicle.Duty.MeanAmps(vehicle.Seconds, seconds);
        bool charges = amps > 0.01 * cells.RatedAmpHours && !vehicle.Duty.IsMoving;
        if (charges)
        {
            bool plates = cells.Celsius[cell] < _coldCelsius || amps > _fastRate * cells.RatedAmpHours;
            if (plates)
            {
                Charges += _plated == 0 ? 1 : 0;
                Plate(cells, cell, amps * seconds * Truth.Severity);
            }

            _atRest = _plated;
            return;
        }

        if (_plated > 0)
        {
            Strip(cells, cell, seconds);
        }
    }

    private void Plate(CellBank cells, int cell, double coulombs)
    {
        double lost = coulombs * _lostShare;
        cells.Soc[cell] -= coulombs / cells.CapacityCoulombs[cell];
        _plated += coulombs - lost;
        LostCoulombs += lost;
        double before = cells.CapacityCoulombs[cell];
        cells.CapacityCoulombs[cell] = before - lost;

        // The same charge in a smaller cell; the film adds as many percent of resistance as capacity went.
        cells.Soc[cell] *= before / cells.CapacityCoulombs[cell];
        cells.ResistanceScale[cell] *= before / cells.CapacityCoulombs[cell];
    }

    // The rate falls only when little is left: a plateau with a rounded end.
    private void Strip(CellBank cells, int cell, double seconds)
    {
        double left = _plated / _atRest;
        double end = left / (left + 0.05);
        double coulombs = Math.Min(_plated, _atRest * seconds / _stripSeconds * end);
        _plated = left < 1e-3 ? 0 : _plated - coulombs;
        cells.Soc[cell] += coulombs / cells.CapacityCoulombs[cell];
        cells.ExtraVolts[cell] += _plateauVolts * end;
    }
}
