using System;
using System.Collections.Generic;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Bq769x2MemoryTests
{
    [TestMethod]
    public void Nothing_is_allocated_per_sample_or_step()
    {
        // A bus that allocates nothing itself: alternately no chip at all and one that answers everything alike.
        var layout = ChainBytes.Layout(1, 16, 9);
        var bus = new EchoBus();
        var chip = new Bq769x2Chip(bus, bus, layout, Bq769x2Config.From(new AfeConfig()));
        var sample = new PackSample(layout);
        chip.Start();
        int good = 0;
        void Work()
        {
            for (int i = 0; i < 40; i++)
            {
                chip.Read(sample);
                good += sample.cellQuality[0] == Quality.Good ? 1 : 0;
                for (int step = 0; step < chip.StepCount; step++)
                {
                    chip.RunStep(step, sample);
                }
            }
        }

        Work();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Work();
        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.IsGreaterThan(0, chip.RetryCount, "the bad paths must have run too");
        Assert.IsGreaterThan(0, good, "and the good ones");
    }

    [TestMethod]
    public void Memory_that_is_named_is_the_memory_that_is_kept()
    {
        foreach ((int cells, int probes) in new[] { (16, 9), (3, 0), (10, 2) })
        {
            PackLayout layout = ChainBytes.Layout(1, cells, probes);
            var bus = new EchoBus();
            var chip = new Bq769x2Chip(bus, bus, layout, Bq769x2Config.From(new AfeConfig()));
            var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { bus, Crc8.Table, layout };
            Assert.AreEqual(DeviceHeap.BytesOf(chip, seen), Bq769x2Memory.BytesFor(layout));
        }
    }

    /// <summary>Answers every frame with its predecessor's address and a byte that is right now and then.</summary>
    private sealed class EchoBus : ISpiBus, IClock
    {
        private long _now;
        private int _frames;
        private int _first;
        private int _second;

        public int ClockHz => 2000000;

        public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
        {
            _frames++;
            _now += 12;
            bool isWrite = (_first & 0x80) != 0;
            int data = isWrite ? _second : _first switch
            {
                0x66 => 0x82,
                0x62 => _frames % 211 < 6 ? 0x82 : 0,
                0x12 or 0x13 or 0x63 or 0x67 => 0,
                _ => 0x0E,
            };
            readBuffer[0] = (byte)_first;
            readBuffer[1] = (byte)data;
            readBuffer[2] = Crc8.Table[Crc8.Table[_first] ^ data];
            if (_frames % 977 < 3)
            {
                readBuffer[1] ^= 0x40;
            }

            _first = writeBuffer[0];
            _second = writeBuffer[1];
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
