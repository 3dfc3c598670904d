using System;

namespace DataBox.Sim;

public sealed partial class Ltc681xSimChain
{
    public void SetCellMicrovolts(int device, int input, int microvolts) =>
        Cell(device, input).SetCell(input, microvolts);

    public void SetGpioMicrovolts(int device, int gpio, int microvolts) =>
        Gpio(device, gpio).SetGpioMicrovolts(gpio, microvolts);

    public void SetProbeDeciC(int device, int gpio, int deciC) => Gpio(device, gpio).SetProbeDeciC(gpio, deciC);

    public void SetProbeOpen(int device, int gpio) => Gpio(device, gpio).SetGpioRatio(gpio, 1);

    public void SetProbeShorted(int device, int gpio) => Gpio(device, gpio).SetGpioRatio(gpio, 0);

    /// <summary>Sets every cell input of every device.</summary>
    public void SetAllCellsMicrovolts(int microvolts)
    {
        foreach (Ltc681xSimDevice device in _devices)
        {
            for (int input = 0; input < _part.CellInputs; input++)
            {
                device.Pins.SetCell(input, microvolts);
            }
        }
    }

    /// <summary>VREF2, µV; 3,000,000 at first. Dividers follow it.</summary>
    public void SetReferenceMicrovolts(int device, int microvolts) =>
        Device(device).Pins.ReferenceMicrovolts = microvolts;

    /// <summary>VREG (VA) and VREGD (VD), µV; 5,000,000 and 3,000,000 at first.</summary>
    public void SetSupplyMicrovolts(int device, int analogueMicrovolts, int digitalMicrovolts)
    {
        Device(device).Pins.AnalogueSupplyMicrovolts = analogueMicrovolts;
        Device(device).Pins.DigitalSupplyMicrovolts = digitalMicrovolts;
    }

    /// <summary>Die temperature, 0.1 °C; 250 at first.</summary>
    public void SetDieDeciC(int device, int deciC) => Device(device).Pins.DieDeciC = deciC;

    /// <summary>The DTEN pin; low at first.</summary>
    public void SetDischargeTimerPin(int device, bool high) => Device(device).Pins.DischargeTimerPin = high;

    /// <summary>Cuts wire C(wire) of the device, 0 at its negative end; shows under ADOW, and in that both its cells drift
    /// to the middle between them. Of pins that are tied because inputs are left free any one stands for all.</summary>
    public void SetCellWireOpen(int device, int wire, bool open)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wire);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wire, _part.CellInputs);
        Device(device).Pins.Wires.Cut(wire, open, _clock.MonotonicMicros());
    }

    /// <summary>What is left on the chip's side of cut sense wires, nF; 10 at first. The more, the more open-wire
    /// conversions it takes.</summary>
    public void SetWireCapacitanceNanofarads(int device, double nanofarads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nanofarads);
        Device(device).Pins.Wires.Nanofarads = nanofarads;
    }

    /// <summary>Current of open-wire conversions, µA; 70 to 130 are within the data sheet, 125 at first.</summary>
    public void SetTestCurrentMicroamps(int device, double microamps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microamps);
        Device(device).Pins.Wires.TestMicroamps = microamps;
    }

    /// <summary>What a cell or GPIO above full scale (5.73435 V) reads in a plain conversion: no public source says. FFFF, as
    /// if nothing had been converted, at first; a converter that clamps would give DFFF, as open-wire conversions do here:
    /// the data sheets' procedure works with no other code.</summary>
    public void SetOverRangeCode(int device, int code) => Device(device).OverRangeCode = code;

    /// <summary>The second digital machine never disagrees, FDRF or not.</summary>
    public void SetRedundancyBlind(int device, bool blind) => Device(device).IsRedundancyBlind = blind;

    /// <summary>Cuts the wire between a GPIO and everything on it; shows under AXOW.</summary>
    public void SetGpioWireOpen(int device, int gpio, bool open) => Gpio(device, gpio).SetGpioWireOpen(gpio, open);

    /// <summary>The cell's conversions give the present code from now on, whatever the voltage does; or let it go.
    /// </summary>
    public void SetCellStuck(int device, int input, bool stuck)
    {
        Ltc681xPins pins = Cell(device, input);
        pins.ReleaseCell(input);
        if (stuck)
        {
            pins.HoldCellCode(input, Device(device).PresentCellCode(input));
        }
    }

    /// <summary>The chip's redundant conversion of this cell disagrees: code FF0x.</summary>
    public void SetRedundancyFault(int device, int input, bool broken) =>
        Cell(device, input).SetRedundancyFault(input, broken);

    /// <summary>DIAGN never clears MUXFAIL.</summary>
    public void SetMuxBroken(int device, bool broken) => Device(device).IsMuxBroken = broken;

    /// <summary>The die passed about 150 °C: configuration lost, THSD set until status B is read.</summary>
    public void OverheatOnce(int device) => Device(device).OverheatOnce();

    /// <summary>The device ignores its next clear commands.</summary>
    public void IgnoreClears(int device, int count) => Device(device).IgnoreClears(count);

    /// <summary>Converters slower than typical; 100 is typical, 106 within the data sheet.</summary>
    public void SetConversionPercent(int device, int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        Device(device).ConversionPercent = percent;
    }

    /// <summary>White noise on the device's cell conversions, µV rms, from the chain's seed.</summary>
    public void SetNoiseMicrovoltsRms(int device, int microvolts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microvolts);
        Device(device).NoiseMicrovoltsRms = microvolts;
    }

    /// <summary>Takes the device's supply away, or gives it back: it then is asleep with power-on values.</summary>
    public void SetPowered(int device, bool powered) => Device(device).SetPowered(powered);

    /// <summary>A dip in the device's supply: asleep, everything at power-on values.</summary>
    public void PowerCycle(int device) => Device(device).SetPowered(true);

    /// <summary>The device's core is asleep at the clock's present time.</summary>
    public bool IsAsleep(int device)
    {
        LetTimePass(_clock.MonotonicMicros());
        return Device(device).IsAsleep;
    }

    /// <summary>The device ignores its next commands that change anything: conversion, clear, write, diagnosis, mute.
    /// They don't feed its watchdog either, as a command with a wrong check word does not.</summary>
    public void LoseCommands(int device, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Device(device).CommandsToLose = count;
    }

    /// <summary>The converters stand still, the poll line says busy; let go, what was due meanwhile ends at once.
    /// </summary>
    public void StopConverters(int device, bool stopped)
    {
        LetTimePass(_clock.MonotonicMicros());
        Device(device).AreConvertersStopped = stopped;
    }

    public void SetCellWiresShorted(int device, int wire, bool shorted)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wire);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(wire, _part.CellInputs);
        Device(device).Pins.CellShorted[wire] = shorted;
    }

    /// <summary>The cell multiplexer of ADC1 stays on its first channel: all cells of that converter read cell 1, and
    /// DIAGN leaves MUXFAIL at 1.</summary>
    public void SetMuxStuck(int device, bool stuck) => Device(device).IsMuxStuck = stuck;

    /// <summary>Offset of ADC(converter + 1). ADC1 measures GPIOs, reference and status too (data sheets, "Auxiliary
    /// (GPIO) Measurements" and table "ADC Path Redundancy Selection").</summary>
    public void SetConverterOffsetMicrovolts(int device, int converter, int microvolts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(converter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(converter, ConverterCount);
        Device(device).ConverterOffsetMicrovolts[converter] = microvolts;
    }

    /// <summary>Bit 8 of every result, 25.6 mV, comes out turned; self tests too.</summary>
    public void SetFilterBroken(int device, bool broken) => Device(device).IsFilterBroken = broken;

    private Ltc681xSimDevice Device(int device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(device, _devices.Length);
        return _devices[device];
    }

    private Ltc681xPins Cell(int device, int input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, _part.CellInputs);
        return Device(device).Pins;
    }

    private Ltc681xPins Gpio(int device, int gpio)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gpio);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(gpio, _part.GpioInputs);
        return Device(device).Pins;
    }
}
