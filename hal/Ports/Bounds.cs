namespace DataBox.Ports
{
    /// <summary>What is said of a value that lies outside what is allowed: the same words wherever it came from.</summary>
    public static class Bounds
    {
        /// <summary>"name is 0, allowed 10 to 1000", or null where the value is inside.</summary>
        public static string Outside(string name, long value, long least, long most)
        {
            return value >= least && value <= most
                ? null
                : name + " is " + value + ", allowed " + least + " to " + most;
        }
    }
}
