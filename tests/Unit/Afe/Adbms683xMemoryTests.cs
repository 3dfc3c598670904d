using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
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

        return DeviceBytes(chain, seen);
    }

    /// <summary>Bytes of an object and what it refers to on the device's heap: 12 a block, one block and one a field; arrays 20
    /// and their elements.</summary>
    private static int DeviceBytes(object item, HashSet<object> seen)
    {
        if (!seen.Add(item))
        {
            return 0;
        }

        if (item is Array array)
        {
            Type element = array.GetType().GetElementType()!;
            int each = !element.IsPrimitive ? 12 : element == typeof(byte) ? 1 : element == typeof(short) ? 2 : 4;
            int bytes = (20 + (array.Length * each) + 11) / 12 * 12;
            if (!element.IsPrimitive)
            {
                foreach (object inner in (IEnumerable)array)
                {
                    bytes += DeviceBytes(inner, seen);
                }
            }

            return bytes;
        }

        int total = 12;
        foreach (FieldInfo field in item.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            total += 12;
            object? value = field.GetValue(item);
            if (!field.FieldType.IsPrimitive && value != null)
            {
                total += DeviceBytes(value, seen);
            }
        }

        return total;
    }
}
