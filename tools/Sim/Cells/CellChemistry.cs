using System;

namespace DataBox.Sim;

/// <summary>What all cells of one kind share, laid out for speed: tables with even steps, for a cell of 1 Ah.</summary>
public sealed class CellChemistry
{
    /// <summary>Ohmic resistance, charge transfer, fast and slow polarisation.</summary>
    public const int BranchCount = 4;

    public const int OcvSteps = 100;
    public const int SocSteps = 80;
    public const double LowestCelsius = -40;
    public const double CelsiusStep = 5;
    public const int CelsiusSteps = 32;

    /// <summary>A cold or hot cell's resistance against that at 25 °C stays in these bounds.</summary>
    private const double MostCold = 10;
    private const double LeastHot = 0.3;

    private CellChemistry(string name, double[] ocvVolts, double[] halfGapVolts, double[] ohms, double[] branchSeconds)
    {
        Name = name;
        OcvVolts = ocvVolts;
        HalfGapVolts = halfGapVolts;
        Ohms = ohms;
        BranchSeconds = branchSeconds;
    }

    /// <summary>NCA/graphite, fitted to a Panasonic NCR18650PF.</summary>
    public static CellChemistry Nca { get; } = MakeNca();

    /// <summary>LFP/graphite from publications; checked against no recording.</summary>
    public static CellChemistry Lfp { get; } = MakeLfp();

    public string Name { get; }

    /// <summary>[OcvSteps + 1] V.</summary>
    public double[] OcvVolts { get; }

    /// <summary>[OcvSteps + 1] half the gap between charge and discharge, V; empty where there is none.</summary>
    public double[] HalfGapVolts { get; }

    /// <summary>[((celsius index x (SocSteps + 1)) + soc index) x BranchCount + branch] ohms of a 1 Ah cell.</summary>
    public double[] Ohms { get; }

    /// <summary>[3] time constants of transfer, fast and slow, s.</summary>
    public double[] BranchSeconds { get; }

    public double ChargeEndVolts { get; private init; }

    public double EmptyVolts { get; private init; }

    /// <summary>Heat capacity of a cell, J/K for 1 Ah.</summary>
    public double HeatJoulesPerKelvinAmpHour { get; private init; }

    /// <param name="soc">0..1, clamped.</param>
    /// <returns>Middle between charge and discharge, V.</returns>
    public double OcvAt(double soc)
    {
        double at = Math.Clamp(soc, 0, 1) * OcvSteps;
        int i = Math.Min((int)at, OcvSteps - 1);
        return OcvVolts[i] + ((at - i) * (OcvVolts[i + 1] - OcvVolts[i]));
    }

    /// <returns>The SOC of an open-circuit voltage, 0..1.</returns>
    public double SocAt(double volts)
    {
        int i = 0;
        while (i < OcvSteps - 1 && OcvVolts[i + 1] < volts)
        {
            i++;
        }

        return Math.Clamp((i + ((volts - OcvVolts[i]) / (OcvVolts[i + 1] - OcvVolts[i]))) / OcvSteps, 0, 1);
    }

    /// <returns>Ohms of a 1 Ah cell.</returns>
    public double OhmsAt(int branch, double soc, double celsius)
    {
        double s = Math.Clamp(soc, 0, 1) * SocSteps;
        double t = Math.Clamp((celsius - LowestCelsius) / CelsiusStep, 0, CelsiusSteps);
        int i = Math.Min((int)s, SocSteps - 1);
        int j = Math.Min((int)t, CelsiusSteps - 1);
        double Row(int row) =>
            At(branch, i, row) + ((s - i) * (At(branch, i + 1, row) - At(branch, i, row)));
        return Row(j) + ((t - j) * (Row(j + 1) - Row(j)));
    }

    private double At(int branch, int soc, int celsius) =>
        Ohms[(((celsius * (SocSteps + 1)) + soc) * BranchCount) + branch];

    private static CellChemistry MakeNca()
    {
        double[] ocv = Array.ConvertAll(NcaTables.OcvMillivolts, millivolts => millivolts / 1000);
        double[] ohms = Spread(
            (branch, soc) => NcaTables.MilliohmsAt25[branch][soc] * NcaTables.AmpHours / 1000, ColdRatio);
        return new CellChemistry("NCA", ocv, [], ohms, NcaTables.BranchSeconds)
        {
            ChargeEndVolts = 4.15,
            EmptyVolts = 3.0,
            HeatJoulesPerKelvinAmpHour = 16,
        };
    }

    private static CellChemistry MakeLfp()
    {
        double[] ocv = new double[OcvSteps + 1];
        double[] gap = new double[OcvSteps + 1];
        for (int i = 0; i <= OcvSteps; i++)
        {
            ocv[i] = LfpTables.OcvAt((double)i / OcvSteps);
            gap[i] = LfpTables.HalfGapAt((double)i / OcvSteps);
        }

        // The cold as at half charge of the NCA cell: smooth over SOC, where nothing better is known.
        double[] ohms = Spread(
            (branch, soc) => LfpTables.MilliohmsAt(branch, (double)soc / SocSteps) / 1000,
            (branch, _) => Math.Min(ColdRatio(branch, SocSteps / 2), 4));
        return new CellChemistry("LFP", ocv, gap, ohms, LfpTables.BranchSeconds)
        {
            ChargeEndVolts = 3.45,
            EmptyVolts = 2.6,
            HeatJoulesPerKelvinAmpHour = 20,
        };
    }

    // How much more at 0 °C than at 25 °C.
    private static double ColdRatio(int branch, int soc)
    {
        double at = soc * 20.0 / SocSteps;
        int i = Math.Min((int)at, 19);
        double[] cold = NcaTables.MilliohmsAt0[branch];
        double milliohms = cold[i] + ((at - i) * (cold[i + 1] - cold[i]));
        return Math.Clamp(milliohms / NcaTables.MilliohmsAt25[branch][soc], 1, MostCold);
    }

    // Over temperature by Arrhenius's law through 0 and 25 °C.
    private static double[] Spread(Func<int, int, double> ohmsAt25, Func<int, int, double> coldRatio)
    {
        double[] ohms = new double[(CelsiusSteps + 1) * (SocSteps + 1) * BranchCount];
        int at = 0;
        for (int t = 0; t <= CelsiusSteps; t++)
        {
            double kelvin = LowestCelsius + (t * CelsiusStep) + 273.15;
            double power = ((1 / kelvin) - (1 / 298.15)) / ((1 / 273.15) - (1 / 298.15));
            for (int soc = 0; soc <= SocSteps; soc++)
            {
                for (int branch = 0; branch < BranchCount; branch++)
                {
                    double factor = Math.Clamp(Math.Pow(coldRatio(branch, soc), power), LeastHot, MostCold);
                    ohms[at++] = ohmsAt25(branch, soc) * factor;
                }
            }
        }

        return ohms;
    }
}
