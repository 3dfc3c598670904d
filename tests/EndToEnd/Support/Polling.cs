using System;
using System.Threading.Tasks;

namespace DataBox.Tests.EndToEnd.Support;

/// <summary>The pause between two looks at something that another process brings about. Always inside a loop with a limit.
/// </summary>
public static class Polling
{
    public static Task PauseAsync() => Task.Delay(TimeSpan.FromMilliseconds(500));
}
