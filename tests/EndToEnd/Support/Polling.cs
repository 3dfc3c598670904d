using System;
using System.Diagnostics;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd.Support;

/// <summary>Looks, again and again, at something that another process brings about; always with a limit.</summary>
public static class Polling
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Looks until it is so; fails with the message when that takes longer than the limit.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string otherwise, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.IsTrue(clock.Elapsed < limit, otherwise);
            await Task.Delay(Pause);
        }
    }
}
