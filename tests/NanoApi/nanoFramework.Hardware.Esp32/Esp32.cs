using System;

namespace nanoFramework.Hardware.Esp32
{
    public class Configuration
    {
        public static void SetPinFunction(int pin, DeviceFunction value)
        {
            throw null;
        }

        public static int GetFunctionPin(DeviceFunction function)
        {
            throw null;
        }
    }

    // Only the functions of the SPI buses.
    public enum DeviceFunction
    {
        SPI1_MOSI = 0x10100,
        SPI1_MISO = 0x10101,
        SPI1_CLOCK = 0x10102,
        SPI2_MOSI = 0x10200,
        SPI2_MISO = 0x10201,
        SPI2_CLOCK = 0x10202,
    }

    public delegate void HighResTimerExpiredEventHandler(HighResTimer sender, object e);

    public class HighResTimer : IDisposable
    {
        public HighResTimer()
        {
            throw null;
        }

        public event HighResTimerExpiredEventHandler OnHighResTimerExpired
        {
            add { throw null; }
            remove { throw null; }
        }

        public static ulong GetCurrent()
        {
            throw null;
        }

        public void Stop()
        {
            throw null;
        }

        public void StartOneShot(ulong timeout_us)
        {
            throw null;
        }

        public void StartOnePeriodic(ulong period_us)
        {
            throw null;
        }

        protected virtual void Dispose(bool disposing)
        {
            throw null;
        }

        public void Dispose()
        {
            throw null;
        }
    }

    public class NativeMemory
    {
        public static void GetMemoryInfo(
            MemoryType memType,
            out uint totalSize,
            out uint totalFreeSize,
            out uint largestFreeBlock)
        {
            throw null;
        }

        public enum MemoryType
        {
            All,
            Internal,
            SpiRam,
        }
    }
}
