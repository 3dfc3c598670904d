using System;
using System.Collections.Generic;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Storage;

/// <summary>The power went off.</summary>
public sealed class PowerCutException : Exception;

/// <summary>
/// Files in memory on a supply that fails at a chosen step. A file being written is then whole, absent, empty or garbage; a
/// rename is the ESP32's: the target is deleted, then the file is moved, and the cut may fall between the two.
/// </summary>
public sealed class PowerCutStorage : IStorage
{
    public enum Torn
    {
        Whole,
        Absent,
        Empty,
        Half,
        Garbage,
    }

    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Steps until the cut; negative: never.</summary>
    public int StepsLeft { get; set; } = -1;

    public Torn TornAs { get; set; }

    /// <summary>Rename deletes the target and then fails, without a power cut.</summary>
    public bool RefusesHalfOfRename { get; set; }

    /// <summary>Steps taken so far: writes count one, renames two.</summary>
    public int Steps { get; private set; }

    public byte[]? Read(string name) => _files.TryGetValue(name, out byte[]? data) ? (byte[])data.Clone() : null;

    public bool Write(string name, byte[] data, int length)
    {
        byte[] whole = data.AsSpan(0, length).ToArray();
        if (Cut())
        {
            switch (TornAs)
            {
                case Torn.Whole: _files[name] = whole; break;
                case Torn.Absent: _files.Remove(name); break;
                case Torn.Empty: _files[name] = []; break;
                case Torn.Half: _files[name] = whole[..(length / 2)]; break;
                default:
                    Array.Reverse(whole);
                    _files[name] = whole;
                    break;
            }

            throw new PowerCutException();
        }

        _files[name] = whole;
        return true;
    }

    public bool Rename(string from, string to)
    {
        if (!_files.TryGetValue(from, out byte[]? data))
        {
            return false;
        }

        if (Cut())
        {
            throw new PowerCutException();
        }

        _files.Remove(to);
        if (Cut())
        {
            throw new PowerCutException();
        }

        if (RefusesHalfOfRename)
        {
            return false;
        }

        _files.Remove(from);
        _files[to] = data;
        return true;
    }

    public void Delete(string name) => _files.Remove(name);

    public void Corrupt(string name) => _files[name][^1] ^= 1;

    private bool Cut()
    {
        Steps++;
        return StepsLeft >= 0 && StepsLeft-- == 0;
    }
}
