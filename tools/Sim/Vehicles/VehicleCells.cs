using System;

namespace DataBox.Sim;

/// <summary>Draws the cells of a vehicle, and what time and weather do to them.</summary>
internal static class VehicleCells
{
    // A month of 30 days.
    private const double MonthSeconds = 30 * 86400.0;
    private const double CapacityLossPerDay = 5e-5;
    private const double ResistanceGainPerDay = 1e-4;

    public static CellBank Build(VehicleSettings settings)
    {
        var random = new SimRandom(settings.Seed, 13);
        var cells = new CellBank(settings.Chemistry, settings.CellCount, settings.RatedAmpHours);
        SetAmbient(settings, cells, 0);
        for (int cell = 0; cell < cells.Count; cell++)
        {
            Draw(settings, cells, cell, random, settings.Ageing);
            cells.Soc[cell] = Math.Clamp(
                settings.StartSoc + (settings.SocSpreadPoints / 100 * random.NextGaussian()), 0.02, 0.99);
            cells.SelfDischargeAmps[cell] = cells.CapacityCoulombs[cell] * settings.SelfDischargePercentMonth / 100
                / MonthSeconds * Math.Max(0.2, 1 + (settings.SelfDischargeSpreadPercent / 100 * random.NextGaussian()));
            cells.Celsius[cell] = cells.AmbientCelsius[cell];
            cells.CoolingWattsPerKelvin[cell] *= Math.Max(
                0.6, 1 + (settings.CoolingSpreadPercent / 100 * random.NextGaussian()));
        }

        return cells;
    }

    /// <summary>Capacity and resistance of a cell, new (0) to worn (1): up to a fifth less, half as much again.</summary>
    public static void Draw(VehicleSettings settings, CellBank cells, int cell, SimRandom random, double ageing)
    {
        double capacitySpread = settings.CapacitySpreadPercent + (ageing * 2.5);
        double resistanceSpread = settings.ResistanceSpreadPercent + (ageing * 7);
        cells.CapacityCoulombs[cell] = settings.RatedAmpHours * 3600 * (1 - (0.2 * ageing))
            * Math.Max(0.6, 1 + (capacitySpread / 100 * random.NextGaussian()));
        cells.ResistanceScale[cell] = (1 + (0.5 * ageing))
            * Math.Max(0.6, 1 + (resistanceSpread / 100 * random.NextGaussian()));
    }

    /// <summary>Coldest at 4, warmest at 16 o'clock; one end of the pack is warmer.</summary>
    public static void SetAmbient(VehicleSettings settings, CellBank cells, double seconds)
    {
        double swing = settings.SwingKelvin * Math.Cos((seconds - 57600) * 2 * Math.PI / 86400);
        double[] ambient = cells.AmbientCelsius;
        double slope = settings.GradientKelvin / Math.Max(1, ambient.Length - 1);
        double first = settings.MeanCelsius + swing - (settings.GradientKelvin / 2);
        for (int cell = 0; cell < ambient.Length; cell++)
        {
            ambient[cell] = first + (slope * cell);
        }
    }

    public static void AgeOneDay(CellBank cells)
    {
        for (int cell = 0; cell < cells.Count; cell++)
        {
            cells.CapacityCoulombs[cell] *= 1 - CapacityLossPerDay;
            cells.ResistanceScale[cell] *= 1 + ResistanceGainPerDay;
        }
    }
}
