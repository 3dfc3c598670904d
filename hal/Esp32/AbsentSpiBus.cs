using DataBox.Ports;

namespace DataBox.Esp32
{
    /// <summary>Stands in for a bus that could not be opened: reads FF, as a line with nothing on it does. The driver
    /// then says that no device answers, and the box comes online nevertheless.</summary>
    public sealed class AbsentSpiBus : ISpiBus
    {
        private readonly int _clockHz;

        /// <param name="clockHz">What the bus would have had: cycle times are computed from it.</param>
        public AbsentSpiBus(int clockHz)
        {
            _clockHz = clockHz;
        }

        public int ClockHz
        {
            get { return _clockHz; }
        }

        public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
        {
            for (int i = 0; i < length; i++)
            {
                readBuffer[i] = 0xFF;
            }
        }

        public void Pulse(int lowMicros)
        {
        }
    }
}
