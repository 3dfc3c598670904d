using System;
using System.Threading;
using DataBox.Link;

namespace DataBox.Tests.Contract.Support;

/// <summary>Background threads, counted, that can run out.</summary>
internal sealed class CountingThreads : IThreadStarter
{
    private int _alive;
    private int _most;

    /// <summary>Threads that can still be started; negative: any number.</summary>
    public int Left { get; set; } = -1;

    public int Alive => Volatile.Read(ref _alive);

    /// <summary>The largest number alive at a time.</summary>
    public int Most => Volatile.Read(ref _most);

    /// <summary>What a thread body let out: it must catch everything itself.</summary>
    public Exception? Escaped { get; private set; }

    public void Start(ThreadStart body)
    {
        if (Left == 0)
        {
            throw new OutOfMemoryException();
        }

        Left--;
        int alive = Interlocked.Increment(ref _alive);
        _most = Math.Max(_most, alive);
        new Thread(() =>
        {
            try
            {
                body();
            }
            catch (Exception e)
            {
                Escaped = e;
            }

            Interlocked.Decrement(ref _alive);
        })
        { IsBackground = true }.Start();
    }
}
