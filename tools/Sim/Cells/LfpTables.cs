using System;

namespace DataBox.Sim;

/// <summary>
/// Numbers of the LFP/graphite cell, for 1 Ah. Checked against nothing here: no recording of such a cell is at hand.
/// </summary>
/// <remarks>
/// Electrode potentials: M. Safari and C. Delacourt, "Modeling of a Commercial Graphite/LiFePO4 Cell", J. Electrochem. Soc.
/// 158 (2011) A562. Stoichiometry at 0 and 100 % SOC: M. Schimpe et al., "Comprehensive Modeling of Temperature-Dependent
/// Degradation Mechanisms in Lithium Iron Phosphate Batteries", J. Electrochem. Soc. 165 (2018) A181. Both as quoted by public
/// code that names them. The gap between charge and discharge after long rest is 5 to 25 mV (ACCURE, "Battery hysteresis
/// effect"); 20 mV are taken, closing at both ends, and run through within some percent of SOC. Resistances are plain
/// assumptions: 50 mΩ at 1 Ah, more at the ends, with the cold as for the NCA cell.
/// </remarks>
internal static class LfpTables
{
    public const double HalfGapVolts = 0.010;

    /// <summary>Share of SOC in which a turn of the current brings 63 % of the other branch.</summary>
    public const double HysteresisSoc = 0.03;

    public static readonly double[] BranchSeconds = [0.5, 10, 200];

    private const double GraphiteEmpty = 0.0085;
    private const double GraphiteFull = 0.78;
    private const double PhosphateEmpty = 0.916;
    private const double PhosphateFull = 0.045;

    /// <summary>Middle between charge and discharge, V.</summary>
    public static double OcvAt(double soc) =>
        Phosphate(PhosphateEmpty + (soc * (PhosphateFull - PhosphateEmpty)))
        - Graphite(GraphiteEmpty + (soc * (GraphiteFull - GraphiteEmpty)));

    /// <summary>Half the gap between charge and discharge, V.</summary>
    public static double HalfGapAt(double soc) =>
        HalfGapVolts * Math.Clamp(Math.Min(soc, 1 - soc) / 0.08, 0, 1);

    /// <param name="branch">Ohmic, transfer, fast, slow.</param>
    /// <returns>mΩ of a 1 Ah cell at 25 °C.</returns>
    public static double MilliohmsAt(int branch, double soc)
    {
        double atEnds = 1 + (1.5 * Math.Exp(-soc / 0.06)) + (0.3 * Math.Exp((soc - 1) / 0.04));
        return branch switch
        {
            0 => 50 * (1 + (0.2 * (atEnds - 1))),
            1 => 6 * atEnds,
            2 => 16 * atEnds,
            _ => 40 * atEnds,
        };
    }

    private static double Graphite(double x) => 0.6379 + (0.5416 * Math.Exp(-305.5309 * x))
        + (0.044 * Math.Tanh(-(x - 0.1958) / 0.1088)) - (0.1978 * Math.Tanh((x - 1.0571) / 0.0854))
        - (0.6875 * Math.Tanh((x + 0.0117) / 0.0529)) - (0.0175 * Math.Tanh((x - 0.5692) / 0.0875));

    private static double Phosphate(double y) => 3.4323 - (0.8428 * Math.Exp(-80.2493 * Math.Pow(1 - y, 1.3198)))
        - (3.2474e-6 * Math.Exp(20.2645 * Math.Pow(1 - y, 3.8003)))
        + (3.2482e-6 * Math.Exp(20.2646 * Math.Pow(1 - y, 3.7995)));
}
