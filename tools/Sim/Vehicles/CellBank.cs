using System;

namespace DataBox.Sim;

/// <summary>
/// All cells of a pack under one current, one array a quantity. Each cell is an open-circuit voltage with hysteresis, an ohmic
/// resistance, three RC branches (charge transfer, fast, slow) and a thermal node between its neighbours and the air.
/// </summary>
/// <remarks>
/// Current is positive while charging. V = (OCV(SOC) + hysteresis + extra + u1 + u2 + u3 + (I - drain) R0) / (1 + R0 G), where G
/// is the conductance of an internal short and the current through the chemistry is I - drain - G V. Branches and thermal
/// nodes move by the exact exponential of their step, so any step from 0.1 to 60 s is stable. Faults write the arrays
/// below "what acts on the cells" and nothing else.
/// </remarks>
public sealed partial class CellBank
{
    private const double RefreshSeconds = 1;
    private const double EmptiestSoc = 0.05;
    private readonly double[] _r0;
    private readonly double[] _r1;
    private readonly double[] _r2;
    private readonly double[] _r3;
    private readonly double[] _inner;
    private readonly double[] _watts;
    private readonly double[] _before;
    private readonly double[] _thermalShare;
    private readonly double[] _conductance;
    private readonly double[] _share = new double[3];
    private double _stepSeconds = -1;
    private double _sinceRefresh = double.MaxValue;

    /// <param name="count">1 or more cells.</param>
    /// <param name="ratedAmpHours">Resistances and heat capacity are of a cell of this size.</param>
    public CellBank(CellChemistry chemistry, int count, double ratedAmpHours)
    {
        Chemistry = chemistry;
        Count = count;
        RatedAmpHours = ratedAmpHours;
        JoulesPerKelvin = chemistry.HeatJoulesPerKelvinAmpHour * ratedAmpHours;
        double[] Make(double value)
        {
            double[] array = new double[count];
            Array.Fill(array, value);
            return array;
        }

        Soc = Make(0.5);
        Celsius = Make(25);
        Transfer = Make(0);
        Fast = Make(0);
        Slow = Make(0);
        Hysteresis = Make(0);
        Volts = Make(chemistry.OcvAt(0.5));
        CapacityCoulombs = Make(ratedAmpHours * 3600);
        ResistanceScale = Make(1);
        SelfDischargeAmps = Make(0);
        AmbientCelsius = Make(25);
        CoolingWattsPerKelvin = Make(0.012 * ratedAmpHours);
        NeighbourWattsPerKelvin = 0.012 * ratedAmpHours;
        ShortSiemens = Make(0);
        DrainAmps = Make(0);
        ExtraVolts = Make(0);
        HeaterWatts = Make(0);
        CellAmps = Make(0);
        _r0 = Make(0);
        _r1 = Make(0);
        _r2 = Make(0);
        _r3 = Make(0);
        _inner = Make(0);
        _watts = Make(0);
        _before = Make(0);
        _thermalShare = Make(0);
        _conductance = Make(0);
    }

    public CellChemistry Chemistry { get; }

    public int Count { get; }

    public double RatedAmpHours { get; }

    public double JoulesPerKelvin { get; }

    /// <summary>[cells] 0..1, and beyond where a cell is abused.</summary>
    public double[] Soc { get; }

    public double[] Celsius { get; }

    /// <summary>[cells] voltages of the three branches, V.</summary>
    public double[] Transfer { get; }

    public double[] Fast { get; }

    public double[] Slow { get; }

    /// <summary>[cells] -1 on the discharge branch, 1 on the charge branch.</summary>
    public double[] Hysteresis { get; }

    /// <summary>[cells] at the terminals at the end of the step, V.</summary>
    public double[] Volts { get; }

    public double[] CapacityCoulombs { get; }

    /// <summary>[cells] against the chemistry's, over all branches.</summary>
    public double[] ResistanceScale { get; }

    public double[] SelfDischargeAmps { get; }

    /// <summary>[cells] air or cold plate beside each cell.</summary>
    public double[] AmbientCelsius { get; }

    // What acts on the cells.

    /// <summary>[cells] to the air; call <see cref="CoolingChanged"/> after a change.</summary>
    public double[] CoolingWattsPerKelvin { get; }

    public double NeighbourWattsPerKelvin { get; set; }

    /// <summary>[cells] conductance of an internal short, S.</summary>
    public double[] ShortSiemens { get; }

    /// <summary>[cells] taken from the terminals by balancing, A.</summary>
    public double[] DrainAmps { get; }

    /// <summary>[cells] added to the open-circuit voltage, V.</summary>
    public double[] ExtraVolts { get; }

    /// <summary>[cells] heat from outside the cell, W.</summary>
    public double[] HeaterWatts { get; }

    // What came of it.

    /// <summary>[cells] through the chemistry in the last step, A.</summary>
    public double[] CellAmps { get; }

    /// <summary>Heat made in and put into all cells so far, J.</summary>
    public double HeatJoules { get; private set; }

    /// <summary>Reversible heat from the entropy of the reaction, dU/dT in V/K over all SOC; 0 leaves it out.</summary>
    public double EntropyVoltsPerKelvin { get; set; }

    /// <returns>Ohms of the last refresh.</returns>
    public double OhmicOhms(int cell) => _r0[cell];

    /// <returns>Ohms of all branches together, of the last refresh.</returns>
    public double TotalOhms(int cell) => _r0[cell] + _r1[cell] + _r2[cell] + _r3[cell];

    public void CoolingChanged() => _stepSeconds = -1;

    /// <summary>Takes the tables' resistances anew at the next step, after a scale or a temperature was set by hand.</summary>
    public void ResistanceChanged() => _sinceRefresh = double.MaxValue;
}
