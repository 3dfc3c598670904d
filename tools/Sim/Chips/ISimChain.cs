using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// What every simulated chain can do and have done to it, whatever the family: the contract suite, the property tests and
/// the rate measurements know no more. Devices, inputs, GPIOs count from 0; wire n of a device is C(n), 0 at its negative
/// end.
/// </summary>
public interface ISimChain : ISpiBus, IAnalogueInputs
{
    /// <summary>Name as the configuration writes it.</summary>
    string Chip { get; }

    /// <summary>Faults on the wires of both ends.</summary>
    ChainFaults Faults { get; }

    /// <summary>The bridge at the far end; null where the chip can't be read from there.</summary>
    ISpiBus? FarEnd { get; }

    /// <summary>Transfers so far, both ends; the next one bears this number.</summary>
    long FrameCount { get; }

    /// <summary>Bytes clocked so far, both ends.</summary>
    long ByteCount { get; }

    /// <summary>Takes the device's supply away, or gives it back with power-on values.</summary>
    void SetPowered(int device, bool powered);

    /// <summary>A dip in the device's supply: everything at power-on values.</summary>
    void PowerCycle(int device);

    /// <summary>The device ignores its next commands that change anything (convert, clear, write, snapshot), as it does
    /// one with a wrong PEC; reads are answered.</summary>
    void LoseCommands(int device, int count);

    /// <summary>The device's converters stop, or go on: what is asked for is accepted and never finished.</summary>
    void StopConverters(int device, bool stopped);

    /// <summary>Converters slower than typical; 100 is typical.</summary>
    void SetConversionPercent(int device, int percent);

    /// <summary>Cuts a sense wire, or mends it.</summary>
    void SetCellWireOpen(int device, int wire, bool open);

    /// <summary>Wires C(wire) and C(wire + 1) touch behind their filter resistors: the cell between reads 0 V and its
    /// neighbours are right.</summary>
    void SetCellWiresShorted(int device, int wire, bool shorted);

    /// <summary>Cuts the wire between a GPIO and its probe.</summary>
    void SetGpioWireOpen(int device, int gpio, bool open);

    /// <summary>The input multiplexer stays on one channel, or moves again.</summary>
    void SetMuxStuck(int device, bool stuck);

    /// <summary>Offset of one of the device's main converters, µV; all its cells read that much more.</summary>
    /// <param name="converter">0..ConverterCount-1.</param>
    void SetConverterOffsetMicrovolts(int device, int converter, int microvolts);

    /// <summary>Main converters of a device.</summary>
    int ConverterCount { get; }

    /// <summary>The digital filter behind the main converters computes wrongly, or rightly again.</summary>
    void SetFilterBroken(int device, bool broken);

    /// <summary>White noise on the device's cell conversions, µV rms, from the chain's seed.</summary>
    void SetNoiseMicrovoltsRms(int device, int microvolts);

    /// <summary>The second reference, µV; 3,000,000 at first. Dividers follow it.</summary>
    void SetReferenceMicrovolts(int device, int microvolts);

    /// <summary>The supplies as the chip measures them, µV; sound ones at first.</summary>
    void SetSupplyMicrovolts(int device, int analogueMicrovolts, int digitalMicrovolts);

    /// <summary>Die temperature, 0.1 °C; 250 at first.</summary>
    void SetDieDeciC(int device, int deciC);
}
