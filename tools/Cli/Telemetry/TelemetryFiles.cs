using System;
using System.Collections.Generic;
using System.IO;

namespace DataBox.Cli.Telemetry;

/// <summary>Names of the files that one --out makes.</summary>
public sealed class TelemetryFiles(string path)
{
    private readonly HashSet<uint> _boots = [];

    /// <summary>The file for this boot: the path as given for the first, "name.boot7.csv" for each later one, because sample
    /// times start again at every boot.</summary>
    public string ForBoot(uint boot)
    {
        bool first = _boots.Count == 0 || (_boots.Count == 1 && _boots.Contains(boot));
        _boots.Add(boot);
        return first ? path : Beside($"boot{boot}");
    }

    /// <summary>"x.csv" with "reasons" gives "x.reasons.csv".</summary>
    public static string Beside(string file, string word) =>
        Path.Combine(
            Path.GetDirectoryName(file) ?? "",
            Path.GetFileNameWithoutExtension(file) + "." + word + Path.GetExtension(file));

    private string Beside(string word) => Beside(path, word);

    /// <summary>A sink by the file's ending.</summary>
    /// <exception cref="CommandException">The ending is neither .csv nor .parquet, or it can't be written there.</exception>
    public static ITelemetrySink Open(string path)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
        {
            throw new CommandException($"--out {path}: there is no folder {folder}");
        }

        ITelemetrySink sink = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => new CsvSink(new TelemetryFiles(path)),
            ".parquet" => new ParquetSink(new TelemetryFiles(path)),
            string other => throw new CommandException($"--out {path}: '{other}' is neither .csv nor .parquet"),
        };
        TryWrite(path);
        return sink;
    }

    /// <summary>Finds out before a box runs for hours whether its telemetry can be written. What stands in the file stays
    /// until the first block is here.</summary>
    private static void TryWrite(string path)
    {
        bool isNew = !File.Exists(path);
        try
        {
            File.Open(path, FileMode.OpenOrCreate, FileAccess.Write).Dispose();
            if (isNew)
            {
                File.Delete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"--out {path}: {e.Message}");
        }
    }
}
