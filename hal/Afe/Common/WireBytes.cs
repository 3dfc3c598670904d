namespace DataBox.Afe
{
    /// <summary>What can be told of bytes whose check word is wrong.</summary>
    public static class WireBytes
    {
        /// <summary>Nobody drove the line: every bit is 1.</summary>
        public static bool AreOnes(byte[] data, int offset, int length)
        {
            int end = offset + length;
            for (int i = offset; i < end; i++)
            {
                if (data[i] != 0xFF)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
