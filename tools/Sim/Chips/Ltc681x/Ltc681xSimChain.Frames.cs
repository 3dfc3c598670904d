using System;

namespace DataBox.Sim;

/// <content>One frame, from the select's fall to its rise.</content>
public sealed partial class Ltc681xSimChain
{
    private const int CommandBytes = 4;
    private const int GroupBytes = 8;
    private const int DataBytes = 6;

    private void Transfer(byte[] writeBuffer, byte[] readBuffer, int length, bool fromNear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 16384);
        if (writeBuffer.Length < length || readBuffer.Length < length || ReferenceEquals(writeBuffer, readBuffer))
        {
            throw new ArgumentException("a transfer of " + length + " bytes needs two buffers of that size");
        }

        long startMicros = _clock.MonotonicMicros();
        LetTimePass(startMicros);
        int reachable = ReachableDevices(fromNear);
        SendPulse(0, fromNear, startMicros);
        Array.Fill(readBuffer, (byte)0xFF, 0, length);
        long endMicros = startMicros + TransferMicros(length);
        Frame frame = new Frame(readBuffer, length, fromNear, startMicros + (CommandBytes * 8L * 1000000 / ClockHz), endMicros);
        byte[] mosi = writeBuffer;
        int split = 0;
        if (Faults.HarmsWrites)
        {
            mosi = CopyOf(writeBuffer, length, ref _harmedWrite);
            Faults.HarmWrite(FrameCount, mosi, length);
            split = Math.Min(Faults.SlipDevice, reachable);
        }

        if (split > 0)
        {
            byte[] upper = CopyOf(mosi, length, ref _harmedUpperWrite);
            Faults.HarmUpperWrite(upper, length);
            Obey(frame, mosi, 0, split);
            Obey(frame, upper, split, reachable);
        }
        else
        {
            Obey(frame, mosi, 0, reachable);
        }

        _clock.AdvanceTo(endMicros);
        LetTimePass(endMicros);
        SendPulse(0, fromNear, endMicros);
        if (Faults.HarmsReads)
        {
            Faults.HarmRead(FrameCount, readBuffer, length);
        }

        FrameCount++;
        ByteCount += length;
    }

    private static byte[] CopyOf(byte[] bytes, int length, ref byte[] copy)
    {
        if (copy.Length < length)
        {
            copy = new byte[length];
        }

        Buffer.BlockCopy(bytes, 0, copy, 0, length);
        return copy;
    }

    // What the devices first..end-1, counted from the frame's end of the chain, make of what they see.
    private void Obey(in Frame frame, byte[] mosi, int first, int end)
    {
        if (first >= end || frame.Length < CommandBytes || !Pec15.Matches(mosi, 0, 2))
        {
            return;
        }

        Ltc681xCommand? command = Ltc681xCommand.Decode((mosi[0] << 8) | mosi[1]);
        if (command == null)
        {
            return;
        }

        for (int position = first; position < end; position++)
        {
            Ltc681xSimDevice device = At(position, frame.FromNear);
            if (device.Has(command.Group) && !device.Loses(command.Action))
            {
                device.FeedWatchdog(frame.CommandMicros);
                Obey(device, command, frame, mosi, position);
            }
        }

        if (command.Group == Ltc681xGroup.None)
        {
            ShowBusyLine(frame, end);
        }
    }

    private static void Obey(
        Ltc681xSimDevice device, Ltc681xCommand command, in Frame frame, byte[] mosi, int position)
    {
        if (command.Action == Ltc681xAction.ReadGroup)
        {
            int offset = CommandBytes + (position * GroupBytes);
            if (offset + GroupBytes <= frame.Length)
            {
                device.ReadGroup(command.Group, frame.Miso, offset, frame.CommandMicros);
                int pec = Pec15.Of(frame.Miso, offset, DataBytes);
                frame.Miso[offset + DataBytes] = (byte)(pec >> 8);
                frame.Miso[offset + DataBytes + 1] = (byte)pec;
            }
        }
        else if (command.Action == Ltc681xAction.WriteGroup)
        {
            // The chain is one long shift register: at the rising select the last eight bytes sit in the device nearest
            // to the frame's end, the eight before in the next. A device whose bytes never came, or came broken, keeps
            // what it had.
            int offset = frame.Length - ((position + 1) * GroupBytes);
            if (offset >= CommandBytes && Pec15.Matches(mosi, offset, DataBytes))
            {
                device.WriteGroup(command.Group, mosi, offset, frame.EndMicros);
            }
        }
        else
        {
            device.Execute(command, frame.CommandMicros);
        }
    }

    // Low while any device converts; what the line says is valid one clock a device later.
    private void ShowBusyLine(in Frame frame, int reachable)
    {
        long busyUntilMicros = 0;
        for (int position = 0; position < reachable; position++)
        {
            busyUntilMicros = Math.Max(busyUntilMicros, At(position, frame.FromNear).BusyUntilMicros);
        }

        // Clock n comes n bit times after the command and still reads low if that, in whole µs, is before the end.
        int bits = (frame.Length - CommandBytes) * 8;
        long busyMicros = Math.Clamp(busyUntilMicros - frame.CommandMicros, 0, 1000000000);
        long lowBits = ((busyMicros * ClockHz) + 999999) / 1000000 - 1;
        int low = (int)Math.Min(bits, Math.Max(reachable, lowBits));
        Array.Clear(frame.Miso, CommandBytes, low / 8);
        if (low % 8 != 0)
        {
            frame.Miso[CommandBytes + (low / 8)] &= (byte)(0xFF >> (low % 8));
        }
    }

    // Whole microseconds; what is left over is carried to the next transfer.
    private long TransferMicros(int length)
    {
        long scaled = (length * 8L * 1000000) + _bitMicrosRemainder;
        _bitMicrosRemainder = scaled % ClockHz;
        return scaled / ClockHz;
    }

    private readonly record struct Frame(byte[] Miso, int Length, bool FromNear, long CommandMicros, long EndMicros);
}
