using System;
using System.Collections.Generic;
using System.Threading;
using DataBox.Ports;

namespace DataBox.Cli.Running;

/// <summary>The box's lines to a person: the last ones for the live picture, and each once for whoever prints them.</summary>
public sealed class EventLog : ILog
{
    private const int Kept = 50;
    private readonly Lock _lock = new();
    private readonly Queue<string> _last = new();
    private readonly Queue<string> _unprinted = new();

    public void Line(string text)
    {
        lock (_lock)
        {
            _last.Enqueue(text);
            _unprinted.Enqueue(text);
            while (_last.Count > Kept)
            {
                _last.Dequeue();
            }
        }
    }

    public List<string> Last()
    {
        lock (_lock)
        {
            return [.. _last];
        }
    }

    public IReadOnlyList<string> TakeUnprinted()
    {
        lock (_lock)
        {
            string[] lines = [.. _unprinted];
            _unprinted.Clear();
            return lines;
        }
    }
}
