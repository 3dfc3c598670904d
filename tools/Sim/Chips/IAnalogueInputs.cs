namespace DataBox.Sim;

/// <summary>
/// What a pack puts on the pins of a chain of simulated chips: every AFE family's simulator has these, so recordings
/// and the cell model don't know which chip is behind.
/// </summary>
/// <remarks>Devices, cell inputs and GPIOs count from 0, as the bits of PackLayout's masks do. A device, input or GPIO
/// that the chain does not have throws ArgumentOutOfRangeException.</remarks>
public interface IAnalogueInputs
{
    int DeviceCount { get; }

    /// <summary>Cell inputs of each device.</summary>
    int CellInputs { get; }

    /// <summary>GPIOs of each device.</summary>
    int GpioInputs { get; }

    /// <summary>Voltage of one cell, µV; any int. What the chip makes of a voltage outside its range is the chip's
    /// business.</summary>
    void SetCellMicrovolts(int device, int input, int microvolts);

    /// <summary>Voltage at a GPIO that has no probe, µV.</summary>
    void SetGpioMicrovolts(int device, int gpio, int microvolts);

    /// <summary>Temperature of the NTC probe at a GPIO, 0.1 °C.</summary>
    void SetProbeDeciC(int device, int gpio, int deciC);

    /// <summary>The probe's wire is open: the pull-up alone holds the pin.</summary>
    void SetProbeOpen(int device, int gpio);

    /// <summary>The probe's wires touch.</summary>
    void SetProbeShorted(int device, int gpio);
}
