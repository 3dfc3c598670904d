using System.Threading;

namespace DataBox.Link
{
    /// <summary>Plain threads, as the device has them.</summary>
    public sealed class ThreadStarter : IThreadStarter
    {
        public void Start(ThreadStart body)
        {
            new Thread(body).Start();
        }
    }
}
