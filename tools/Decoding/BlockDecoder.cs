using System;

namespace DataBox.Decoding;

/// <summary>Reads the blocks of docs/wire-contract.md, "Block".</summary>
public static class BlockDecoder
{
    /// <exception cref="BlockFormatException">The bytes are no block.</exception>
    public static DecodedBlock Decode(ReadOnlySpan<byte> block) =>
        throw new BlockFormatException("no schema is known yet");
}
