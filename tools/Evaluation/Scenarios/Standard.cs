using System;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>The two kinds of vehicles: under the conditions that the targets are stated for, and under everything a healthy
/// vehicle may do.</summary>
public static class Standard
{
    public const double Day = 86400;

    /// <summary>Time for learning before anything happens, at <see cref="RunInPeriod"/>.</summary>
    public const double RunIn = 12 * Day;

    public const double RunInPeriod = 10;

    /// <summary>50 Ah NMC (or LFP), 12 to 48 cells, 12 °C and warmer at the coldest, 0.1 mV noise, synchronous sampling, no
    /// balancing.</summary>
    /// <param name="mostDevices">Of 12 cells.</param>
    public static VehicleSettings Settings(ulong seed, int mostDevices = 2, bool isLfp = false)
    {
        var random = new SimRandom(seed, 51);
        int[] counts = new int[1 + random.Next(mostDevices)];
        Array.Fill(counts, 12);
        return new VehicleSettings
        {
            Seed = seed,
            Chemistry = isLfp ? CellChemistry.Lfp : CellChemistry.Nca,
            CellCounts = counts,
            StartSoc = random.Between(0.4, 0.9),
            MeanCelsius = random.Between(18, 32),
            GradientKelvin = random.Between(0, 3),
            Ageing = random.NextUnit() < 0.3 ? random.Between(0, 0.5) : 0,
            HomeChargeRate = random.Between(0.1, 0.35),
            ChargeBelowSoc = random.Between(0.5, 0.85),
        };
    }

    /// <summary>A vehicle with mixed nuisances: <see cref="VehicleSettings.Draw"/>, both chemistries by turns.</summary>
    /// <param name="mostDevices">Fewer AFEs than drawn, to save time.</param>
    public static VehicleSettings Mixed(ulong seed, int mostDevices = 6)
    {
        // The last bit of the seed tells tuning from reporting: the chemistry hangs on the next one.
        bool isLfp = (seed >> 1) % 2 == 1;
        VehicleSettings settings = VehicleSettings.Draw(seed, isLfp ? CellChemistry.Lfp : CellChemistry.Nca);
        if (settings.CellCounts.Length > mostDevices)
        {
            settings.CellCounts = settings.CellCounts[..mostDevices];
        }

        return settings;
    }

    /// <summary>What the box knows of a vehicle under standard conditions: chemistry, size, and that nothing balances.</summary>
    public static DetectorSettings Thresholds(VehicleSettings settings) => VehicleFeed.Thresholds(settings, balancing: 1);

    /// <summary>A mixed vehicle with a box: where it balances, that is not announced. One in six has no current sensor, half of
    /// them tell ignition and charging.</summary>
    public static VehicleFeed MixedFeed(VehicleSettings settings)
    {
        var random = new SimRandom(settings.Seed, 52);
        int balancing = settings.BalancingAmps > 0 || random.NextUnit() < 0.5 ? 0 : 1;
        return new VehicleFeed(settings, VehicleFeed.Thresholds(settings, balancing), random.NextUnit() >= 1.0 / 6)
        {
            TellsState = random.NextUnit() < 0.5,
        };
    }
}
