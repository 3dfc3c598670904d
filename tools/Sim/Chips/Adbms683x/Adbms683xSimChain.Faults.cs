using System;

namespace DataBox.Sim;

public sealed partial class Adbms683xSimChain
{
    public void SetCellMicrovolts(int device, int input, int microvolts) =>
        WithCell(device, input).Lines.SetCell(input, microvolts);

    public void SetGpioMicrovolts(int device, int gpio, int microvolts) =>
        WithGpio(device, gpio).Pins.SetGpioMicrovolts(gpio, microvolts);

    public void SetProbeDeciC(int device, int gpio, int deciC) => WithGpio(device, gpio).Pins.SetProbeDeciC(gpio, deciC);

    public void SetProbeOpen(int device, int gpio) => WithGpio(device, gpio).Pins.SetGpioRatio(gpio, 1);

    public void SetProbeShorted(int device, int gpio) => WithGpio(device, gpio).Pins.SetGpioRatio(gpio, 0);

    /// <summary>Voltage at the tenth GPIO, which no cell map knows, µV.</summary>
    public void SetTenthGpioMicrovolts(int device, int microvolts) =>
        Device(device).Pins.SetGpioMicrovolts(Adbms683xPart.MappedGpios, microvolts);

    /// <summary>Sets every cell input of every device.</summary>
    public void SetAllCellsMicrovolts(int microvolts)
    {
        for (int d = 0; d < _devices.Length; d++)
        {
            for (int input = 0; input < Adbms683xPart.Cells; input++)
            {
                SetCellMicrovolts(d, input, microvolts);
            }
        }
    }

    public void SetReferenceMicrovolts(int device, int microvolts) =>
        Device(device).Pins.ReferenceMicrovolts = microvolts;

    /// <summary>VA and VD, µV; 5,000,000 and 3,000,000 at first.</summary>
    public void SetSupplyMicrovolts(int device, int analogueMicrovolts, int digitalMicrovolts)
    {
        Adbms683xPins pins = Device(device).Pins;
        pins.AnalogueSupplyMicrovolts = analogueMicrovolts;
        pins.DigitalSupplyMicrovolts = digitalMicrovolts;
    }

    /// <summary>Die temperature, 0.1 °C; 250 at first. At 150 °C the chip shuts down.</summary>
    public void SetDieDeciC(int device, int deciC)
    {
        Adbms683xSimDevice target = Device(device);
        target.Pins.DieDeciC = deciC;
        if (deciC >= 1500)
        {
            target.Overheat();
        }
    }

    /// <summary>The die passed about 150 °C: configuration lost, THSD set until it is cleared.</summary>
    public void OverheatOnce(int device) => Device(device).Overheat();

    /// <summary>Adds to what the chip measures of the whole stack, µV.</summary>
    public void SetStackOffsetMicrovolts(int device, int microvolts) =>
        Device(device).Pins.StackOffsetMicrovolts = microvolts;

    public void SetCellWireOpen(int device, int wire, bool open)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wire);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wire, Adbms683xPart.Cells);
        Device(device).Lines.SetOpen(wire, open);
    }

    public void SetCellWiresShorted(int device, int wire, bool shorted) =>
        WithCell(device, wire).Lines.SetShorted(wire, shorted);

    public void SetGpioWireOpen(int device, int gpio, bool open) =>
        WithGpio(device, gpio).Pins.SetGpioWireOpen(gpio, open);

    /// <summary>The first auxiliary converter's multiplexer stays on one channel (Choices.StuckMuxChannel). The cells' ADCs
    /// have none, and the second auxiliary converter has its own.</summary>
    public void SetMuxStuck(int device, bool stuck) => Device(device).IsMuxStuck = stuck;

    /// <param name="converter">0 is the C-ADC's path, 1 the S-ADC's.</param>
    public void SetConverterOffsetMicrovolts(int device, int converter, int microvolts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(converter);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(converter, ConverterCount);
        Device(device).SetOffset(converter, microvolts);
    }

    /// <summary>Averaged and filtered results have a bit turned that is worth 76.8 mV.</summary>
    public void SetFilterBroken(int device, bool broken) => Device(device).IsFilterBroken = broken;

    public void SetNoiseMicrovoltsRms(int device, int microvolts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microvolts);
        Device(device).NoiseMicrovoltsRms = microvolts;
    }

    /// <summary>The C-ADC goes on giving this cell's present code, whatever the voltage does; or lets it go.</summary>
    public void SetCellStuck(int device, int input, bool stuck) => WithCell(device, input).HoldCell(input, stuck);

    public void SetConversionPercent(int device, int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        Device(device).SetPercent(percent);
    }

    public void StopConverters(int device, bool stopped) => Device(device).Stop(stopped, _clock.MonotonicMicros());

    /// <summary>Reads and polls are answered, everything else is ignored and not counted.</summary>
    public void LoseCommands(int device, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Device(device).LoseCommands(count);
    }

    /// <summary>Puts the device's command counter where it should not be.</summary>
    /// <param name="value">0..63.</param>
    public void SetCounter(int device, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 63);
        Device(device).Counter = value;
    }

    /// <summary>A flag of status C is set and can't be cleared, or behaves again.</summary>
    public void SetFlag(int device, Adbms683xFlag flag, bool set) => Device(device).Force(flag, set);

    /// <summary>What the oscillator counter shows; 61 at first, good from 52 to 70.</summary>
    public void SetOscillatorCount(int device, int count) => Device(device).OscillatorCount = count & 0xFF;

    public void SetPowered(int device, bool powered) => Device(device).SetPowered(powered);

    public void PowerCycle(int device) => Device(device).SetPowered(true);

    /// <summary>The device's core is asleep at the clock's present time.</summary>
    public bool IsAsleep(int device)
    {
        LetTimePass(_clock.MonotonicMicros());
        return Device(device).IsAsleep;
    }

    // Whatever a test changes, what was converted until now saw the pins as they were.
    private Adbms683xSimDevice Device(int device)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(device, _devices.Length);
        _devices[device].Convert(_clock.MonotonicMicros());
        return _devices[device];
    }

    private Adbms683xSimDevice WithCell(int device, int input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Adbms683xPart.Cells);
        return Device(device);
    }

    private Adbms683xSimDevice WithGpio(int device, int gpio)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gpio);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(gpio, Adbms683xPart.MappedGpios);
        return Device(device);
    }
}
