using System;

namespace DataBox.Sim;

/// <summary>
/// The cells of one simulated device, the seventeen wires to them, and what the two converters see of it.
/// </summary>
/// <remarks>
/// The C-ADC measures between the C pins, which draw nothing. The S-ADC measures between the S pins, behind a filter
/// resistor in each line; the open-wire test puts a resistor across a cell's S pins (470 ohm by a public driver, which
/// expects nine tenths of the voltage on a sound wire: the current, about 7 mA, falls over the two filter resistors, and
/// the neighbours that are not loaded read so much more). A wire that is cut leaves its node to those resistors and to
/// 10 Mohm of leakage across each cell: unloaded it sits midway between its neighbours, under load it goes to the other end
/// of the loaded cell, which reads 0 while the next cell reads both. A cut wire at an end of the device is held at its
/// voltage by 20 kohm from the supply pin there: unloaded it reads right within millivolts, loaded its cell collapses. Both
/// converters see a cut wire's node. All of it at rest: filter capacitors have no charge here.
/// </remarks>
internal sealed class Adbms683xSenseLines
{
    private const int Cells = Adbms683xPart.Cells;
    private const double LeakSiemens = 1e-7;
    private const double EndSiemens = 1.0 / 20000;

    private readonly Adbms683xChoices _choices;
    private readonly int[] _cell = new int[Cells];
    private readonly bool[] _open = new bool[Cells + 1];
    private readonly bool[] _shorted = new bool[Cells];
    private readonly double[] _node = new double[Cells + 1];
    private readonly double[] _pin = new double[Cells + 1];
    private readonly double[] _upper = new double[Cells + 1];
    private int _load;
    private int _openCount;
    private int _shortCount;
    private bool _solved;

    public Adbms683xSenseLines(Adbms683xChoices choices)
    {
        _choices = choices;
    }

    /// <summary>[16] between the C pins, µV.</summary>
    public int[] Cell { get; } = new int[Cells];

    /// <summary>[16] between the S pins, µV.</summary>
    public int[] Redundant { get; } = new int[Cells];

    /// <summary>Another number whenever what the converters see may have changed.</summary>
    public int Version { get; private set; }

    /// <summary>All cells in series, µV.</summary>
    public long StackMicrovolts
    {
        get
        {
            long sum = 0;
            for (int i = 0; i < Cells; i++)
            {
                sum += _cell[i];
            }

            return sum;
        }
    }

    public void SetCell(int input, int microvolts)
    {
        if (_cell[input] != microvolts)
        {
            _cell[input] = microvolts;
            Change();
        }
    }

    public void SetOpen(int wire, bool open)
    {
        _openCount += (open ? 1 : 0) - (_open[wire] ? 1 : 0);
        _open[wire] = open;
        Change();
    }

    public void SetShorted(int wire, bool shorted)
    {
        _shortCount += (shorted ? 1 : 0) - (_shorted[wire] ? 1 : 0);
        _shorted[wire] = shorted;
        Change();
    }

    /// <summary>Which cells the test loads, bit 0 is cell 1.</summary>
    public void SetLoad(int mask)
    {
        if (_load != mask)
        {
            _load = mask;
            Change();
        }
    }

    /// <summary>Brings Cell and Redundant up to date.</summary>
    public void Solve()
    {
        if (_solved)
        {
            return;
        }

        _solved = true;
        if (_openCount == 0 && _load == 0)
        {
            Array.Copy(_cell, Cell, Cells);
            Array.Copy(_cell, Redundant, Cells);
        }
        else
        {
            SolveNodes();
        }

        for (int i = 0; i < Cells && _shortCount > 0; i++)
        {
            if (_shorted[i])
            {
                Cell[i] = 0;
                Redundant[i] = 0;
            }
        }
    }

    private void Change()
    {
        _solved = false;
        Version++;
    }

    // Kirchhoff at every S pin gives a system with three diagonals: elimination upwards, then back.
    private void SolveNodes()
    {
        double line = 1.0 / _choices.FilterOhms;
        _node[0] = 0;
        for (int i = 0; i < Cells; i++)
        {
            _node[i + 1] = _node[i] + _cell[i];
        }

        double below = 0;
        for (int n = 0; n <= Cells; n++)
        {
            double above = n < Cells ? Siemens(n) : 0;
            double source = !_open[n] ? line : n is 0 or Cells ? EndSiemens : 0;
            double pivot = source + below + above - (n > 0 ? below * _upper[n - 1] : 0);
            double right = (source * _node[n]) + (n > 0 ? below * _pin[n - 1] : 0);
            _upper[n] = above / pivot;
            _pin[n] = right / pivot;
            below = above;
        }

        for (int n = Cells - 1; n >= 0; n--)
        {
            _pin[n] += _upper[n] * _pin[n + 1];
        }

        for (int i = 0; i < Cells; i++)
        {
            Redundant[i] = (int)Math.Round(_pin[i + 1] - _pin[i]);
            Cell[i] = (int)Math.Round(CPin(i + 1) - CPin(i));
        }
    }

    private double CPin(int n) => _open[n] ? _pin[n] : _node[n];

    private double Siemens(int cell) =>
        LeakSiemens + ((_load & (1 << cell)) != 0 ? 1.0 / _choices.LoadOhms : 0);
}
