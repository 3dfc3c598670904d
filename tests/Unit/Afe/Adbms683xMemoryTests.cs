using System;
using System.Collections.Generic;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Adbms683xMemoryTests
{
    [TestMethod]
    public void Memory_that_is_named_is_the_memory_that_is_kept()
    {
        foreach ((int devices, int cells, int probes) in new[] { (1, 16, 0), (6, 16, 3), (16, 12, 9), (12, 7, 5) })
        {
            PackLayout layout = ChainBytes.Layout(devices, cells, probes);
            Assert.AreEqual(KeptBy(layout, false), Adbms683xMemory.BytesFor(layout, false));
            Assert.AreEqual(KeptBy(layout, true), Adbms683xMemory.BytesFor(layout, true));
        }
    }

    private static int KeptBy(PackLayout layout, bool farEnd)
    {
        var bus = new ScriptedBus();
        var chain = new Adbms683xChain(bus, farEnd ? bus : null!, bus, layout, new Adbms683xConfig());
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { bus, Pec10.Table, layout, layout.firstProbe };
        foreach (string name in NtcTable.Names().Split(", "))
        {
            seen.Add(NtcTable.Find(name).centiC);
        }

        return DeviceHeap.BytesOf(chain, seen);
    }
}
