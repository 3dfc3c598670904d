using System;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli.Running;
using Spectre.Console;

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
            await AnsiConsole.Live(LiveView.Render(snapshot())).AutoClear(false).Overflow(VerticalOverflow.Crop).StartAsync(
                async live =>
                {
                    while (!await EndsWithinAsync(ended, PictureInterval, stop))
                    {
                        live.UpdateTarget(LiveView.Render(snapshot()));
                    }

                    live.UpdateTarget(LiveView.Render(snapshot()));
                });
        }
    }

    /// <summary>Prints what the box said since the last time.</summary>
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
