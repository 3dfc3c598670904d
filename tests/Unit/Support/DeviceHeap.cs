using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;

namespace DataBox.Tests.Unit;

/// <summary>What objects take on the device's heap: 12 bytes a block, one block an object and one a field; arrays 20 and their
/// elements.</summary>
internal static class DeviceHeap
{
    /// <param name="seen">Counted already, or somebody else's.</param>
    public static int BytesOf(object item, HashSet<object> seen)
    {
        if (item is string || !seen.Add(item))
        {
            return 0;
        }

        if (item is Array array)
        {
            return BytesOfArray(array, seen);
        }

        int total = 12;
        for (Type? type = item.GetType(); type != null && type != typeof(object); type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                total += 12;
                object? value = field.GetValue(item);
                total += field.FieldType.IsPrimitive || value == null ? 0 : BytesOf(value, seen);
            }
        }

        return total;
    }

    private static int BytesOfArray(Array array, HashSet<object> seen)
    {
        Type element = array.GetType().GetElementType()!;
        int each = !element.IsPrimitive ? 12
            : element == typeof(byte) || element == typeof(bool) ? 1
            : element == typeof(short) || element == typeof(ushort) ? 2
            : element == typeof(long) ? 8 : 4;
        int bytes = (20 + (array.Length * each) + 11) / 12 * 12;
        foreach (object? inner in element.IsPrimitive ? Array.Empty<object>() : (IEnumerable)array)
        {
            bytes += inner == null ? 0 : BytesOf(inner, seen);
        }

        return bytes;
    }
}
