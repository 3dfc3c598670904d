using System;

namespace DataBox.Sim;

/// <summary>
/// A short that heats its cell: all its heat stays inside. Above 60 °C the separator shrinks and the short widens, above
/// 90 °C the cell's own reactions add heat, and at 150 °C the cell has run away. Where it cools faster than it heats it only
/// drains.
/// </summary>
public sealed class HardShort : VehicleFault
{
    public const double RunawayCelsius = 150;
    private const double ShrinkCelsius = 60;
    private const double ReactionCelsius = 90;
    private const double ReactionDoublingKelvin = 8;
    private const double MostReactionWattsPerAmpHour = 400;

    /// <param name="ohms">At the onset.</param>
    public HardShort(int cell, double onsetSeconds, double ohms)
        : base(new FaultTruth(FaultCause.HardShort, cell, onsetSeconds, ohms, "ohm"))
    {
    }

    /// <summary>When the cell passed 150 °C; infinite while it has not.</summary>
    public double RunawaySeconds { get; private set; } = double.PositiveInfinity;

    public override void Act(Vehicle vehicle, double seconds)
    {
        CellBank cells = vehicle.Cells;
        double celsius = cells.Celsius[Truth.Cell];
        if (celsius >= RunawayCelsius && double.IsInfinity(RunawaySeconds))
        {
            RunawaySeconds = vehicle.Seconds;
        }

        // Run away, the cell is a short of some milliohm; what burns then is not followed.
        bool hasRun = !double.IsInfinity(RunawaySeconds);
        double widening = Math.Exp(Math.Clamp((celsius - ShrinkCelsius) / 25, 0, 4));
        cells.ShortSiemens[Truth.Cell] += hasRun ? 1000 : widening / Truth.Severity;
        if (celsius > ReactionCelsius && !hasRun)
        {
            double watts = Math.Pow(2, (celsius - ReactionCelsius) / ReactionDoublingKelvin) * vehicle.Cells.RatedAmpHours;
            cells.HeaterWatts[Truth.Cell] += Math.Min(watts, MostReactionWattsPerAmpHour * vehicle.Cells.RatedAmpHours);
        }
    }
}
