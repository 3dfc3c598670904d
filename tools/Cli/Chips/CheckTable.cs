using System.Globalization;
using System.IO;
using System.Linq;
using DataBox.Ports;

namespace DataBox.Cli.Chips;

/// <summary>What the checks have found, device by device, and the open wires by number.</summary>
public static class CheckTable
{
    public static void Write(TextWriter output, PackLayout layout, AfeHealth health)
    {
        for (int d = 0; d < layout.deviceCount; d++)
        {
            output.WriteLine();
            output.WriteLine($"device {d + 1}: checks");
            int ran = 0;
            for (int check = 0; check < AfeCheck.Count; check++)
            {
                int i = health.IndexOf(check, d);
                if (health.result[i] != AfeResult.NotRun)
                {
                    ran++;
                    string verdict = health.result[i] == AfeResult.Passed ? "passed" : "FAILED";
                    output.WriteLine(
                        $"  {AfeCheck.NameOf(check),-18}{verdict}  {Value(check, health.value[i]),14}"
                        + $"  limit {Value(check, health.limit[i])}");
                }
            }

            output.Write(ran == 0 ? "  none was completed" + output.NewLine : "");
            WriteWires(output, layout, health, d);
        }
    }

    private static void WriteWires(TextWriter output, PackLayout layout, AfeHealth health, int device)
    {
        int[] wires = [.. Enumerable.Range(0, layout.CellsOf(device) + 1)
            .Where(k => health.wireResult[health.FirstWireOf(device) + k] == AfeResult.Failed)];
        if (wires.Length > 0)
        {
            output.WriteLine("  open sense wires: " + string.Join(", ", wires.Select(k => "C" + k)));
        }

        int[] probes = [.. Enumerable.Range(0, layout.ProbesOf(device))
            .Where(p => health.probeWireResult[layout.firstProbe[device] + p] == AfeResult.Failed)];
        if (probes.Length > 0)
        {
            output.WriteLine("  open probe wires: " + string.Join(", ", probes.Select(p => "GPIO " + (p + 1))));
        }
    }

    // Units as AfeCheck gives them.
    private static string Value(int check, int value) => check switch
    {
        AfeCheck.CellWires or AfeCheck.ProbeWires or AfeCheck.Redundancy or AfeCheck.Reference or AfeCheck.Supply
            or AfeCheck.CellSum => ReadTable.Volts(value, 6) + " V",
        AfeCheck.DieTemperature => (value / 10.0).ToString("0.0", CultureInfo.InvariantCulture) + " degC",
        AfeCheck.AdcSelfTest or AfeCheck.ChipFlags => "0x" + value.ToString("X4", CultureInfo.InvariantCulture),
        _ => value.ToString(CultureInfo.InvariantCulture),
    };
}
