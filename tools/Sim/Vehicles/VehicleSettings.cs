using System;

namespace DataBox.Sim;

/// <summary>What one vehicle is built of and how it is used. The defaults are the plain case: 50 Ah, 25 °C, 0.1 mV noise,
/// synchronous sampling, no balancing.</summary>
public sealed class VehicleSettings
{
    /// <summary>Everything random about the vehicle: one seed, one vehicle.</summary>
    public ulong Seed { get; set; } = 1;

    public CellChemistry Chemistry { get; set; } = CellChemistry.Nca;

    /// <summary>[devices] cells of each AFE.</summary>
    public int[] CellCounts { get; set; } = [12, 12];

    public int ProbesPerDevice { get; set; } = 3;

    public double RatedAmpHours { get; set; } = 50;

    public double StartSoc { get; set; } = 0.75;

    // The climate.

    public double MeanCelsius { get; set; } = 25;

    /// <summary>From the mean to the day's warmest hour, K.</summary>
    public double SwingKelvin { get; set; } = 4;

    /// <summary>From the pack's first cell to its last, K.</summary>
    public double GradientKelvin { get; set; } = 2;

    // Cell to cell, standard deviations in percent; ageing 0 (new) to 1 (at its end) widens them and wears all cells.

    public double CapacitySpreadPercent { get; set; } = 1;

    public double ResistanceSpreadPercent { get; set; } = 3;

    public double SocSpreadPoints { get; set; } = 0.4;

    public double SelfDischargePercentMonth { get; set; } = 2;

    public double SelfDischargeSpreadPercent { get; set; } = 20;

    public double Ageing { get; set; }

    /// <summary>Of each cell's cooling.</summary>
    public double CoolingSpreadPercent { get; set; } = 8;

    // The measurement.

    /// <summary>White, µV rms.</summary>
    public double NoiseMicrovolts { get; set; } = 100;

    public int LsbMicrovolts { get; set; } = 100;

    public double GainSpreadPercent { get; set; } = 0.02;

    public double OffsetSpreadMicrovolts { get; set; } = 200;

    /// <summary>Of all cells of an AFE together, µV/K of its board, rms.</summary>
    public double DriftMicrovoltsPerKelvin { get; set; } = 10;

    /// <summary>From one cell of an AFE to the next, s.</summary>
    public double CellSkewSeconds { get; set; }

    /// <summary>From one AFE to the next, s.</summary>
    public double DeviceSkewSeconds { get; set; }

    /// <summary>Share of samples in which a device's frame is lost, device by device.</summary>
    public double LostShare { get; set; }

    /// <summary>Taken from chosen cells, A; 0: the vehicle does not balance.</summary>
    public double BalancingAmps { get; set; }

    // The use.

    /// <summary>Charge rate at home and at a fast charger, C.</summary>
    public double HomeChargeRate { get; set; } = 0.15;

    public double FastChargeRate { get; set; } = 1;

    /// <summary>Share of charges that are fast.</summary>
    public double FastShare { get; set; } = 0.2;

    /// <summary>Charged when below this at the end of the day.</summary>
    public double ChargeBelowSoc { get; set; } = 0.6;

    /// <summary>Cells in series.</summary>
    public int CellCount
    {
        get
        {
            int sum = 0;
            foreach (int count in CellCounts)
            {
                sum += count;
            }

            return sum;
        }
    }

    /// <summary>A vehicle of a mixed fleet: 12 to 96 cells, -20 to 45 °C, new to worn, good to poor measurement, each nuisance
    /// in a good part of the vehicles.</summary>
    public static VehicleSettings Draw(ulong seed, CellChemistry chemistry)
    {
        var random = new SimRandom(seed, 11);
        int devices = 1 + random.Next(6);
        int[] counts = new int[devices];
        Array.Fill(counts, 12 + random.Next(5));
        bool isSkewed = random.NextUnit() < 0.5;
        return new VehicleSettings
        {
            Seed = seed,
            Chemistry = chemistry,
            CellCounts = counts,
            StartSoc = random.Between(0.3, 0.9),
            MeanCelsius = random.Between(-20, 45),
            SwingKelvin = random.Between(1, 8),
            GradientKelvin = random.Between(0, 5),
            CapacitySpreadPercent = random.Between(0.5, 2),
            ResistanceSpreadPercent = random.Between(2, 5),
            SocSpreadPoints = random.Between(0.2, 1),
            SelfDischargePercentMonth = random.Between(1, 5),
            Ageing = random.NextUnit() < 0.5 ? random.NextUnit() : 0,
            NoiseMicrovolts = 50 * Math.Pow(20, random.NextUnit()),
            GainSpreadPercent = random.Between(0.02, 0.1),
            OffsetSpreadMicrovolts = random.Between(50, 500),
            CellSkewSeconds = isSkewed ? random.Between(0.0001, 0.001) : 0,
            DeviceSkewSeconds = isSkewed ? 0.01 * Math.Pow(20, random.NextUnit()) : 0,
            LostShare = random.NextUnit() < 0.3 ? random.Between(0.001, 0.01) : 0,
            BalancingAmps = random.NextUnit() < 0.4 ? random.Between(0.05, 0.3) : 0,
            HomeChargeRate = random.Between(0.1, 0.35),
            FastChargeRate = random.Between(0.7, 1.5),
            FastShare = random.Between(0, 0.6),
            ChargeBelowSoc = random.Between(0.4, 0.85),
        };
    }
}
