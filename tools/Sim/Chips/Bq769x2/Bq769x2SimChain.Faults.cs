using System;

namespace DataBox.Sim;

public sealed partial class Bq769x2SimChain
{
    // Everything is set at the clock's present time: what was measured before stays.
    public void SetCellMicrovolts(int device, int input, int microvolts) =>
        Cell(device, input).SetCell(input, microvolts);

    public void SetGpioMicrovolts(int device, int gpio, int microvolts) =>
        Gpio(device, gpio, out int pin).SetPinMicrovolts(pin, microvolts);

    public void SetProbeDeciC(int device, int gpio, int deciC) =>
        Gpio(device, gpio, out int pin).SetPinDeciC(pin, deciC);

    public void SetProbeOpen(int device, int gpio) =>
        Gpio(device, gpio, out int pin).SetPinOhms(pin, double.PositiveInfinity);

    public void SetProbeShorted(int device, int gpio) => Gpio(device, gpio, out int pin).SetPinOhms(pin, 0);

    public void SetGpioWireOpen(int device, int gpio, bool open) =>
        Gpio(device, gpio, out int pin).SetPinWireOpen(pin, open);

    public void SetPowered(int device, bool powered) => Device(device).SetPowered(powered, _clock.MonotonicMicros());

    public void PowerCycle(int device) => Device(device).SetPowered(true, _clock.MonotonicMicros());

    /// <summary>The chip's next write frames do nothing; see <see cref="Bq769x2Settings.HidesLostCommands"/>.</summary>
    public void LoseCommands(int device, int count) => Device(device).LoseCommands(count);

    public void StopConverters(int device, bool stopped) =>
        Device(device).StopConverters(stopped, _clock.MonotonicMicros());

    /// <summary>Takes effect with the next measurement loop.</summary>
    public void SetConversionPercent(int device, int percent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(percent, 1);
        Device(device).Loop.Percent = percent;
    }

    /// <summary>Cuts wire VC(wire): its capacitor keeps the voltage until the chip's own currents have moved it.</summary>
    public void SetCellWireOpen(int device, int wire, bool open)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wire);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(wire, Bq769x2Pins.Cells);
        Device(device).Pins.SetWireOpen(wire, open);
    }

    public void SetCellWiresShorted(int device, int wire, bool shorted) =>
        Cell(device, wire).SetShorted(wire, shorted);

    public void SetMuxStuck(int device, bool stuck) => Device(device).Loop.IsMuxStuck = stuck;

    public void SetConverterOffsetMicrovolts(int device, int converter, int microvolts)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(converter, 0);
        Device(device).Loop.OffsetMicrovolts = microvolts;
    }

    public void SetNoiseMicrovoltsRms(int device, int microvolts)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(microvolts);
        Device(device).Loop.NoiseMicrovoltsRms = microvolts;
    }

    /// <summary>REG18 in the same proportion: 3,000,000 is its sound 1.8 V. The chip measures it against its other reference;
    /// thermistors hang on it and are measured against it.</summary>
    public void SetReferenceMicrovolts(int device, int microvolts) => Device(device).Pins.ReferenceMicrovolts = microvolts;

    public void SetDieDeciC(int device, int deciC) => Device(device).Pins.DieDeciC = deciC;

    /// <summary>Voltage at the PACK and LD pins, µV; null: that of the stack.</summary>
    public void SetPackMicrovolts(int device, long? microvolts) => Device(device).Pins.PackMicrovolts = microvolts;

    /// <exception cref="NotSupportedException">Always: the chip has no such filter test.</exception>
    public void SetFilterBroken(int device, bool broken) =>
        throw new NotSupportedException("a BQ76952 does not test its filter");

    /// <exception cref="NotSupportedException">Always: the chip does not measure its supplies but REG18.</exception>
    public void SetSupplyMicrovolts(int device, int analogueMicrovolts, int digitalMicrovolts) =>
        throw new NotSupportedException("a BQ76952 does not measure its supplies");

    private Bq769x2SimDevice Device(int device)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(device, 0);
        return Present();
    }

    private Bq769x2Pins Cell(int device, int input)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(input);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(input, Bq769x2Pins.Cells);
        return Device(device).Pins;
    }

    private Bq769x2Pins Gpio(int device, int gpio, out int pin)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(gpio);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(gpio, Bq769x2Pins.ThermistorPins);
        pin = Settings.PinOfGpio[gpio];
        return Device(device).Pins;
    }
}
