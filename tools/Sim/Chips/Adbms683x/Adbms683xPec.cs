namespace DataBox.Sim;

/// <summary>
/// The chip's two check words. Commands carry the 15-bit one of the LTC681x, x^15 + x^14 + x^10 + x^8 + x^7 + x^4 + x^3 + 1;
/// data carry ten bits along x^10 + x^7 + x^3 + x^2 + x + 1, taken over the data and then the six bits of the command
/// counter. Both start from 0x10.
/// </summary>
/// <remarks>The tables are made by the shift registers below, one bit a step, as the chip does it.</remarks>
internal static class Adbms683xPec
{
    private const int Seed = 0x10;
    private const int Taps15 = (1 << 14) | (1 << 10) | (1 << 8) | (1 << 7) | (1 << 4) | (1 << 3) | 1;
    private const int Taps10 = (1 << 7) | (1 << 3) | (1 << 2) | (1 << 1) | 1;

    private static readonly int[] Table15 = MakeTable(15, Taps15);
    private static readonly int[] Table10 = MakeTable(10, Taps10);

    /// <summary>The two check bytes of a command as one word; its lowest bit is 0.</summary>
    public static int OfCommand(byte first, byte second)
    {
        int register = Step15(Step15(Seed, first), second);
        return register << 1;
    }

    /// <summary>The ten check bits of data and a counter.</summary>
    public static int OfData(byte[] bytes, int offset, int length, int counter)
    {
        int register = Seed;
        for (int i = offset; i < offset + length; i++)
        {
            register = ((register << 8) & 0x3FF) ^ Table10[((register >> 2) ^ bytes[i]) & 0xFF];
        }

        return Shift(register, counter, 6, 10, Taps10);
    }

    /// <summary>The two bytes behind data as one word: counter, then check bits.</summary>
    public static int WordOf(byte[] bytes, int offset, int length, int counter) =>
        (counter << 10) | OfData(bytes, offset, length, counter);

    /// <summary>True when the two bytes behind the data are right for the counter that they carry.</summary>
    public static bool Matches(byte[] bytes, int offset, int length)
    {
        int word = (bytes[offset + length] << 8) | bytes[offset + length + 1];
        return WordOf(bytes, offset, length, word >> 10) == word;
    }

    /// <summary>A register after some more bits of a message, highest first.</summary>
    public static int Shift(int register, int value, int bits, int width, int taps)
    {
        for (int bit = bits - 1; bit >= 0; bit--)
        {
            int feedback = ((register >> (width - 1)) ^ (value >> bit)) & 1;
            register = ((register << 1) & ((1 << width) - 1)) ^ (-feedback & taps);
        }

        return register;
    }

    private static int Step15(int register, byte value) =>
        ((register << 8) & 0x7FFF) ^ Table15[((register >> 7) ^ value) & 0xFF];

    private static int[] MakeTable(int width, int taps)
    {
        int[] table = new int[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = Shift(0, i, 8, width, taps);
        }

        return table;
    }
}
