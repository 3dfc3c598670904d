namespace DataBox.Sim;

/// <summary>
/// The check byte of the BQ769x2's serial ports as the chip makes it: one bit at a time along x^8 + x^2 + x + 1, starting
/// from 0. BQ76952 technical reference manual, SLUUBY2, "SPI Communications".
/// </summary>
internal static class SerialCrc8
{
    private const int Taps = 0x07;

    public static byte Of(byte[] bytes, int offset, int length)
    {
        int register = 0;
        for (int i = 0; i < length; i++)
        {
            for (int bit = 7; bit >= 0; bit--)
            {
                int feedback = ((register >> 7) ^ (bytes[offset + i] >> bit)) & 1;
                register = ((register << 1) & 0xFF) ^ (-feedback & Taps);
            }
        }

        return (byte)register;
    }
}
