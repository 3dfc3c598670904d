using System;
using System.Reflection;
using System.Runtime.InteropServices;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sampling;

/// <summary>What an object's array fields take on the device's heap: 20 bytes of header each, rounded up to blocks of 12.
/// </summary>
internal static class HeapBytes
{
    public static void AssertCovers(int stated, object columns)
    {
        int arrays = 0;
        foreach (FieldInfo field in columns.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public))
        {
            if (field.GetValue(columns) is Array array)
            {
                int bytes = 20 + (array.Length * Marshal.SizeOf(array.GetType().GetElementType()!));
                arrays += (bytes + 11) / 12 * 12;
            }
        }

        Assert.IsTrue(stated >= arrays, $"stated {stated}, the arrays alone take {arrays}");
        Assert.IsTrue(stated <= (arrays * 1.25) + 1024, $"stated {stated}, the arrays take only {arrays}");
    }
}
