using System.Threading;

namespace DataBox.Link
{
    /// <summary>Where the link's threads come from: nanoFramework knows no background threads, .NET must not be kept alive by a
    /// client that hangs.</summary>
    public interface IThreadStarter
    {
        /// <summary>Runs the body on a thread of its own.</summary>
        /// <param name="body">Catches everything itself.</param>
        /// <exception cref="System.Exception">There is no thread to be had.</exception>
        void Start(ThreadStart body);
    }
}
