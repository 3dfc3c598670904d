using System.Threading;
using DataBox.Link;

namespace DataBox.Host;

/// <summary>Threads that don't keep the process alive: a client that hangs for good must not hold up the command's end.</summary>
public sealed class BackgroundThreadStarter : IThreadStarter
{
    public void Start(ThreadStart body) => new Thread(body) { IsBackground = true, Name = "databox link" }.Start();
}
