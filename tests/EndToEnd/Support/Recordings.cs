using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd.Support;

/// <summary>Where the recordings lie, beside the checkout.</summary>
public static class Recordings
{
    /// <summary>Skips the test, saying so, where the folder is not there; fails it under CI.</summary>
    public static string Path(string name)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(System.IO.Path.Combine(root, "DataBox.sln")))
        {
            root = System.IO.Path.GetDirectoryName(root);
        }

        string path = System.IO.Path.Combine(root ?? "", "..", "shared", "data", name);
        if (!File.Exists(path))
        {
            string reason = $"the recording {name} is not beside the checkout (shared/data)";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(reason);
            }

            Assert.Inconclusive(reason);
        }

        return path;
    }

    /// <summary>All lines, header first.</summary>
    public static IEnumerable<string> Lines(string path)
    {
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using var reader = new StreamReader(plain);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
