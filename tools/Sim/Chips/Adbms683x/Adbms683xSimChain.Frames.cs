using System;

namespace DataBox.Sim;

/// <content>One frame, from the select's fall to its rise.</content>
public sealed partial class Adbms683xSimChain
{
    private const int CommandBytes = 4;
    private const int GroupBytes = 8;
    private const int DataBytes = 6;
    private const int CheckBytes = 2;

    private readonly byte[] _slot = new byte[72];
    private byte[] _harmedWrite = [];
    private byte[] _harmedUpperWrite = [];
    private long _bitMicrosRemainder;

    private void Transfer(byte[] writeBuffer, byte[] readBuffer, int length, bool fromFar)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 16384);
        if (writeBuffer.Length < length || readBuffer.Length < length || ReferenceEquals(writeBuffer, readBuffer))
        {
            throw new ArgumentException("a transfer of " + length + " bytes needs two buffers of that size");
        }

        long startMicros = _clock.MonotonicMicros();
        LetTimePass(startMicros);
        int reachable = ReachableDevices(fromFar);
        Signal(0, fromFar, startMicros);
        Array.Fill(readBuffer, (byte)0xFF, 0, length);
        long endMicros = startMicros + TransferMicros(length);
        Frame frame = new Frame(
            readBuffer, length, fromFar, startMicros + (CommandBytes * 8L * 1000000 / ClockHz), endMicros);
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
        Signal(0, fromFar, endMicros);
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

    // What the devices first..end-1, counted from the frame's end of the chain, make of what they see. Fewer bytes than a
    // command are a wake-up signal.
    private void Obey(in Frame frame, byte[] mosi, int first, int end)
    {
        if (frame.Length < CommandBytes)
        {
            return;
        }

        Adbms683xCommand? command = Adbms683xPec.OfCommand(mosi[0], mosi[1]) == ((mosi[2] << 8) | mosi[3])
            ? Adbms683xCommand.Decode((mosi[0] << 8) | mosi[1])
            : null;
        for (int place = first; place < end; place++)
        {
            Adbms683xSimDevice device = At(place, frame.FromFar);
            if (command == null)
            {
                device.NoteSpiFault();
                continue;
            }

            device.FeedWatchdog(frame.CommandMicros);
            if (command.Action == Adbms683xAction.Read)
            {
                Reply(device, command, frame, place);
            }
            else if (command.CarriesData)
            {
                Take(device, command, frame, mosi, place);
            }
            else if (command.Action != Adbms683xAction.Poll)
            {
                device.Execute(command, mosi, 0, frame.CommandMicros);
            }
        }

        if (command != null && command.Converters != Adbms683xConverters.None && first < end)
        {
            ShowBusyLine(command.Converters, frame, end);
        }
    }

    private void Reply(Adbms683xSimDevice device, Adbms683xCommand command, in Frame frame, int place)
    {
        int data = Adbms683xSimDevice.LengthOf(command.Group);
        int offset = CommandBytes + (place * (data + CheckBytes));
        if (offset >= frame.Length)
        {
            return;
        }

        device.ReadGroup(command, _slot, frame.CommandMicros);
        int word = Adbms683xPec.WordOf(_slot, 0, data, device.Counter);
        if (command.Group == Adbms683xGroup.StatusCWithError && Choices.ErrorInjectionBreaksPec)
        {
            word ^= 1;
        }

        _slot[data] = (byte)(word >> 8);
        _slot[data + 1] = (byte)word;
        Array.Copy(_slot, 0, frame.Miso, offset, Math.Min(data + CheckBytes, frame.Length - offset));
    }

    // The chain is one long shift register: at the rising select the last eight bytes sit in the device nearest to the
    // frame's end of the chain, the eight before in the next. A device whose bytes never came, or came broken, keeps what it
    // had and does not count.
    private static void Take(
        Adbms683xSimDevice device, Adbms683xCommand command, in Frame frame, byte[] mosi, int place)
    {
        int offset = frame.Length - ((place + 1) * GroupBytes);
        if (offset >= CommandBytes && Adbms683xPec.Matches(mosi, offset, DataBytes))
        {
            device.Execute(command, mosi, offset, frame.EndMicros);
        }
        else
        {
            device.NoteSpiFault();
        }
    }

    // Low while any device converts; what the line says is valid one clock a device later. Nothing begins during a frame,
    // so a device that is done need not be asked again.
    private void ShowBusyLine(Adbms683xConverters asked, in Frame frame, int reachable)
    {
        int place = 0;
        for (int bit = 0; bit < (frame.Length - CommandBytes) * 8; bit++)
        {
            long bitMicros = frame.CommandMicros + ((bit + 1) * 1000000L / ClockHz);
            while (place < reachable && !At(place, frame.FromFar).IsBusy(asked, bitMicros))
            {
                place++;
            }

            if (place == reachable && bit >= reachable)
            {
                return;
            }

            frame.Miso[CommandBytes + (bit / 8)] &= (byte)~(0x80 >> (bit % 8));
        }
    }

    // Whole microseconds; what is left over is carried to the next transfer.
    private long TransferMicros(int length)
    {
        long scaled = (length * 8L * 1000000) + _bitMicrosRemainder;
        _bitMicrosRemainder = scaled % ClockHz;
        return scaled / ClockHz;
    }

    private readonly record struct Frame(byte[] Miso, int Length, bool FromFar, long CommandMicros, long EndMicros);
}
