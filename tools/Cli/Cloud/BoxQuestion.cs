using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace DataBox.Cli.Cloud;

/// <summary>Waits for what a box, or the broker in its place, has to say within two seconds: the contract's own time.</summary>
public static class BoxQuestion
{
    public static readonly TimeSpan Time = TimeSpan.FromSeconds(2);

    /// <returns>What <paramref name="pick"/> made of the first message that it took, or null when the time was over.</returns>
    public static async Task<T?> WaitAsync<T>(
        ChannelReader<CloudMessage> inbox, Func<CloudMessage, T?> pick, CancellationToken stop)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(Time);
        try
        {
            while (true)
            {
                if (pick(await inbox.ReadAsync(limit.Token)) is { } found)
                {
                    return found;
                }
            }
        }
        catch (OperationCanceledException) when (!stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
