using System;
using System.IO;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Facts and recordings beside the repository. Where they are absent a test is inconclusive, and fails on the
/// build server, which must have them.</summary>
internal static class SharedFolder
{
    public static string RequireFile(string relativePath)
    {
        string? root = AppContext.BaseDirectory;
        while (root != null && !File.Exists(Path.Combine(root, "DataBox.sln")))
        {
            root = Path.GetDirectoryName(root);
        }

        foreach (string above in new[] { "..", Path.Combine("..", "..") })
        {
            string path = Path.GetFullPath(Path.Combine(root ?? ".", above, "shared", relativePath));
            if (File.Exists(path))
            {
                return path;
            }
        }

        string message = "shared/" + relativePath + " is not beside the repository";
        if (Environment.GetEnvironmentVariable("CI") == "true")
        {
            Assert.Fail(message);
        }

        Assert.Inconclusive(message);
        return "";
    }
}
