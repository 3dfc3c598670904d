namespace DataBox.Sim;

/// <summary>What the made-up pack is built of. The defaults are a 50 Ah cell like that of an electric car.</summary>
public sealed class PackSettings
{
    /// <summary>Everything random about the pack and its journey.</summary>
    public ulong Seed { get; set; } = 1;

    public double CapacityAmpHours { get; set; } = 50;

    /// <summary>At 25 °C; rises 1.5 % a degree below, falls above.</summary>
    public double OhmicMilliohms { get; set; } = 1.2;

    /// <summary>Fast polarisation.</summary>
    public double FastMilliohms { get; set; } = 0.5;
    public double FastSeconds { get; set; } = 8;

    /// <summary>Slow polarisation.</summary>
    public double SlowMilliohms { get; set; } = 0.8;
    public double SlowSeconds { get; set; } = 240;

    /// <summary>Heat capacity of a cell, J/K, and heat that it gives to the air, W/K.</summary>
    public double HeatJoulesPerKelvin { get; set; } = 900;
    public double CoolingWattsPerKelvin { get; set; } = 0.6;
    public double AmbientCelsius { get; set; } = 24;

    public double StartSoc { get; set; } = 0.75;

    /// <summary>Standard deviations from cell to cell: capacity and resistances in percent, charge in points of
    /// SOC.</summary>
    public double CapacitySpreadPercent { get; set; } = 1;
    public double ResistanceSpreadPercent { get; set; } = 3;
    public double SocSpreadPoints { get; set; } = 0.4;

    /// <summary>White noise of a cell's reading, µV rms.</summary>
    public double NoiseMicrovoltsRms { get; set; } = 150;
}
