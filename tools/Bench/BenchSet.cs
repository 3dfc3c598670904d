using System.Collections.Generic;
using System.IO;
using System.Text;

namespace DataBox.Bench;

/// <summary>What the benchmarks run on: the recordings beside the project where they are, and made data always.</summary>
public static class BenchSet
{
    /// <summary>File name and devices of each recording.</summary>
    private static readonly (string File, int Devices)[] s_files =
    {
        ("ev-car1.csv.gz", 8),
        ("noisy-rest-01mv.csv.gz", 2),
        ("noisy-rest-03mv.csv.gz", 2),
        ("noisy-drive-01mv.csv.gz", 2),
        ("noisy-drive-03mv.csv.gz", 2),
        ("ev-car2.csv.gz", 8),
        ("leaf-6s-1c.csv", 1),
        ("leaf-6s-2c.csv", 1),
        ("pack-8s-b14.csv", 1),
        ("battdiag-isc-12s.csv.gz", 1),
    };

    public static IEnumerable<BenchRecording> All(string? folder)
    {
        yield return Generated();
        if (folder == null)
        {
            yield break;
        }

        foreach ((string file, int devices) in s_files)
        {
            string path = Path.Combine(folder, file);
            if (File.Exists(path))
            {
                yield return BenchRecording.Load(path, devices);
            }
        }
    }

    /// <summary>Ten minutes of 24 cells on two devices, 1 mV steps: rest with a flickering last digit, a drive, a charge. The same
    /// in every run and on every machine: own generator, integers only.</summary>
    public static BenchRecording Generated()
    {
        var text = new StringBuilder("time_ms,current_ma");
        const int cells = 24;
        for (int i = 1; i <= cells; i++)
        {
            text.Append(",cell").Append(i).Append("_uv");
        }

        text.Append(",temp1_dc,temp2_dc\n");
        uint state = 12345;
        int currentMa = 0;
        for (int row = 0; row < 600; row++)
        {
            int phase = row / 200;
            if (phase == 1 && row % 10 == 0)
            {
                currentMa = -(int)(Next(ref state) % 120) * 1000;
            }
            else if (phase != 1)
            {
                currentMa = phase == 0 ? 0 : 20000;
            }

            text.Append(row * 1000).Append(',').Append(currentMa);
            for (int i = 0; i < cells; i++)
            {
                int microvolts = 3700000 + (i * 791 % 13 * 1000) + (currentMa * (98 + (i * 7 % 5)) / 100) + (row * 20);
                int noise = (int)(Next(ref state) % 600) - 300;
                text.Append(',').Append((microvolts + noise) / 1000 * 1000);
            }

            text.Append(',').Append(250 + (row / 100)).Append(",25").Append(Next(ref state) % 100 == 0 ? '1' : '0').Append('\n');
        }

        return BenchRecording.Parse("generated", Encoding.UTF8.GetBytes(text.ToString()), 2);
    }

    private static uint Next(ref uint state)
    {
        state = (state * 1664525) + 1013904223;
        return state >> 8;
    }
}
