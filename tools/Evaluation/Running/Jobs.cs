using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace DataBox.Evaluation;

/// <summary>Runs vehicles on several cores. Each depends on its index alone and results stand in the order of the indices, so the
/// number of cores changes nothing.</summary>
public sealed class Jobs(int threads, Action<string> progress, CancellationToken stop)
{
    private readonly Dictionary<string, object> _made = [];

    /// <summary>Whoever runs long asks it now and then.</summary>
    public CancellationToken Stop => stop;

    /// <summary>What several parts need is made once, by the first of them. The parts run one after the other.</summary>
    public T Once<T>(string what, Func<T> make)
        where T : class
    {
        if (!_made.TryGetValue(what, out object? made))
        {
            made = make();
            _made.Add(what, made);
        }

        return (T)made;
    }

    /// <param name="what">For the progress line.</param>
    public T[] Run<T>(string what, int count, Func<int, T> job)
    {
        var results = new T[count];
        int done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = stop };

        // One at a time to whoever is free: vehicles take very different times.
        var indices = Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering);
        try
        {
            Parallel.ForEach(indices, options, index =>
            {
                results[index] = job(index);
                int now = Interlocked.Increment(ref done);
                if (now == count || now * 10 / count != (now - 1) * 10 / count)
                {
                    progress($"{what}: {now} of {count}");
                }
            });
        }
        catch (AggregateException e) when (stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("stopped", e, stop);
        }

        return results;
    }
}
