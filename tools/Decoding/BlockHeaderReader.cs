using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DataBox.Decoding;

/// <summary>Reads what stands before a block's coded rows.</summary>
internal ref struct BlockHeaderReader(ReadOnlySpan<byte> bytes)
{
    private const int Magic = 0xDB;
    private const int Codec = 1;
    private const int MaxRows = 60;
    private const int MaxIdLength = 32;
    private const int MaxDevices = 16;
    private const int MaxCellsOfDevice = 18;
    private const int MaxProbesOfDevice = 9;

    private static readonly int[] Steps =
        [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000, 50000];

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int stepByte;
    private bool upperHalfWaits;

    /// <summary>The first byte that has not been read.</summary>
    public int Position { get; private set; }

    /// <exception cref="BlockFormatException">A field is cut off or out of its bounds; says which and at what byte.</exception>
    public BlockHeader Read()
    {
        int magic = NextByte("the magic");
        Require(magic == Magic, $"magic {magic:X2}, not {Magic:X2}");
        int codec = NextByte("the codec");
        Require(codec == Codec, $"unknown codec {codec & 15}, reserved bits {codec >> 4:X}: only codec {Codec} is known");
        int kind = NextByte("the groups");
        int groups = kind & Groups.All;
        Require(groups != 0, "no group");
        int count = NextByte("the row count");
        int rows = count & 63;
        Require(rows is >= 1 and <= MaxRows, $"{rows} rows, not 1 to {MaxRows}");
        CellCoding coding = ReadCoding(groups, (kind & 8) != 0, (count & 64) != 0);

        string box = ReadBox();
        uint boot = (uint)ReadNumber("the boot number", int.MaxValue);
        uint seq = (uint)ReadNumber("the block's number", uint.MaxValue);
        ulong zigzag = ReadNumber("the first row's time", ulong.MaxValue);
        int version = (int)ReadNumber("the cell map's version", int.MaxValue);
        (int[] cells, int[] probes) = ReadLayout();
        bool hasCells = (groups & Groups.Cells) != 0;
        bool hasPack = (groups & Groups.Pack) != 0;
        int timeStep = ReadStep("time", true);
        int cellStep = ReadStep("cell", hasCells);
        int temperatureStep = ReadStep("temperature", (groups & Groups.Temperatures) != 0);
        int currentStep = ReadStep("current", hasPack);
        int voltageStep = ReadStep("pack voltage", hasPack);
        Require(!upperHalfWaits || stepByte == 0, "the unused half of the last step byte is not 0");
        return new BlockHeader
        {
            Box = box,
            Boot = boot,
            Seq = seq,
            FirstTimeMs = (long)(zigzag >> 1) ^ -(long)(zigzag & 1),
            LayoutVersion = version,
            GroupMask = groups,
            CellCoding = coding,
            Flags = kind & 0xF0,
            RowCount = rows,
            IsCompanion = (count & 128) != 0,
            CellsOfDevice = cells,
            ProbesOfDevice = probes,
            CellCount = cells.Sum(),
            ProbeCount = probes.Sum(),
            TimeStep = timeStep,
            CellStep = cellStep,
            TemperatureStep = temperatureStep,
            CurrentStep = currentStep,
            PackVoltageStep = voltageStep,
            NoiseScale = coding == CellCoding.Noise ? NextByte("the noise scale") : 0,
        };
    }

    private readonly CellCoding ReadCoding(int groups, bool noise, bool plain)
    {
        Require(!noise || !plain, "cells by the noise model and plain at once");
        Require((groups & Groups.Cells) != 0 || (!noise && !plain), "a model for cells, but no cells");
        return noise ? CellCoding.Noise : plain ? CellCoding.Plain : CellCoding.Step;
    }

    private string ReadBox()
    {
        var id = new StringBuilder();
        bool last = false;
        while (!last)
        {
            Require(id.Length < MaxIdLength, $"the box id has no end within {MaxIdLength} characters");
            int value = NextByte("the box id");
            last = (value & 128) != 0;
            char character = (char)(value & 127);
            Require(character is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-',
                $"character {(int)character:X2} in the box id: only a-z, 0-9 and - may be");
            id.Append(character);
        }

        return id.ToString();
    }

    /// <summary>Base 128, lowest seven bits first, shortest form only.</summary>
    private ulong ReadNumber(string name, ulong max)
    {
        ulong number = 0;
        for (int shift = 0; ; shift += 7)
        {
            int value = NextByte(name);
            ulong bits = (ulong)(value & 127);
            Require(shift < 63 || (shift == 63 && value <= 1), $"{name} is longer than 64 bits");
            number |= bits << shift;
            if (value < 128)
            {
                Require(value != 0 || shift == 0, $"{name} is not in its shortest form");
                Require(number <= max, $"{name} is {number}, above {max}");
                return number;
            }
        }
    }

    private (int[] Cells, int[] Probes) ReadLayout()
    {
        var cells = new List<int>();
        var probes = new List<int>();
        bool last = false;
        while (!last)
        {
            int first = NextByte("the layout");
            int second = NextByte("the layout");
            int devices = (first >> 4) + 1;
            int probesOfEach = first & 15;
            int cellsOfEach = second & 31;
            last = (second & 128) != 0;
            Require((second & 96) == 0, "reserved bits in the layout");
            Require(probesOfEach <= MaxProbesOfDevice, $"{probesOfEach} probes of one device, {MaxProbesOfDevice} at most");
            Require(cellsOfEach <= MaxCellsOfDevice, $"{cellsOfEach} cells of one device, {MaxCellsOfDevice} at most");
            Require(cells.Count + devices <= MaxDevices, $"more than {MaxDevices} devices");
            cells.AddRange(Enumerable.Repeat(cellsOfEach, devices));
            probes.AddRange(Enumerable.Repeat(probesOfEach, devices));
        }

        Require(cells.Sum() > 0, "a layout without a cell");
        return (cells.ToArray(), probes.ToArray());
    }

    /// <summary>Takes the next half byte, the lower one first, and gives the step in units; 0 where it isn't there.</summary>
    private int ReadStep(string name, bool present)
    {
        if (!present)
        {
            return 0;
        }

        if (!upperHalfWaits)
        {
            stepByte = NextByte("the steps");
        }

        int index = stepByte & 15;
        stepByte >>= 4;
        upperHalfWaits = !upperHalfWaits;
        Require(index < Steps.Length, $"{name} step {index} is not known");
        return Steps[index];
    }

    private int NextByte(string name) =>
        Position < bytes.Length ? bytes[Position++] : throw new BlockFormatException($"cut off at byte {Position}, in {name}");

    private readonly void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new BlockFormatException($"header before byte {Position}: {otherwise}");
        }
    }
}
