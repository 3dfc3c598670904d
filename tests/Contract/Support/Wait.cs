using System;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Support;

/// <summary>Waits for what other threads do. The limit is for a hung test; nothing depends on its length.</summary>
internal static class Wait
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    public static void Until(Func<bool> condition, string what)
    {
        if (!SpinWait.SpinUntil(condition, Limit))
        {
            Assert.Fail($"waited {Limit.TotalSeconds} s in vain: {what}");
        }
    }
}
