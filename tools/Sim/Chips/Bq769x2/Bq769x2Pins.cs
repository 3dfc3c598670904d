using System;

namespace DataBox.Sim;

/// <summary>
/// What is wired to the chip: cells, sense wires with the charge that an open one keeps, thermistor pins, die, references.
/// </summary>
/// <remarks>Wire n is VC(n). An open one floats: its capacitor keeps the voltage, follows its neighbours half and half, and is
/// moved by the currents that the chip puts on it.</remarks>
internal sealed class Bq769x2Pins
{
    public const int Cells = 16;
    public const int ThermistorPins = 9;
    private const int NominalReferenceMicrovolts = 3000000;
    private const double NominalSupplyMicrovolts = 1800000;
    private const int ClampMicrovolts = 200000;
    private const int LowestDeciC = -600;
    private const int HighestDeciC = 2000;

    private readonly Thermistor _probe;
    private readonly int[] _cell = new int[Cells];
    private readonly bool[] _shorted = new bool[Cells];
    private readonly bool[] _open = new bool[Cells + 1];
    private readonly double[] _floating = new double[Cells + 1];
    private readonly double[] _pinOhms = new double[ThermistorPins];
    private readonly int[] _pinMicrovolts = new int[ThermistorPins];
    private readonly bool[] _pinOpen = new bool[ThermistorPins];

    public Bq769x2Pins(Thermistor probe)
    {
        _probe = probe;
        Array.Fill(_pinOhms, double.NaN);
    }

    public int DieDeciC { get; set; } = 250;

    /// <summary>As <see cref="ISimChain.SetReferenceMicrovolts"/> counts it: 3,000,000 is sound.</summary>
    public int ReferenceMicrovolts { get; set; } = NominalReferenceMicrovolts;

    /// <summary>REG18, that thermistors hang on and that the chip measures against its other reference.</summary>
    public double SupplyMicrovolts => NominalSupplyMicrovolts * ReferenceMicrovolts / NominalReferenceMicrovolts;

    /// <summary>PACK and LD pins, µV; the stack's own voltage if not given.</summary>
    public long? PackMicrovolts { get; set; }

    public void SetCell(int input, int microvolts)
    {
        int change = microvolts - _cell[input];
        _cell[input] = microvolts;
        for (int wire = 0; wire <= Cells; wire++)
        {
            if (_open[wire])
            {
                int below = wire - 1 > input ? change : 0;
                int above = Math.Min(wire + 1, Cells) > input ? change : 0;
                _floating[wire] += (below + above) / 2.0;
            }
        }
    }

    public void SetShorted(int input, bool shorted) => _shorted[input] = shorted;

    public void SetWireOpen(int wire, bool open)
    {
        if (open && !_open[wire])
        {
            _floating[wire] = Wired(wire);
        }

        _open[wire] = open;
    }

    /// <summary>Voltage between the two pins of a cell, µV.</summary>
    public double Cell(int input) => _shorted[input] ? 0 : Node(input + 1) - Node(input);

    /// <summary>VC16 against VSS, µV.</summary>
    public double Stack() => Node(Cells);

    /// <summary>Charge taken from a pin (negative: put on it); it moves an open wire alone.</summary>
    public void Drain(int wire, double microvolts)
    {
        if (_open[wire])
        {
            double lowest = (wire == 0 ? 0 : Node(wire - 1)) - ClampMicrovolts;
            double highest = (wire == Cells ? Wired(Cells) : Node(wire + 1)) + ClampMicrovolts;
            _floating[wire] = Math.Clamp(_floating[wire] - microvolts, lowest, Math.Max(lowest, highest));
        }
    }

    public void SetPinOhms(int pin, double ohms) => _pinOhms[pin] = ohms;

    public void SetPinDeciC(int pin, int deciC) => _pinOhms[pin] = _probe.OhmsAt(deciC / 10.0);

    public void SetPinMicrovolts(int pin, int microvolts)
    {
        _pinOhms[pin] = double.NaN;
        _pinMicrovolts[pin] = microvolts;
    }

    public void SetPinWireOpen(int pin, bool open) => _pinOpen[pin] = open;

    /// <summary>Share of REG18 at a pin while it is measured.</summary>
    /// <param name="pullUpOhms">Infinite: none.</param>
    public double Ratio(int pin, double pullUpOhms)
    {
        bool hasPullUp = !double.IsInfinity(pullUpOhms);
        if (_pinOpen[pin])
        {
            return hasPullUp ? 1 : 0;
        }

        double ohms = _pinOhms[pin];
        if (double.IsNaN(ohms))
        {
            return _pinMicrovolts[pin] / SupplyMicrovolts;
        }

        return double.IsInfinity(ohms) ? (hasPullUp ? 1 : 0) : hasPullUp ? ohms / (ohms + pullUpOhms) : 0;
    }

    /// <summary>Temperature of the probe that gives a ratio, 0.1 °C, -60 to 200 °C: the chip's polynomial is taken as
    /// exact for the probe that is fitted.</summary>
    public int DeciCAt(double ratio, double pullUpOhms)
    {
        double ohms = ratio >= 1 ? double.PositiveInfinity : pullUpOhms * Math.Max(0, ratio) / (1 - ratio);
        int low = LowestDeciC;
        int high = HighestDeciC;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (_probe.OhmsAt((middle + 0.5) / 10.0) > ohms)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    private double Node(int wire) => _open[wire] ? _floating[wire] : Wired(wire);

    private long Wired(int wire)
    {
        long sum = 0;
        for (int input = 0; input < wire; input++)
        {
            sum += _cell[input];
        }

        return sum;
    }
}
