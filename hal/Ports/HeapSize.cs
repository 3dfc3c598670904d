namespace DataBox.Ports
{
    /// <summary>
    /// Bytes that things take on the managed heap of nanoFramework, whose blocks are 12 bytes. .NET takes a little more or less;
    /// the budget is for the device.
    /// </summary>
    /// <remarks>nf-interpreter: an object is one block and one more a field; an array has a header of 20 bytes, then its
    /// elements; references take 12 bytes each.</remarks>
    public static class HeapSize
    {
        public const int BlockBytes = 12;

        private const int ArrayHeaderBytes = 20;

        /// <summary>The largest single array or object, bytes (65,535 blocks).</summary>
        public const int Largest = 65535 * BlockBytes;

        public static int OfBytes(int count)
        {
            return Whole(ArrayHeaderBytes + count);
        }

        public static int OfShorts(int count)
        {
            return Whole(ArrayHeaderBytes + (2 * count));
        }

        public static int OfInts(int count)
        {
            return Whole(ArrayHeaderBytes + (4 * count));
        }

        public static int OfLongs(int count)
        {
            return Whole(ArrayHeaderBytes + (8 * count));
        }

        /// <summary>An array of references; what they point to is counted where it is made.</summary>
        public static int OfReferences(int count)
        {
            return Whole(ArrayHeaderBytes + (12 * count));
        }

        public static int OfObject(int fieldCount)
        {
            return BlockBytes * (1 + fieldCount);
        }

        private static int Whole(int bytes)
        {
            return (bytes + BlockBytes - 1) / BlockBytes * BlockBytes;
        }
    }
}
