using System;

namespace DataBox.Sim;

/// <summary>Draws a fault of a wanted cause for a vehicle, over the severities that such faults have.</summary>
public static class FaultDraw
{
    /// <param name="onsetSeconds">On the vehicle's clock.</param>
    /// <param name="seed">Cell, kind and severity follow from it.</param>
    public static VehicleFault Draw(FaultCause cause, VehicleSettings settings, double onsetSeconds, ulong seed)
    {
        var random = new SimRandom(seed, 41);
        int cell = random.Next(settings.CellCount);
        double LogBetween(double low, double high) => low * Math.Pow(high / low, random.NextUnit());

        // Resistances of a 50 Ah cell: a larger one has the same leakage per charge at a smaller resistance.
        double size = 50 / settings.RatedAmpHours;
        switch (cause)
        {
            case FaultCause.TransientShort:
                return new BurstShort(
                    cell, onsetSeconds, random.Between(0.02, 0.08), LogBetween(1, 100), 0.2, LogBetween(0.4, 10), seed);
            case FaultCause.SoftShort:
                double days = random.NextUnit() < 0.5 ? random.Between(1, 30) : 0;
                return new SoftShort(cell, onsetSeconds, LogBetween(1, 1000) * size, days);
            case FaultCause.HardShort:
                return new HardShort(cell, onsetSeconds, LogBetween(0.01, 0.5) * size);
            case FaultCause.Plating:
                return new PlatingFault(
                    cell, onsetSeconds, LogBetween(0.001, 0.03), random.Between(0.2, 0.5), random.Between(0.005, 0.03),
                    random.Between(600, 7200));
            case FaultCause.Contact:
                return new ContactFault(
                    cell, onsetSeconds, LogBetween(0.05e-3, 5e-3) * size,
                    random.NextUnit() < 0.5 ? LogBetween(0.01e-3, 0.5e-3) * size : 0,
                    random.NextUnit() < 0.5 ? random.Between(0, 0.5) : 0, isBetweenModules: false, seed);
            default:
                return DrawSensing(cause, settings, cell, onsetSeconds, random, seed);
        }
    }

    private static VehicleFault DrawSensing(
        FaultCause cause, VehicleSettings settings, int cell, double onsetSeconds, SimRandom random, ulong seed)
    {
        double sign = random.NextUnit() < 0.5 ? -1 : 1;
        int probe = random.Next(settings.CellCounts.Length * settings.ProbesPerDevice);
        switch (cause)
        {
            case FaultCause.TapShort:
                double wire = random.Between(100, 500);
                return new TapShort(
                    cell, onsetSeconds, Math.Pow(10, random.Between(0, 4)), wire, wire * Math.Pow(4, random.Between(-1, 1)));
            case FaultCause.TapOpen:
                return new TapOpen(
                    cell, onsetSeconds, Math.Pow(10, random.Between(-1, 1)), random.Between(0.5, 1),
                    random.NextUnit() < 0.3 ? seed : null);
            case FaultCause.SensorDrift:
                return random.Next(3) switch
                {
                    0 => new SensorFault(cell, onsetSeconds, sign * random.Between(1000, 50000)),
                    1 => new SensorFault(cell, onsetSeconds, 0, sign * random.Between(100, 5000)),
                    _ => new SensorFault(cell, onsetSeconds, 0, 0, sign * random.Between(0.001, 0.01)),
                };
            case FaultCause.SensorStuck:
                return new SensorStuck(cell, onsetSeconds);
            case FaultCause.Probe:
                return random.Next(3) switch
                {
                    0 => new ProbeFault(probe, onsetSeconds, ProbeFaultKind.Offset, random.Between(20, 100)),
                    1 => new ProbeFault(probe, onsetSeconds, ProbeFaultKind.Stuck, 0),
                    _ => new ProbeFault(probe, onsetSeconds, ProbeFaultKind.Code, random.Next(2) == 0 ? 2550 : -400),
                };
            case FaultCause.Thermal:
                return new ThermalFault(cell, onsetSeconds, random.Between(0, 0.3), random.Between(0, 5));
            case FaultCause.ModuleSwap:
                int device = random.Next(settings.CellCounts.Length);
                int first = device * settings.CellCounts[0];
                return new ModuleSwap(device, first, onsetSeconds, random.Between(-4, 4), seed);
            default:
                throw new ArgumentOutOfRangeException(nameof(cause), cause, "no such fault");
        }
    }
}
