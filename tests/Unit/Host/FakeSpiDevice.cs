using System;
using System.Collections.Generic;
using System.Device.Spi;

namespace DataBox.Tests.Unit.Host;

/// <summary>An SPI device of the library's kind that keeps every frame and answers with its bytes inverted.</summary>
internal sealed class FakeSpiDevice(int clockHz) : SpiDevice
{
    public readonly List<byte[]> frames = [];
    public Exception? refusal;
    public bool isDisposed;

    public override SpiConnectionSettings ConnectionSettings { get; } = new(0, 0) { ClockFrequency = clockHz };

    public override void TransferFullDuplex(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer)
    {
        if (refusal is not null)
        {
            throw refusal;
        }

        if (writeBuffer.Length != readBuffer.Length)
        {
            throw new ArgumentException("the library wants both of one length");
        }

        frames.Add(writeBuffer.ToArray());
        for (int i = 0; i < readBuffer.Length; i++)
        {
            readBuffer[i] = (byte)~writeBuffer[i];
        }
    }

    public override void Read(Span<byte> buffer) => throw new NotSupportedException();

    public override void Write(ReadOnlySpan<byte> buffer) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        isDisposed = true;
        base.Dispose(disposing);
    }
}
