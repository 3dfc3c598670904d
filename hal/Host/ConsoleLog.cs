using System;
using System.IO;
using System.Threading;
using DataBox.Ports;

namespace DataBox.Host;

/// <summary>Lines to a terminal or any other writer; each call is one line, whichever thread it comes from.</summary>
public sealed class ConsoleLog(TextWriter writer) : ILog
{
    private readonly Lock _gate = new();

    /// <summary>Logs to standard error, where it does not mix with a command's output.</summary>
    public ConsoleLog()
        : this(Console.Error)
    {
    }

    public void Line(string text)
    {
        lock (_gate)
        {
            writer.WriteLine(text.ReplaceLineEndings(" "));
            writer.Flush();
        }
    }
}
