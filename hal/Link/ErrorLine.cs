namespace DataBox.Link
{
    /// <summary>Makes what a client says about a failure fit for one line of a log or a state message.</summary>
    internal static class ErrorLine
    {
        private const int MaxChars = 160;

        /// <param name="text">May be null, empty or many lines: native code often fails without a word.</param>
        /// <param name="otherwise">What to say then.</param>
        public static string Of(string text, string otherwise)
        {
            if (text == null)
            {
                return otherwise;
            }

            string line = text.Trim();
            int end = line.IndexOf('\n');
            if (end >= 0)
            {
                line = line.Substring(0, end).Trim();
            }

            if (line.Length == 0)
            {
                return otherwise;
            }

            return line.Length > MaxChars ? line.Substring(0, MaxChars) : line;
        }
    }
}
