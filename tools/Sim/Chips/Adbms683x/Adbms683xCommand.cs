namespace DataBox.Sim;

/// <summary>What a command asks of the chip.</summary>
internal enum Adbms683xAction
{
    Read,
    Write,
    ConvertCells,
    ConvertRedundant,
    ConvertAux,
    ConvertAux2,
    ClearCells,
    ClearFiltered,
    ClearRedundant,
    ClearAux,
    ClearLimits,
    ClearFlags,
    Snap,
    Unsnap,
    Mute,
    Unmute,
    ResetCounter,
    SoftReset,
    UnlockRetention,
    Accepted,
    Poll,
}

/// <summary>What is read or written.</summary>
internal enum Adbms683xGroup
{
    None,
    ConfigA,
    ConfigB,
    PwmA,
    PwmB,
    Comm,
    Retention,
    SerialId,
    Cell,
    Average,
    Filtered,
    Redundant,
    AllCell,
    AllAverage,
    AllFiltered,
    AllRedundant,
    AllCellRedundant,
    AllAverageRedundant,
    Aux,
    Aux2,
    StatusA,
    StatusB,
    StatusC,
    StatusCWithError,
    StatusD,
    StatusE,
    AllAuxStatus,
}

/// <summary>Which converters a poll asks about.</summary>
[System.Flags]
internal enum Adbms683xConverters
{
    None = 0,
    C = 1,
    S = 2,
    Aux = 4,
    Aux2 = 8,
    All = 15,
}

/// <summary>One of the 2,048 command codes, taken apart. Public drivers: foxBMS 2 (ADES183x) and no-OS (ADES1830).</summary>
/// <param name="Letter">0 for group A, 1 for B and so on.</param>
/// <param name="Converters">Whose busy state shows on MISO behind the command.</param>
internal sealed record Adbms683xCommand(
    Adbms683xAction Action, Adbms683xGroup Group = Adbms683xGroup.None, int Letter = 0,
    Adbms683xConverters Converters = Adbms683xConverters.None)
{
    private static readonly Adbms683xCommand?[] Table = BuildTable();

    /// <summary>RD: the S-ADC measures along and is compared.</summary>
    public bool IsRedundant { get; private init; }

    /// <summary>CONT: round after round.</summary>
    public bool IsContinuous { get; private init; }

    /// <summary>RSTF: the filter starts over.</summary>
    public bool ResetsFilter { get; private init; }

    /// <summary>OW: bit 0 loads the even cells, bit 1 the odd ones; of ADAX, 1 puts the test current on.</summary>
    public int OpenWire { get; private init; }

    /// <summary>PUP: the test current of ADAX pulls up.</summary>
    public bool PullsUp { get; private init; }

    /// <summary>Channel of ADAX and ADAX2, CH4 as bit 4; 0 is all.</summary>
    public int Channel { get; private init; }

    /// <summary>Reads, polls and the two resets don't move the command counter; everything else does.</summary>
    public bool Counts => Action is not (Adbms683xAction.Read or Adbms683xAction.Poll or Adbms683xAction.ResetCounter
        or Adbms683xAction.SoftReset);

    /// <summary>Carries eight bytes for each device.</summary>
    public bool CarriesData => Action is Adbms683xAction.Write or Adbms683xAction.ClearLimits or Adbms683xAction.ClearFlags;

    /// <summary>The command of an 11-bit code in its 16-bit form, or null where the chip has none.</summary>
    public static Adbms683xCommand? Decode(int code) => (code & 0xF800) != 0 ? null : Table[code];

    private static Adbms683xCommand?[] BuildTable()
    {
        Adbms683xCommand?[] table = new Adbms683xCommand?[2048];
        for (int code = 0; code < table.Length; code++)
        {
            table[code] = Registers(code) ?? Results(code) ?? Control(code) ?? Conversion(code);
        }

        return table;
    }

    private static Adbms683xCommand? Registers(int code) => code switch
    {
        0x001 => Write(Adbms683xGroup.ConfigA),
        0x024 => Write(Adbms683xGroup.ConfigB),
        0x002 => Read(Adbms683xGroup.ConfigA),
        0x026 => Read(Adbms683xGroup.ConfigB),
        0x020 => Write(Adbms683xGroup.PwmA),
        0x022 => Read(Adbms683xGroup.PwmA),
        0x021 => Write(Adbms683xGroup.PwmB),
        0x023 => Read(Adbms683xGroup.PwmB),
        0x721 => Write(Adbms683xGroup.Comm),
        0x722 => Read(Adbms683xGroup.Comm),
        0x039 => Write(Adbms683xGroup.Retention),
        0x03A => Read(Adbms683xGroup.Retention),
        0x02C => Read(Adbms683xGroup.SerialId),
        0x030 => Read(Adbms683xGroup.StatusA),
        0x031 => Read(Adbms683xGroup.StatusB),
        0x032 => Read(Adbms683xGroup.StatusC),
        0x072 => Read(Adbms683xGroup.StatusCWithError),
        0x033 => Read(Adbms683xGroup.StatusD),
        0x034 => Read(Adbms683xGroup.StatusE),
        0x035 => Read(Adbms683xGroup.AllAuxStatus),
        _ => null,
    };

    // The codes of a group's letters don't rise with the letters.
    private static Adbms683xCommand? Results(int code) =>
        Lettered(Adbms683xGroup.Cell, [0x004, 0x006, 0x008, 0x00A, 0x009, 0x00B], code)
        ?? Lettered(Adbms683xGroup.Average, [0x044, 0x046, 0x048, 0x04A, 0x049, 0x04B], code)
        ?? Lettered(Adbms683xGroup.Redundant, [0x003, 0x005, 0x007, 0x00D, 0x00E, 0x00F], code)
        ?? Lettered(Adbms683xGroup.Filtered, [0x012, 0x013, 0x014, 0x015, 0x016, 0x017], code)
        ?? Lettered(Adbms683xGroup.Aux, [0x019, 0x01A, 0x01B, 0x01F, 0x036], code)
        ?? Lettered(Adbms683xGroup.Aux2, [0x01C, 0x01D, 0x01E, 0x025], code)
        ?? code switch
        {
            0x00C => Read(Adbms683xGroup.AllCell),
            0x04C => Read(Adbms683xGroup.AllAverage),
            0x010 => Read(Adbms683xGroup.AllRedundant),
            0x018 => Read(Adbms683xGroup.AllFiltered),
            0x011 => Read(Adbms683xGroup.AllCellRedundant),
            0x051 => Read(Adbms683xGroup.AllAverageRedundant),
            _ => null,
        };

    private static Adbms683xCommand? Control(int code) => code switch
    {
        0x027 => new(Adbms683xAction.SoftReset),
        0x028 => new(Adbms683xAction.Mute),
        0x029 => new(Adbms683xAction.Unmute),
        0x02D => new(Adbms683xAction.Snap),
        0x02E => new(Adbms683xAction.ResetCounter),
        0x02F => new(Adbms683xAction.Unsnap),
        0x038 => new(Adbms683xAction.UnlockRetention),
        0x711 => new(Adbms683xAction.ClearCells),
        0x712 => new(Adbms683xAction.ClearAux),
        0x714 => new(Adbms683xAction.ClearFiltered),
        0x715 => new(Adbms683xAction.ClearLimits),
        0x716 => new(Adbms683xAction.ClearRedundant),
        0x717 => new(Adbms683xAction.ClearFlags),
        0x718 => new(Adbms683xAction.Poll, Converters: Adbms683xConverters.All),
        0x71C => new(Adbms683xAction.Poll, Converters: Adbms683xConverters.C),
        0x71D => new(Adbms683xAction.Poll, Converters: Adbms683xConverters.S),
        0x71E => new(Adbms683xAction.Poll, Converters: Adbms683xConverters.Aux),
        0x71F => new(Adbms683xAction.Poll, Converters: Adbms683xConverters.Aux2),
        0x723 => new(Adbms683xAction.Accepted),
        _ => null,
    };

    // Each row: the bits that are fixed, and what they are. Fields: RD bit 8, CONT bit 7, DCP bit 4 (discharge during
    // measurement, which nobody does here), RSTF bit 2, OW bits 1:0. ADAX: OW bit 8, PUP bit 7, CH4 bit 6, CH bits 3:0.
    private static Adbms683xCommand? Conversion(int code)
    {
        bool isContinuous = (code & 0x80) != 0;
        if ((code & 0x668) == 0x260)
        {
            bool isRedundant = (code & 0x100) != 0;
            return new(
                Adbms683xAction.ConvertCells,
                Converters: isRedundant ? Adbms683xConverters.C | Adbms683xConverters.S : Adbms683xConverters.C)
            {
                IsRedundant = isRedundant,
                IsContinuous = isContinuous,
                ResetsFilter = (code & 0x04) != 0,
                OpenWire = code & 3,
            };
        }

        if ((code & 0x76C) == 0x168)
        {
            return new(Adbms683xAction.ConvertRedundant, Converters: Adbms683xConverters.S)
            {
                IsContinuous = isContinuous,
                OpenWire = code & 3,
            };
        }

        if ((code & 0x630) == 0x410)
        {
            return new(Adbms683xAction.ConvertAux, Converters: Adbms683xConverters.Aux)
            {
                OpenWire = (code >> 8) & 1,
                PullsUp = (code & 0x80) != 0,
                Channel = (code & 0x0F) | ((code >> 2) & 0x10),
            };
        }

        return (code & 0x7F0) != 0x400
            ? null
            : new(Adbms683xAction.ConvertAux2, Converters: Adbms683xConverters.Aux2) { Channel = code & 0x0F };
    }

    private static Adbms683xCommand? Lettered(Adbms683xGroup group, int[] codes, int code)
    {
        int letter = System.Array.IndexOf(codes, code);
        return letter < 0 ? null : new(Adbms683xAction.Read, group, letter);
    }

    private static Adbms683xCommand Read(Adbms683xGroup group) => new(Adbms683xAction.Read, group);

    private static Adbms683xCommand Write(Adbms683xGroup group) => new(Adbms683xAction.Write, group);
}
