using System;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace DataBox.Cli.View;

/// <summary>Shows a running box until it ends: a live picture in a terminal, lines elsewhere.</summary>
public sealed class RunView(Func<BoxSnapshot> snapshot, EventLog log, bool plain)
{
    private static readonly TimeSpan PictureInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(1);

    /// <summary>The picture needs a terminal that is tall and wide enough to be one.</summary>
    public static bool WantsPlain => Console.IsOutputRedirected || Console.IsErrorRedirected || !AnsiConsole.Profile.Capabilities.Ansi;

    public async Task ShowAsync(Task ended, CancellationToken stop)
    {
        if (plain)
        {
            await LinesAsync(ended, stop);
        }
        else
        {
            (int Width, int Height) size = TerminalSize();
            await AnsiConsole.Live(Picture(size)).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(
                async live =>
                {
                    bool over = false;
                    while (!over)
                    {
                        over = await EndsWithinAsync(ended, PictureInterval, stop);
                        if (TerminalSize() != size)
                        {
                            // The terminal has broken its old lines anew: what stands there can't be drawn over.
                            size = TerminalSize();
                            AnsiConsole.Clear();
                        }

                        live.UpdateTarget(Picture(size));
                        PrintEvents();
                    }
                });
        }
    }

    private static (int Width, int Height) TerminalSize() => (AnsiConsole.Profile.Width, AnsiConsole.Profile.Height);

    /// <summary>One line stays free for what is printed after it.</summary>
    private IRenderable Picture((int Width, int Height) size) => LiveView.Render(snapshot(), size.Width, size.Height - 1);

    /// <summary>Prints what the box said since the last time; in the picture it stands already.</summary>
    public void PrintEvents()
    {
        foreach (string line in log.TakeUnprinted())
        {
            if (plain)
            {
                Console.WriteLine(line);
            }
        }
    }

    private async Task LinesAsync(Task ended, CancellationToken stop)
    {
        bool over = false;
        while (!over)
        {
            over = await EndsWithinAsync(ended, LineInterval, stop);
            PrintEvents();
            if (snapshot().Samples > 0)
            {
                Console.WriteLine(PlainView.Line(snapshot()));
            }
        }
    }

    private static async Task<bool> EndsWithinAsync(Task ended, TimeSpan limit, CancellationToken stop)
    {
        await Task.WhenAny(ended, Task.Delay(limit, stop));
        return ended.IsCompleted || stop.IsCancellationRequested;
    }
}
