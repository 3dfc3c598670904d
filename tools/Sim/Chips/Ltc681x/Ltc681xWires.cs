using System;

namespace DataBox.Sim;

/// <summary>
/// The pins behind one device's sense wires, as potentials. A pin whose wire is whole stands where the stack holds it. A
/// pin whose wire is cut is a capacitor: it drifts to the middle between its neighbours (at either end of the stack it
/// stays), and each open-wire conversion moves it by the test current times the time of its channels.
/// </summary>
/// <remarks>
/// LTC681x data sheets, "Open Wire Check": 70 to 130 µA, at least two conversions each way up to 10 nF, 1 + C / 10 nF in
/// normal mode, 10 at 100 nF, 100 at 1 µF. With 125 µA through each channel's share of the conversion, of which half has
/// flowed when the channel is measured, about that many take a full cell at the end of the stack to zero, which is what
/// the rule is for; wires between cells show sooner. Between two cells a pin can't leave the span of its neighbours;
/// beyond the ends it gets a diode's drop farther.
/// <para>An input that was never given a voltage is one that the pack leaves free: its pins are tied together on the
/// board, so they float together too.</para>
/// </remarks>
internal sealed class Ltc681xWires
{
    private const double DriftMicrosPerNanofarad = 5000;
    private const double DiodeMicrovolts = 300000;

    private readonly Ltc681xPins _pins;
    private readonly int _cells;
    private readonly bool[] _cut;
    private readonly double[] _potential;
    private long _atMicros;

    public Ltc681xWires(Ltc681xPins pins, int cells)
    {
        _pins = pins;
        _cells = cells;
        _cut = new bool[cells + 1];
        _potential = new double[cells + 1];
    }

    public bool AnyCut { get; private set; }

    /// <summary>On the chip's side of a cut wire, nF.</summary>
    public double Nanofarads { get; set; } = 10;

    /// <summary>Test current, µA.</summary>
    public double TestMicroamps { get; set; } = 125;

    /// <summary>Cuts or mends C(wire).</summary>
    public void Cut(int wire, bool cut, long nowMicros)
    {
        Settle(nowMicros);
        _cut[wire] = cut;
        AnyCut = Array.IndexOf(_cut, true) >= 0;
    }

    /// <summary>Voltage between the pins of a cell input, µV.</summary>
    public double Between(int input) => _potential[input + 1] - _potential[input];

    /// <summary>Voltage between the outermost pins, µV.</summary>
    public double AcrossAll => AnyCut ? _potential[_cells] - _potential[0] : StackTop;

    /// <summary>Lets the loose pins drift.</summary>
    public void DriftTo(long nowMicros)
    {
        if (AnyCut)
        {
            Settle(nowMicros);
        }
    }

    private void Settle(long nowMicros)
    {
        double kept = Math.Exp(-(nowMicros - _atMicros) / (DriftMicrosPerNanofarad * Nanofarads));
        _atMicros = nowMicros;
        double stack = 0;
        for (int low = 0; low <= _cells;)
        {
            int high = TopOfTied(low);
            if (!IsLoose(low, high))
            {
                for (int pin = low; pin <= high; pin++)
                {
                    _potential[pin] = stack;
                    stack += pin < _cells ? _pins.Cell(pin) : 0;
                }
            }
            else
            {
                double held = stack;
                for (int pin = low; pin <= high; pin++)
                {
                    stack += pin < _cells ? _pins.Cell(pin) : 0;
                }

                double goal = low == 0 || high == _cells ? held : (_potential[low - 1] + AboveOf(high, stack)) / 2;
                Put(low, high, goal + ((_potential[low] - goal) * kept));
            }

            low = high + 1;
        }
    }

    /// <summary>An open-wire conversion.</summary>
    /// <param name="cellMask">Inputs that it measures.</param>
    /// <param name="up">Direction of the current.</param>
    /// <param name="channelMicros">How long it flows into the pins of each.</param>
    public void Pull(int cellMask, bool up, double channelMicros)
    {
        double step = TestMicroamps * channelMicros / Nanofarads * 1000 * (up ? 1 : -1);

        // A pin that moves pushes the one in front of it aside, so that one goes first.
        for (int i = 0; i <= _cells; i++)
        {
            int pin = up ? _cells - i : i;
            int low = BottomOfTied(pin);
            int high = TopOfTied(low);
            if (pin != (up ? high : low) || !IsLoose(low, high))
            {
                continue;
            }

            int channels = 0;
            for (int each = low; each <= high; each++)
            {
                channels += each > 0 && (cellMask & (1 << (each - 1))) != 0 ? 1 : 0;
                channels += (cellMask & (1 << each)) != 0 ? 1 : 0;
            }

            double floor = low == 0 ? -DiodeMicrovolts : _potential[low - 1];
            double ceiling = high == _cells ? StackTop + DiodeMicrovolts : _potential[high + 1];
            Put(low, high, Math.Clamp(_potential[low] + (step * channels), floor, Math.Max(floor, ceiling)));
        }
    }

    private double StackTop
    {
        get
        {
            double sum = 0;
            for (int input = 0; input < _cells; input++)
            {
                sum += _pins.Cell(input);
            }

            return sum;
        }
    }

    // The next pin above, as it is; where that one is held by its wire, its potential as of now is the stack's.
    private double AboveOf(int high, double stack)
    {
        int low = high + 1;
        return IsLoose(low, TopOfTied(low)) ? _potential[low] : stack;
    }

    private int TopOfTied(int low)
    {
        int high = low;
        while (high < _cells && !_pins.IsUsed(high))
        {
            high++;
        }

        return high;
    }

    private int BottomOfTied(int pin)
    {
        int low = pin;
        while (low > 0 && !_pins.IsUsed(low - 1))
        {
            low--;
        }

        return low;
    }

    private bool IsLoose(int low, int high)
    {
        for (int pin = low; pin <= high; pin++)
        {
            if (_cut[pin])
            {
                return true;
            }
        }

        return false;
    }

    private void Put(int low, int high, double potential)
    {
        for (int pin = low; pin <= high; pin++)
        {
            _potential[pin] = potential;
        }
    }
}
