using System;
using System.Collections.Generic;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Ltc681xMemoryTests
{
    [TestMethod]
    public void Nothing_is_allocated_per_sample()
    {
        var layout = ChainBytes.Layout(4, 12, 5);
        var bus = new EchoBus();
        var chain = new Ltc681xChain(bus, bus, layout, Ltc681xFamily.Model("ltc6811"), new Ltc681xConfig());
        var sample = new PackSample(layout);
        chain.Start();
        for (int i = 0; i < 40; i++)
        {
            chain.Read(sample);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            chain.Read(sample);
        }

        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.IsGreaterThan(0, chain.RetryCount, "the bad paths must have run too");
    }

    [TestMethod]
    public void Memory_that_is_named_is_the_memory_that_is_kept()
    {
        foreach ((int devices, int cells, int probes) in new[] { (1, 12, 0), (8, 12, 3), (16, 12, 5), (11, 18, 9) })
        {
            PackLayout layout = ChainBytes.Layout(devices, cells, probes);
            Assert.AreEqual(KeptBy(layout, false), Ltc681xMemory.BytesFor(layout, false));
            Assert.AreEqual(KeptBy(layout, true), Ltc681xMemory.BytesFor(layout, true));
        }
    }

    private static int KeptBy(PackLayout layout, bool farEnd)
    {
        var bus = new EchoBus();
        var chain = new Ltc681xChain(bus, farEnd ? bus : null!, bus, layout, Ltc681xFamily.Model("ltc6813"),
            new Ltc681xConfig());
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) 
        {
            bus, Pec15.Table, layout, Ltc681xFamily.Model("ltc6813"),
        };
        foreach (string name in NtcTable.Names().Split(", "))
        {
            seen.Add(NtcTable.Find(name).centiC);
        }

        return DeviceHeap.BytesOf(chain, seen);
    }

    /// <summary>Every reply is the same intact frame, and every 7th transfer all ones: all bad paths, no script.</summary>
    private sealed class EchoBus : ISpiBus, IClock
    {
        private static readonly byte[] s_frame = Convert.FromHexString("FC5217A4000007A0");
        private long _now;
        private int _transfers;

        public int ClockHz => 1000000;

        public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
        {
            _transfers++;
            _now += length * 8;
            for (int i = 4; i < length; i++)
            {
                readBuffer[i] = _transfers % 7 == 0 ? (byte)0xFF : s_frame[(i - 4) & 7];
            }
        }

        public void Pulse(int lowMicros) => _now += lowMicros;

        public long MonotonicMicros() => _now;

        public bool TryGetUtcMs(out long utcMs)
        {
            utcMs = 0;
            return false;
        }

        public void DelayMicros(int micros) => _now += micros;
    }
}
