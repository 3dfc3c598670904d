using System;
using System.Collections.Generic;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Registers, subcommands and data memory.</summary>
internal sealed partial class Bq769x2Fake
{
    private int ReadRegister(int address) => address switch
    {
        0x12 => (inUpdate ? 1 : 0) | (sleepEnabled ? 4 : 0) | (powerOnReset ? 8 : 0),
        0x13 => security,
        0x3E or 0x3F when now < _blockAt => 0xFF,
        _ => registers[address],
    };

    private void WriteRegister(int address, int value)
    {
        if (address == 0x62 || address == 0x63)
        {
            registers[address] &= (byte)(ignoresClears ? 0xFF : ~value);
            return;
        }

        registers[address] = (byte)value;
        if (address == 0x3E)
        {
            _low = value;
        }
        else if (address == 0x3F)
        {
            Subcommand(_low | (value << 8));
        }
        else if (address == 0x61)
        {
            WriteMemory(value - 4);
        }
    }

    private void Subcommand(int command)
    {
        subcommands.Add(command);
        _blockAt = now + 700;
        int length = 2;
        switch (command)
        {
            case 0x0090:
                inUpdate = true;
                return;
            case 0x0092:
                inUpdate = false;
                powerOnReset = false;
                _scanAt = now + 250000;
                return;
            case 0x009A:
                sleepEnabled = false;
                return;
            case 0x0001:
                PutWord(registers, 0x40, deviceNumber);
                break;
            case 0x0005:
                PutWord(registers, 0x40, signature);
                break;
            case 0x0075:
                Array.Copy(status5, 0, registers, 0x40, 32);
                length = 32;
                break;
            default:
                Assert(command >= 0x9180 && security != 3, "unexpected subcommand " + command.ToString("X4"));
                for (int i = 0; i < 32; i++)
                {
                    registers[0x40 + i] = memory.GetValueOrDefault(command + i);
                }

                length = 32;
                break;
        }

        registers[0x61] = (byte)(length + 4);
        registers[0x60] = (byte)Checksum(length);
    }

    private void WriteMemory(int bytes)
    {
        if (Checksum(bytes) != registers[0x60])
        {
            return;
        }

        int address = registers[0x3E] | (registers[0x3F] << 8);
        Assert(inUpdate, "data memory is written in CONFIG_UPDATE mode only");
        for (int i = 0; i < bytes; i++)
        {
            memory[address + i] = registers[0x40 + i];
            written.Add((address + i, registers[0x40 + i]));
        }
    }

    private int Checksum(int bytes)
    {
        int sum = registers[0x3E] + registers[0x3F];
        for (int i = 0; i < bytes; i++)
        {
            sum += registers[0x40 + i];
        }

        return ~sum & 0xFF;
    }
}
