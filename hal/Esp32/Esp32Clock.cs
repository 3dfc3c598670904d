using System;
using System.Threading;
using DataBox.Ports;
using nanoFramework.Hardware.Esp32;

namespace DataBox.Esp32
{
    /// <summary>The ESP32's microsecond timer, and the wall time that SNTP has set.</summary>
    public sealed class Esp32Clock : IClock
    {
        /// <summary>No box runs before this year: an earlier date means that nobody has set the clock.</summary>
        private const int FirstYear = 2024;

        /// <summary>Longer waits give the processor away. Sleep counts RTOS ticks of 10 ms and may end one tick late,
        /// so the last two ticks are spun.</summary>
        private const int LongestSpinMicros = 20000;

        public long MonotonicMicros()
        {
            return (long)HighResTimer.GetCurrent();
        }

        public bool TryGetUtcMs(out long utcMs)
        {
            DateTime now = DateTime.UtcNow;
            bool isSet = now.Year >= FirstYear;
            utcMs = isSet ? (now.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond : 0;
            return isSet;
        }

        public void DelayMicros(int micros)
        {
            long end = MonotonicMicros() + micros;
            if (micros > LongestSpinMicros)
            {
                Thread.Sleep((micros - LongestSpinMicros) / 1000);
            }

            while (MonotonicMicros() < end)
            {
            }
        }
    }
}
