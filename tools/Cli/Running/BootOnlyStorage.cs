using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Cli.Running;

/// <summary>
/// Storage of a replay: the boot number is kept like a live box's, because (box, boot, seq) must never come twice; all else
/// lives as long as the replay, so that a rate set some other day does not thin out a recording.
/// </summary>
public sealed class BootOnlyStorage(IStorage lasting) : IStorage
{
    private readonly Dictionary<string, byte[]> _files = [];

    public byte[]? Read(string name) =>
        IsLasting(name) ? lasting.Read(name) : _files.TryGetValue(name, out byte[]? data) ? data : null;

    public bool Write(string name, byte[] data, int length)
    {
        if (IsLasting(name))
        {
            return lasting.Write(name, data, length);
        }

        _files[name] = data.AsSpan(0, length).ToArray();
        return true;
    }

    public bool Rename(string from, string to)
    {
        if (IsLasting(from))
        {
            return lasting.Rename(from, to);
        }

        return _files.Remove(from, out byte[]? data) && Put(to, data);
    }

    public void Delete(string name)
    {
        if (IsLasting(name))
        {
            lasting.Delete(name);
        }

        _files.Remove(name);
    }

    private static bool IsLasting(string name) => name is "boot" or "boot.new";

    private bool Put(string name, byte[] data)
    {
        _files[name] = data;
        return true;
    }
}
