using System;
using System.Diagnostics;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd.Support;

/// <summary>A real mosquitto on loopback with persistence on, in a folder of its own; stopped by SIGTERM, so that it saves.</summary>
public sealed partial class Mosquitto : IAsyncDisposable
{
    private const int SigTerm = 15;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-mosquitto-").FullName;
    private Process? _process;

    public int Port { get; } = FreePort();

    public string Address => $"127.0.0.1:{Port}";

    /// <summary>Skips the test, saying so, where mosquitto is not installed; fails it under CI.</summary>
    public static async Task<Mosquitto> StartNewAsync()
    {
        if (Find() is null)
        {
            const string reason = "mosquitto is not installed";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(reason);
            }

            Assert.Inconclusive(reason);
        }

        var broker = new Mosquitto();
        await broker.StartAsync();
        return broker;
    }

    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async Task StartAsync()
    {
        string config = Path.Combine(_folder, "mosquitto.conf");
        await File.WriteAllTextAsync(
            config,
            $"listener {Port} 127.0.0.1\nallow_anonymous true\npersistence true\npersistence_location {_folder}/\n"
            + "max_queued_messages 0\nmax_inflight_messages 20\nuser root\n");
        _process = Process.Start(new ProcessStartInfo(Find()!, ["-c", config])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        _process.ErrorDataReceived += (_, _) => { };
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                using var probe = new TcpClient();
                await probe.ConnectAsync(IPAddress.Loopback, Port);
                return;
            }
            catch (SocketException) when (clock.Elapsed < Limit && !_process.HasExited)
            {
                await Task.Yield();
            }
        }
    }

    public async Task StopAsync()
    {
        if (_process is { HasExited: false })
        {
            Assert.AreEqual(0, Kill(_process.Id, SigTerm));
            await _process.WaitForExitAsync().WaitAsync(Limit);
        }

        _process?.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, true);
    }

    private static string? Find()
    {
        foreach (string path in (string[])["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/usr/bin/mosquitto"])
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int pid, int signal);
}
