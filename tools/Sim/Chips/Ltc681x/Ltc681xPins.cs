using System;

namespace DataBox.Sim;

/// <summary>What is wired to one simulated device: cell voltages, probes, supplies, and what is broken about them.
/// </summary>
internal sealed class Ltc681xPins
{
    private const int NotHeld = -1;
    private const double PullUpOhms = 10000;

    private readonly Thermistor _probe;
    private readonly int[] _cellMicrovolts;
    private readonly bool[] _isUsed;
    private readonly int[] _heldCellCode;
    private readonly bool[] _redundancyFault;
    private readonly double[] _gpioRatio;
    private readonly int[] _gpioMicrovolts;
    private readonly bool[] _gpioWireOpen;

    public Ltc681xPins(Ltc681xPart part, Thermistor probe)
    {
        _probe = probe;
        _cellMicrovolts = new int[part.CellInputs];
        _heldCellCode = new int[part.CellInputs];
        Array.Fill(_heldCellCode, NotHeld);
        _redundancyFault = new bool[part.CellInputs];
        _gpioRatio = new double[part.GpioInputs];
        Array.Fill(_gpioRatio, double.NaN);
        _gpioMicrovolts = new int[part.GpioInputs];
        _gpioWireOpen = new bool[part.GpioInputs];
        _isUsed = new bool[part.CellInputs];
        Wires = new Ltc681xWires(this, part.CellInputs);
        CellShorted = new bool[part.CellInputs];
    }

    /// <summary>[cells] the wires at both ends of the cell touch behind their filters.</summary>
    public bool[] CellShorted { get; }

    /// <summary>The pins behind the sense wires.</summary>
    public Ltc681xWires Wires { get; }

    public int ReferenceMicrovolts { get; set; } = 3000000;

    public int AnalogueSupplyMicrovolts { get; set; } = 5000000;

    public int DigitalSupplyMicrovolts { get; set; } = 3000000;

    public int DieDeciC { get; set; } = 250;

    public bool DischargeTimerPin { get; set; }

    public void SetCell(int input, int microvolts)
    {
        _cellMicrovolts[input] = microvolts;
        _isUsed[input] = true;
    }

    /// <summary>A cell is at this input, if only one of 0 V: it was given a voltage.</summary>
    public bool IsUsed(int input) => _isUsed[input];

    public int Cell(int input) => _cellMicrovolts[input];

    public void HoldCellCode(int input, int code) => _heldCellCode[input] = code;

    public void ReleaseCell(int input) => _heldCellCode[input] = NotHeld;

    public bool IsHeld(int input, out int code)
    {
        code = _heldCellCode[input];
        return code != NotHeld;
    }

    public void SetRedundancyFault(int input, bool broken) => _redundancyFault[input] = broken;

    public bool HasRedundancyFault(int input) => _redundancyFault[input];

    public void SetGpioMicrovolts(int gpio, int microvolts)
    {
        _gpioRatio[gpio] = double.NaN;
        _gpioMicrovolts[gpio] = microvolts;
    }

    public void SetGpioRatio(int gpio, double ratio) => _gpioRatio[gpio] = ratio;

    public void SetProbeDeciC(int gpio, int deciC) => _gpioRatio[gpio] = _probe.RatioAt(deciC);

    public void SetGpioWireOpen(int gpio, bool open) => _gpioWireOpen[gpio] = open;

    public bool IsGpioWireOpen(int gpio) => _gpioWireOpen[gpio];

    /// <summary>Voltage at a GPIO whose pull-down is off, µV. A divider follows the reference.</summary>
    public int Gpio(int gpio)
    {
        double ratio = _gpioRatio[gpio];
        return double.IsNaN(ratio) ? _gpioMicrovolts[gpio] : (int)Math.Round(ratio * ReferenceMicrovolts);
    }

    /// <summary>Resistance behind a GPIO, Ω: pull-up and probe in parallel; none where a voltage was given.</summary>
    public double GpioOhms(int gpio) => double.IsNaN(_gpioRatio[gpio]) ? 0 : PullUpOhms * _gpioRatio[gpio];
}
