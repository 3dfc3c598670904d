using System.Collections.Generic;

namespace DataBox.Sim;

/// <summary>The parts of the family that have 16 cells and 10 GPIOs. ADES1830 is the ADBMS6830 under another name; they
/// answer alike.</summary>
public sealed class Adbms683xPart
{
    /// <summary>Cell inputs of either part.</summary>
    public const int Cells = 16;

    /// <summary>GPIOs of either part.</summary>
    public const int Gpios = 10;

    /// <summary>GPIOs that a cell map knows; the tenth has a hook of its own.</summary>
    public const int MappedGpios = 9;

    /// <summary>The fastest SPI clock, Hz.</summary>
    public const int MaxClockHz = 2000000;

    private Adbms683xPart(string name)
    {
        Name = name;
    }

    public static Adbms683xPart Adbms6830 { get; } = new Adbms683xPart("adbms6830");

    public static Adbms683xPart Ades1830 { get; } = new Adbms683xPart("ades1830");

    /// <summary>Every part that is simulated.</summary>
    public static IReadOnlyList<Adbms683xPart> All { get; } = [Adbms6830, Ades1830];

    public string Name { get; }
}
