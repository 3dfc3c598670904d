namespace DataBox.Sim;

/// <summary>
/// The 15-bit packet error code as the chip makes it: one bit at a time along the polynomial x^15 + x^14 + x^10 + x^8 +
/// x^7 + x^4 + x^3 + 1, starting from 0x0010. LTC681x data sheets, section "Packet Error Code". Whole bytes go by a
/// table that the serial register itself fills.
/// </summary>
internal static class Pec15
{
    private const int Taps = (1 << 14) | (1 << 10) | (1 << 8) | (1 << 7) | (1 << 4) | (1 << 3) | 1;
    private const int Seed = 0x10;

    private static readonly ushort[] AfterEightZeros = FillTable();

    /// <summary>The two check bytes as one word, first byte in the high half, lowest bit 0.</summary>
    public static int Of(byte[] bytes, int offset, int length)
    {
        ushort[] table = AfterEightZeros;
        int register = Seed;
        for (int i = offset; i < offset + length; i++)
        {
            // The eight bits at the top meet the byte and, after eight shifts, have left their feedback behind.
            register = ((register << 8) & 0x7FFF) ^ table[((register >> 7) ^ bytes[i]) & 0xFF];
        }

        return register << 1;
    }

    /// <summary>The same, bit by bit, as the data sheet draws it.</summary>
    public static int SerialOf(byte[] bytes, int offset, int length)
    {
        int register = Seed;
        for (int i = 0; i < length; i++)
        {
            register = Shift(register, bytes[offset + i]);
        }

        return register << 1;
    }

    /// <summary>True when the two bytes behind the message are its check bytes.</summary>
    public static bool Matches(byte[] bytes, int offset, int length) =>
        Of(bytes, offset, length) == ((bytes[offset + length] << 8) | bytes[offset + length + 1]);

    private static int Shift(int register, int value)
    {
        for (int bit = 7; bit >= 0; bit--)
        {
            // (1) what falls out at the top, against the bit that comes in; (2) shift; (3) feed back into the taps
            int feedback = ((register >> 14) ^ (value >> bit)) & 1;
            register = ((register << 1) & 0x7FFF) ^ (-feedback & Taps);
        }

        return register;
    }

    private static ushort[] FillTable()
    {
        ushort[] table = new ushort[256];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = (ushort)Shift(0, i);
        }

        return table;
    }
}
