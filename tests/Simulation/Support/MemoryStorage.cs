using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Tests.Simulation.Support;

/// <summary>The power went off.</summary>
public sealed class PowerCutException : Exception;

/// <summary>Files that survive the box, on a supply that may fail before, inside or after each write and rename.</summary>
public sealed class MemoryStorage : IStorage
{
    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Steps until the cut; negative: never. A write has three (absent, torn, whole), a rename two.</summary>
    public int StepsLeft { get; set; } = -1;

    /// <summary>The medium takes nothing.</summary>
    public bool Refuses { get; set; }

    public byte[]? Read(string name) => _files.TryGetValue(name, out byte[]? data) ? (byte[])data.Clone() : null;

    public bool Write(string name, byte[] data, int length)
    {
        if (Refuses)
        {
            return false;
        }

        Cut();
        _files[name] = data.AsSpan(0, length / 2).ToArray();
        Cut();
        _files[name] = data.AsSpan(0, length).ToArray();
        Cut();
        return true;
    }

    public bool Rename(string from, string to)
    {
        if (Refuses)
        {
            return false;
        }

        // As on the ESP32: the target goes first.
        byte[] data = _files[from];
        _files.Remove(to);
        Cut();
        _files.Remove(from);
        _files[to] = data;
        Cut();
        return true;
    }

    public void Delete(string name) => _files.Remove(name);

    private void Cut()
    {
        if (StepsLeft >= 0 && StepsLeft-- == 0)
        {
            throw new PowerCutException();
        }
    }
}
