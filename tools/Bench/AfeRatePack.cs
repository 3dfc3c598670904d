using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;

namespace DataBox.Bench;

/// <summary>A pack whose sample rate is asked for.</summary>
/// <param name="Chip">As the configuration names it.</param>
/// <param name="Cells">Of each device; their probes are on the lowest GPIOs.</param>
/// <param name="ProbesEach">Probes of each device.</param>
/// <param name="Mode">The family's conversion mode; empty: its default.</param>
public sealed record AfeRatePack(string Chip, int[] Cells, int ProbesEach, string Mode)
{
    public int CellCount => Cells.Sum();

    public PackLayout Layout => PackLayout.FromCounts(1, Cells, [.. Enumerable.Repeat(ProbesEach, Cells.Length)]);

    public string Title => Cells.Length + " x " + Chip + (Mode.Length == 0 ? "" : ", " + Mode)
        + (ProbesEach == 0 ? ", no probes" : "");

    /// <summary>16, 96 and 192 cells on every family.</summary>
    public static IEnumerable<AfeRatePack> All()
    {
        foreach (string mode in new[] { "7khz", "27khz" })
        {
            foreach (int probes in new[] { 3, 0 })
            {
                yield return new AfeRatePack("ltc6813", [16], probes, mode);
                yield return new AfeRatePack("ltc6811", Even(8, 12), probes, mode);
                yield return new AfeRatePack("ltc6813", Even(6, 16), probes, mode);
                yield return new AfeRatePack("ltc6811", Even(16, 12), probes, mode);
                yield return new AfeRatePack("ltc6813", [18, 18, 18, 18, 18, 17, 17, 17, 17, 17, 17], probes, mode);
            }
        }

        foreach (int probes in new[] { 3, 0 })
        {
            yield return new AfeRatePack("adbms6830", [16], probes, "");
            yield return new AfeRatePack("adbms6830", Even(6, 16), probes, "");
            yield return new AfeRatePack("adbms6830", Even(12, 16), probes, "");
        }

        yield return new AfeRatePack("bq76952", [16], 3, "");
    }

    private static int[] Even(int devices, int cells) => [.. Enumerable.Repeat(cells, devices)];
}
