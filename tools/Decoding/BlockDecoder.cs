using System;
using System.Buffers.Binary;

namespace DataBox.Decoding;

/// <summary>Reads the blocks of docs/wire-contract.md, "Block".</summary>
public static class BlockDecoder
{
    /// <summary>Shorter than the shortest header with one row and the CRC.</summary>
    private const int MinBytes = 12;
    private const int CrcBytes = 4;

    /// <summary>Decodes and checks one block. Work and memory are bounded by 60 rows of 288 cells and the block's
    /// length.</summary>
    /// <exception cref="BlockFormatException">The bytes are no block; nothing else is ever thrown.</exception>
    public static DecodedBlock Decode(ReadOnlySpan<byte> block)
    {
        if (block.Length < MinBytes)
        {
            throw new BlockFormatException($"{block.Length} bytes are too few for a block: {MinBytes} at least");
        }

        ReadOnlySpan<byte> body = block[..^CrcBytes];
        uint sent = BinaryPrimitives.ReadUInt32LittleEndian(block[^CrcBytes..]);
        uint computed = Crc32.Of(body);
        if (sent != computed)
        {
            throw new BlockFormatException($"CRC {sent:X8} at byte {body.Length}, but the bytes before it give {computed:X8}");
        }

        var reader = new BlockHeaderReader(body);
        BlockHeader header = reader.Read();
        ReadOnlySpan<byte> codedRows = body[reader.Position..];
        if (codedRows.Length > 0 && codedRows[^1] == 0)
        {
            throw new BlockFormatException($"the coded rows end in a 0 byte, byte {body.Length - 1}");
        }

        DecodedRow[] rows = new RowReader(header, new RangeDecoder(codedRows)).ReadAll();
        return new DecodedBlock
        {
            Box = header.Box,
            Boot = header.Boot,
            Seq = header.Seq,
            Flags = header.Flags,
            IsCompanion = header.IsCompanion,
            LayoutVersion = header.LayoutVersion,
            CellsOfDevice = header.CellsOfDevice,
            ProbesOfDevice = header.ProbesOfDevice,
            CellLsbMicrovolts = header.CellStep,
            Rows = rows,
        };
    }
}
