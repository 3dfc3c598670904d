using System;
using System.Threading;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Support;

/// <summary>A call that hangs until the test lets it go.</summary>
internal sealed class Trap : IDisposable
{
    private readonly ManualResetEventSlim _entered = new();
    private readonly ManualResetEventSlim _released = new();

    /// <summary>What the client does: hangs here.</summary>
    public void Enter()
    {
        _entered.Set();
        _released.Wait();
    }

    /// <summary>Returns when a thread hangs in the trap.</summary>
    public void WaitForVictim() => Assert.IsTrue(_entered.Wait(Wait.Limit), "nobody came into the trap");

    public void Release() => _released.Set();

    public void Dispose() => Release();
}
