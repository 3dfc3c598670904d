using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>A recording in the project's integer form and what has to be told with it: how its cells are wired and how large they
/// are.</summary>
/// <param name="Path">Of the file.</param>
/// <param name="LayoutText">"8x12"; null: the fewest devices that hold it.</param>
/// <param name="CapacityAh">Of a cell; assumed where no data sheet is known.</param>
public sealed record RecordingFile(string Path, string? LayoutText, int CapacityAh)
{
    private const int UnknownCapacityAh = 50;

    // Wiring as the recordings' own notes have it; capacities as in docs/diagnosis.md.
    private static readonly (string Stem, string Layout, int CapacityAh)[] s_known =
    [
        ("noisy-rest-01mv", "1x16", 50), ("noisy-rest-03mv", "1x16", 50),
        ("noisy-drive-01mv", "1x16", 50), ("noisy-drive-03mv", "1x16", 50),
        ("leaf-6s-1c", "1x6", 65), ("leaf-6s-2c", "1x6", 65),
        ("battdiag-isc-12s", "1x12", 5), ("pack-8s-b14", "1x8", 20),
        ("ev-car1", "8x12", 150), ("ev-car2", "8x11", 100),
    ];

    /// <summary>File name without folder and endings.</summary>
    public string Name => Stem(Path);

    /// <summary>The recordings of a folder: those known first and in a fixed order, others by name.</summary>
    public static IReadOnlyList<RecordingFile> In(string folder)
    {
        string[] paths = Directory.EnumerateFiles(folder)
            .Where(p => p.EndsWith(".csv", StringComparison.Ordinal) || p.EndsWith(".csv.gz", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).ToArray();
        return paths.Select(Of).OrderBy(f => (uint)Array.FindIndex(s_known, k => k.Stem == f.Name)).ToArray();
    }

    /// <summary>A file with what is known of it.</summary>
    public static RecordingFile Of(string path)
    {
        (string Stem, string Layout, int CapacityAh) known = s_known.FirstOrDefault(k => k.Stem == Stem(path));
        return known.Stem == null ? new(path, null, UnknownCapacityAh) : new(path, known.Layout, known.CapacityAh);
    }

    /// <summary>Device by device.</summary>
    public PackLayout Layout(Recording recording) => RecordingLayout.For(recording, LayoutText).Layout;

    /// <summary>NMC defaults with this capacity.</summary>
    public DetectorSettings Settings()
    {
        DetectorSettings settings = DetectorSettings.Nmc();
        return settings.TrySet(DetectorSettings.CapacityAh, CapacityAh, out string error)
            ? settings
            : throw new RecordingException(Path + ": " + error);
    }

    private static string Stem(string path)
    {
        string name = System.IO.Path.GetFileName(path);
        int dot = name.IndexOf(".csv", StringComparison.Ordinal);
        return dot < 0 ? name : name[..dot];
    }
}
