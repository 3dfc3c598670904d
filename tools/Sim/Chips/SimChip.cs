using System;

namespace DataBox.Sim;

/// <summary>A chip that is simulated: what a cell map must fit, and how to make a chain of it.</summary>
/// <param name="Name">As the configuration writes it.</param>
/// <param name="CellInputs">Of one device.</param>
/// <param name="GpioInputs">Of one device; probes go to the lowest.</param>
/// <param name="MaxDevices">The longest chain.</param>
/// <param name="MaxClockHz">The fastest SPI clock.</param>
/// <param name="Make">A chain on a clock.</param>
/// <param name="ResolutionMicrovolts">What one code of a cell reading is worth.</param>
public sealed record SimChip(
    string Name, int CellInputs, int GpioInputs, int MaxDevices, int MaxClockHz, Func<SimChainPlan, ISimChain> Make,
    int ResolutionMicrovolts = 100);

/// <summary>What a simulated chain is made from.</summary>
/// <param name="Clock">Driver and chips share it.</param>
/// <param name="Devices">1 to the chip's MaxDevices.</param>
/// <param name="ClockHz">SPI clock; 0: the chip's fastest.</param>
/// <param name="Seed">For noise.</param>
/// <param name="Probe">The thermistor at every GPIO; the Murata part if null.</param>
public sealed record SimChainPlan(
    ManualClock Clock, int Devices, int ClockHz = 0, ulong Seed = 1, Thermistor? Probe = null);
