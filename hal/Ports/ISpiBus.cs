namespace DataBox.Ports
{
    /// <summary>One SPI chip select with an isoSPI bridge or a device behind it. Ports move blocks: one call, one frame.</summary>
    public interface ISpiBus
    {
        /// <summary>Select low, clock <paramref name="length"/> bytes both ways, select high.</summary>
        /// <param name="writeBuffer">At least length bytes.</param>
        /// <param name="readBuffer">At least length bytes; bytes past length are left alone. Not the write buffer.</param>
        /// <param name="length">1..16,384 (the ESP32 driver's limit).</param>
        void Transfer(byte[] writeBuffer, byte[] readBuffer, int length);

        /// <summary>Select low for at least <paramref name="lowMicros"/>, then high: the isoSPI wake-up pulse. Whether the
        /// clock runs meanwhile (dummy bytes FF) is the adapter's business.</summary>
        void Pulse(int lowMicros);

        /// <summary>Clock rate, Hz; for computing transfer times.</summary>
        int ClockHz { get; }
    }
}
