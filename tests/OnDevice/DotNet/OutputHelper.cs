using System;

namespace nanoFramework.TestFramework
{
    /// <summary>What a test says to a person; MSTest keeps it in the test's output.</summary>
    public static class OutputHelper
    {
        public static void WriteLine(string message)
        {
            Console.WriteLine(message);
        }
    }
}
