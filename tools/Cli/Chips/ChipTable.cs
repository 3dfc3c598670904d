using System.IO;
using System.Linq;
using DataBox.Afe;
using DataBox.Sim;

namespace DataBox.Cli.Chips;

/// <summary>What the catalogue of drivers knows, one line a chip.</summary>
public static class ChipTable
{
    public static void Write(TextWriter output)
    {
        output.WriteLine($"{"chip",-12}{"cells",6}{"GPIOs",7}{"chain",7}{"SPI Hz",10}  {"far end",-9}simulated");
        foreach (AfeChip chip in AfeCatalogue.Names().Split(", ").Select(name => AfeCatalogue.Find(name)!))
        {
            string far = chip.isReversible ? "yes" : "no";
            string simulated = SimCatalogue.Find(chip.name) is null ? "no" : "yes";
            output.WriteLine(
                $"{chip.name,-12}{chip.cellInputs,6}{chip.gpios,7}{chip.maxDevices,7}{chip.maxClockHz,10}  {far,-9}{simulated}");
        }
    }
}
