using System;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd.Support;

/// <summary>The program `databox` as a user runs it: a process of its own.</summary>
public sealed partial class Databox : IAsyncDisposable
{
    private const int SigInt = 2;
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly ConcurrentQueue<string> _errors = new();

    private Databox(string[] args)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "databox.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, e) => Keep(_output, e.Data);
        _process.ErrorDataReceived += (_, e) => Keep(_errors, e.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public string[] Output => [.. _output];

    public string[] Errors => [.. _errors];

    public static Databox Start(params string[] args) => new(args);

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int ExitCode, string[] Output, string[] Errors)> RunAsync(
        TimeSpan limit, params string[] args)
    {
        await using var databox = new Databox(args);
        int code = await databox.ExitAsync(limit);
        return (code, databox.Output, databox.Errors);
    }

    /// <summary>Waits until the program has ended by itself.</summary>
    public async Task<int> ExitAsync(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(limit);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"still running after {limit}:\n{string.Join('\n', Output.TakeLast(20))}\n{string.Join('\n', Errors)}");
        }

        _process.WaitForExit();
        return _process.ExitCode;
    }

    /// <summary>Waits for an output line.</summary>
    public async Task<string> LineAsync(Func<string, bool> wanted, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit)
        {
            if (_output.FirstOrDefault(wanted) is { } line)
            {
                return line;
            }

            if (_process.HasExited)
            {
                _process.WaitForExit();
                if (_output.FirstOrDefault(wanted) is { } last)
                {
                    return last;
                }

                break;
            }

            await Task.Delay(20);
        }

        Assert.Fail($"the line did not come; output:\n{string.Join('\n', Output.TakeLast(20))}\n{string.Join('\n', Errors)}");
        return "";
    }

    /// <summary>Ctrl-C.</summary>
    public async Task<int> InterruptAsync(TimeSpan limit)
    {
        Assert.AreEqual(0, Kill(_process.Id, SigInt));
        return await ExitAsync(limit);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private static void Keep(ConcurrentQueue<string> lines, string? line)
    {
        if (line is not null)
        {
            lines.Enqueue(line);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
