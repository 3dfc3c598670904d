using System;
using DataBox.Sim;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Vehicles whose cells are all alike and whose measurement is perfect, so that only the fault shows.</summary>
internal static class VehicleBench
{
    public static VehicleSettings Alike(double soc = 0.6, double celsius = 25) => new()
    {
        StartSoc = soc,
        MeanCelsius = celsius,
        SwingKelvin = 0,
        GradientKelvin = 0,
        CapacitySpreadPercent = 0,
        ResistanceSpreadPercent = 0,
        SocSpreadPoints = 0,
        CoolingSpreadPercent = 0,
        SelfDischargePercentMonth = 0,
        NoiseMicrovolts = 0,
        LsbMicrovolts = 1,
        GainSpreadPercent = 0,
        OffsetSpreadMicrovolts = 0,
        DriftMicrovoltsPerKelvin = 0,
    };

    /// <summary>With a current by hand, A over s.</summary>
    public static Vehicle Make(VehicleSettings settings, Func<double, double> amps)
    {
        var vehicle = new Vehicle(settings);
        vehicle.Duty.Fixed = amps;
        return vehicle;
    }

    public static Vehicle Resting(double soc = 0.6) => Make(Alike(soc), _ => 0);

    public static void Run(this Vehicle vehicle, double seconds, double step)
    {
        int steps = (int)Math.Round(seconds / step);
        for (int i = 0; i < steps; i++)
        {
            vehicle.Step(step);
        }
    }

    /// <summary>A cell's reading against that of another, V.</summary>
    public static double Apart(this Vehicle vehicle, int cell, int other) =>
        (vehicle.Sense.CellMicrovolts[cell] - vehicle.Sense.CellMicrovolts[other]) / 1e6;
}
