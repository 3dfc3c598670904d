using System;

namespace DataBox.Sim;

/// <summary>What is wired to one simulated device beside its cells: GPIOs, supplies, and what is broken about them.</summary>
internal sealed class Adbms683xPins
{
    // What the auxiliary converter can be switched to.
    public const int Vmv = 10;
    public const int Vpv = 11;
    public const int Reference = 12;
    public const int Die = 13;
    public const int DigitalSupply = 14;
    public const int AnalogueSupply = 15;
    public const int Resistor = 16;
    public const int ChannelCount = 17;

    private const int StackDivider = 25;
    private const int DieMicrovoltsPerDegree = 7500;
    private const int DieOffsetDegrees = 273;

    private readonly Thermistor _probe;
    private readonly Adbms683xSenseLines _lines;
    private readonly double[] _gpioRatio = new double[Adbms683xPart.Gpios];
    private readonly int[] _gpioMicrovolts = new int[Adbms683xPart.Gpios];
    private readonly bool[] _gpioWireOpen = new bool[Adbms683xPart.Gpios];

    public Adbms683xPins(Thermistor probe, Adbms683xSenseLines lines)
    {
        _probe = probe;
        _lines = lines;
        Array.Fill(_gpioRatio, double.NaN);
    }

    public int ReferenceMicrovolts { get; set; } = 3000000;

    public int AnalogueSupplyMicrovolts { get; set; } = 5000000;

    public int DigitalSupplyMicrovolts { get; set; } = 3000000;

    public int DieDeciC { get; set; } = 250;

    /// <summary>Added to the stack's voltage at the V+ pin, µV.</summary>
    public int StackOffsetMicrovolts { get; set; }

    public void SetGpioMicrovolts(int gpio, int microvolts)
    {
        _gpioRatio[gpio] = double.NaN;
        _gpioMicrovolts[gpio] = microvolts;
    }

    public void SetGpioRatio(int gpio, double ratio) => _gpioRatio[gpio] = ratio;

    public void SetProbeDeciC(int gpio, int deciC) => _gpioRatio[gpio] = _probe.RatioAt(deciC);

    public void SetGpioWireOpen(int gpio, bool open) => _gpioWireOpen[gpio] = open;

    /// <summary>Voltage at a GPIO whose pull-down is off, without test current, µV. A divider follows the reference, and a
    /// pin with nothing on it leaks away.</summary>
    public int Gpio(int gpio)
    {
        double ratio = _gpioRatio[gpio];
        return _gpioWireOpen[gpio] ? 0
            : double.IsNaN(ratio) ? _gpioMicrovolts[gpio] : (int)Math.Round(ratio * ReferenceMicrovolts);
    }

    /// <summary>The same with the test current. A sound pin moves by a sixth towards where it is pulled (a public driver
    /// expects 10/12), but for a probe that is shorted; a pin with nothing on it goes all the way.</summary>
    public int PulledGpio(int gpio, bool up)
    {
        int target = up ? AnalogueSupplyMicrovolts : 0;
        if (_gpioWireOpen[gpio])
        {
            return target;
        }

        int free = Gpio(gpio);
        return _gpioRatio[gpio] == 0 ? free : free + ((target - free) / 6);
    }

    /// <summary>Voltage at the auxiliary converter on one of the channels that are no GPIO, µV.</summary>
    public long Internal(int channel) => channel switch
    {
        Vmv => 0,
        Vpv => (_lines.StackMicrovolts + StackOffsetMicrovolts) / StackDivider,
        Die => (DieDeciC + (DieOffsetDegrees * 10L)) * DieMicrovoltsPerDegree / 10,
        DigitalSupply => DigitalSupplyMicrovolts,
        AnalogueSupply => AnalogueSupplyMicrovolts,
        _ => ReferenceMicrovolts,
    };
}
