using System;
using System.Device.Spi;
using System.IO;
using DataBox.Ports;

namespace DataBox.Host;

/// <summary>One chip select of a Linux board's SPI bus, by the kernel's spidev: full duplex, 8 bits, most significant bit
/// first.</summary>
/// <remarks>
/// The kernel drives the chip select and moves it with transfers only, so a wake-up pulse is a transfer of FF bytes that is
/// long enough at the clock asked for. The kernel rounds a clock that its divider can't make down, never up: a pulse
/// gets longer by that, never shorter. The bytes of a pulse carry no command: FF FF has a wrong check value in every family.
/// Everything that the kernel refuses comes as an IOException whose message is one line for a person.
/// </remarks>
public sealed class LinuxSpiBus : ISpiBus, IDisposable
{
    /// <summary>The most that the kernel's spidev takes in one transfer unless its parameter bufsiz says otherwise; a longer
    /// frame would need the chip select to rise within.</summary>
    public const int MaxTransferBytes = 4096;

    public const int LowestClockHz = 10000;
    public const int HighestClockHz = 10000000;

    private readonly SpiDevice _device;
    private readonly string _name;
    private readonly byte[] _pulseWrite = new byte[MaxTransferBytes];
    private readonly byte[] _pulseRead = new byte[MaxTransferBytes];

    /// <param name="device">With clock, mode and chip select as they shall be; disposed with this bus.</param>
    /// <param name="name">For messages.</param>
    public LinuxSpiBus(SpiDevice device, string name)
    {
        _device = device;
        _name = name;
        ClockHz = device.ConnectionSettings.ClockFrequency;
        Array.Fill(_pulseWrite, (byte)0xFF);
    }

    public int ClockHz { get; }

    /// <summary>Opens /dev/spidevBUS.SELECT.</summary>
    /// <param name="clockHz">10,000 to 10,000,000; the board may run slower, never faster.</param>
    /// <param name="mode">0..3: clock polarity and phase.</param>
    /// <exception cref="IOException">No such bus, or no right to use it; one line that says what to do.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number that no bus has.</exception>
    public static LinuxSpiBus Open(int bus, int chipSelect, int clockHz, int mode)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bus);
        ArgumentOutOfRangeException.ThrowIfNegative(chipSelect);
        ArgumentOutOfRangeException.ThrowIfLessThan(clockHz, LowestClockHz);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clockHz, HighestClockHz);
        ArgumentOutOfRangeException.ThrowIfNegative(mode);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(mode, 3);
        string name = $"/dev/spidev{bus}.{chipSelect}";
        if (!OperatingSystem.IsLinux())
        {
            throw new IOException($"no SPI bus {bus}: this is no Linux board");
        }

        RequireAccess(name);
        var settings = new SpiConnectionSettings(bus, chipSelect)
        {
            ClockFrequency = clockHz,
            Mode = (SpiMode)mode,
            DataBitLength = 8,
            DataFlow = DataFlow.MsbFirst,
        };
        try
        {
            return new LinuxSpiBus(SpiDevice.Create(settings), name);
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(name, e);
        }
    }

    /// <exception cref="ArgumentException">The frame does not fit its buffers or the kernel's.</exception>
    /// <exception cref="IOException">The kernel refuses.</exception>
    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
    {
        if (length < 1 || length > MaxTransferBytes || writeBuffer.Length < length || readBuffer.Length < length)
        {
            throw new ArgumentException(
                $"a transfer of {length} bytes does not fit its buffers, or the kernel's of {MaxTransferBytes} bytes");
        }

        try
        {
            _device.TransferFullDuplex(new ReadOnlySpan<byte>(writeBuffer, 0, length), new Span<byte>(readBuffer, 0, length));
        }
        catch (Exception e) when (IsRefusal(e))
        {
            throw Refused(_name, e);
        }
    }

    /// <param name="lowMicros">0 or more; up to 16 ms at 2 MHz, 32 ms at 1 MHz: one transfer.</param>
    public void Pulse(int lowMicros)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lowMicros);
        long bits = (((long)lowMicros * ClockHz) + 999999) / 1000000;
        long bytes = Math.Max(1, (bits + 7) / 8);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bytes, MaxTransferBytes, nameof(lowMicros));
        Transfer(_pulseWrite, _pulseRead, (int)bytes);
    }

    public void Dispose() => _device.Dispose();

    // The library opens the bus at the first transfer and tells no more than a number then.
    private static void RequireAccess(string name)
    {
        if (!Path.Exists(name))
        {
            throw new IOException($"no SPI bus {name} on this machine; on a Raspberry Pi switch it on with "
                + "'sudo raspi-config nonint do_spi 0' (dtparam=spi=on), elsewhere load the board's spidev overlay");
        }

        try
        {
            File.OpenHandle(name, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite).Dispose();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"no right to use {name}: add yourself to its group with "
                + "'sudo usermod -aG spi $USER' and log in again", e);
        }
        catch (IOException e)
        {
            throw new IOException($"{name} can't be opened: {OneLine(e.Message)}", e);
        }
    }

    private static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException
        or DllNotFoundException or EntryPointNotFoundException or TypeInitializationException
        or PlatformNotSupportedException or NotSupportedException;

    private static IOException Refused(string name, Exception e)
    {
        string what = e is DllNotFoundException or EntryPointNotFoundException or TypeInitializationException
            ? "System.Device.Gpio can't load the libraries it needs (libc)"
            : "the kernel refuses";
        return new IOException($"{name}: {what}: {OneLine((e.InnerException ?? e).Message)}", e);
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd();
}
