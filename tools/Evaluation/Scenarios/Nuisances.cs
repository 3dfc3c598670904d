using System.Linq;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>What a healthy vehicle does that may look like a fault, read from the simulator's truth; counted by time.</summary>
public static class Nuisances
{
    public static readonly string[] Names =
    [
        "driving", "charging", "NMC", "LFP", "48 cells and more", "cells below 0 degC", "cells above 35 degC",
        "worn (ageing above 0.3)",
        "noise above 0.3 mV", "skew within an AFE", "skew between AFEs above 20 ms", "frames lost", "vehicle balances, unannounced",
        "balancing now", "2.5 K and more along the pack", "charge of cells 2 % apart", "module swapped before", "no current sensor",
    ];

    /// <summary>Rows of <see cref="Names"/> that are use, not nuisance.</summary>
    public const int UseCount = 2;

    /// <returns>[Names] what is the case now.</returns>
    public static bool[] Now(VehicleFeed feed)
    {
        Vehicle vehicle = feed.Vehicle;
        VehicleSettings settings = vehicle.Settings;
        double celsius = vehicle.Cells.Celsius.Average();
        return
        [
            vehicle.Duty.IsMoving,
            vehicle.Duty.IsCharging,
            settings.Chemistry == CellChemistry.Nca,
            settings.Chemistry == CellChemistry.Lfp,
            settings.CellCount >= 48,
            celsius < 0,
            celsius > 35,
            settings.Ageing > 0.3,
            settings.NoiseMicrovolts > 300,
            settings.CellSkewSeconds > 0,
            settings.DeviceSkewSeconds > 0.02 && settings.CellCounts.Length > 1,
            settings.LostShare > 0,
            settings.BalancingAmps > 0,
            vehicle.Cells.DrainAmps.Any(a => a != 0),
            settings.GradientKelvin >= 2.5,
            vehicle.Cells.Soc.Max() - vehicle.Cells.Soc.Min() >= 0.02,
            vehicle.Faults.Any(f => f.Truth.Cause == FaultCause.ModuleSwap && f.Truth.OnsetSeconds <= vehicle.Seconds),
            !feed.HasCurrent,
        ];
    }
}
