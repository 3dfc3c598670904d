namespace DataBox.Sim;

/// <summary>What a command asks of the chip.</summary>
internal enum Ltc681xAction
{
    None,
    ReadGroup,
    WriteGroup,
    ConvertCells,
    ConvertCellsWithPull,
    OverlapTest,
    ConvertAux,
    ConvertAuxWithPull,
    ConvertStatus,
    ConvertCellsAndAux,
    ConvertCellsAndSum,
    SelfTestCells,
    SelfTestAux,
    SelfTestStatus,
    ClearCells,
    ClearAux,
    ClearStatus,
    ClearSwitchControl,
    Poll,
    DiagnoseMux,
    Mute,
    Unmute,
    Accepted,
}

/// <summary>Register groups, 6 bytes each.</summary>
internal enum Ltc681xGroup
{
    None,
    ConfigA,
    ConfigB,
    CellA,
    CellB,
    CellC,
    CellD,
    CellE,
    CellF,
    AuxA,
    AuxB,
    AuxC,
    AuxD,
    StatusA,
    StatusB,
    SwitchControl,
    Pwm,
    PwmAndSwitchB,
    Comm,
}

/// <summary>One of the 2,048 command codes, taken apart. LTC681x data sheets, tables "Command Codes" and "Command Bit
/// Descriptions".</summary>
/// <param name="Mode">MD, 0..3.</param>
/// <param name="Channel">CH, CHG or CHST; 0 is all.</param>
/// <param name="Variant">PUP of an open-wire command, ST of a self test, 1 for a redundant conversion.</param>
internal sealed record Ltc681xCommand(
    string Name, Ltc681xAction Action, Ltc681xGroup Group, int Mode, int Channel, int Variant)
{
    private static readonly Ltc681xCommand?[] Table = BuildTable();

    /// <summary>The command of an 11-bit code in its 16-bit form, or null where the chip has none.</summary>
    public static Ltc681xCommand? Decode(int code) => (code & 0xF800) != 0 ? null : Table[code];

    private static Ltc681xCommand?[] BuildTable()
    {
        Ltc681xCommand?[] table = new Ltc681xCommand?[2048];
        for (int code = 0; code < table.Length; code++)
        {
            table[code] = Fixed(code) ?? Conversion(code);
        }

        return table;
    }

    private static Ltc681xCommand? Fixed(int code) => code switch
    {
        0x001 => Write("WRCFGA", Ltc681xGroup.ConfigA),
        0x024 => Write("WRCFGB", Ltc681xGroup.ConfigB),
        0x002 => Read("RDCFGA", Ltc681xGroup.ConfigA),
        0x026 => Read("RDCFGB", Ltc681xGroup.ConfigB),
        0x004 => Read("RDCVA", Ltc681xGroup.CellA),
        0x006 => Read("RDCVB", Ltc681xGroup.CellB),
        0x008 => Read("RDCVC", Ltc681xGroup.CellC),
        0x00A => Read("RDCVD", Ltc681xGroup.CellD),
        0x009 => Read("RDCVE", Ltc681xGroup.CellE),
        0x00B => Read("RDCVF", Ltc681xGroup.CellF),
        0x00C => Read("RDAUXA", Ltc681xGroup.AuxA),
        0x00E => Read("RDAUXB", Ltc681xGroup.AuxB),
        0x00D => Read("RDAUXC", Ltc681xGroup.AuxC),
        0x00F => Read("RDAUXD", Ltc681xGroup.AuxD),
        0x010 => Read("RDSTATA", Ltc681xGroup.StatusA),
        0x012 => Read("RDSTATB", Ltc681xGroup.StatusB),
        0x014 => Write("WRSCTRL", Ltc681xGroup.SwitchControl),
        0x016 => Read("RDSCTRL", Ltc681xGroup.SwitchControl),
        0x020 => Write("WRPWM", Ltc681xGroup.Pwm),
        0x022 => Read("RDPWM", Ltc681xGroup.Pwm),
        0x01C => Write("WRPSB", Ltc681xGroup.PwmAndSwitchB),
        0x01E => Read("RDPSB", Ltc681xGroup.PwmAndSwitchB),
        0x019 => Plain("STSCTRL", Ltc681xAction.Accepted),
        0x018 => Plain("CLRSCTRL", Ltc681xAction.ClearSwitchControl),
        0x028 => Plain("MUTE", Ltc681xAction.Mute),
        0x029 => Plain("UNMUTE", Ltc681xAction.Unmute),
        0x711 => Plain("CLRCELL", Ltc681xAction.ClearCells),
        0x712 => Plain("CLRAUX", Ltc681xAction.ClearAux),
        0x713 => Plain("CLRSTAT", Ltc681xAction.ClearStatus),
        0x714 => Plain("PLADC", Ltc681xAction.Poll),
        0x715 => Plain("DIAGN", Ltc681xAction.DiagnoseMux),
        0x721 => Write("WRCOMM", Ltc681xGroup.Comm),
        0x722 => Read("RDCOMM", Ltc681xGroup.Comm),
        0x723 => Plain("STCOMM", Ltc681xAction.Accepted),
        _ => null,
    };

    // Each row: the bits that are fixed, and what they are. Fields: MD is bits 8:7, DCP bit 4 (pauses balancing, which
    // nobody does here), PUP bit 6, ST bits 6:5, the channel bits 2:0.
    private static Ltc681xCommand? Conversion(int code)
    {
        int mode = (code >> 7) & 3;
        int channel = code & 7;
        int pull = (code >> 6) & 1;
        int selfTest = (code >> 5) & 3;
        bool isSelfTest = selfTest is 1 or 2;
        if ((code & 0x668) == 0x260 && channel <= 6)
        {
            return new("ADCV", Ltc681xAction.ConvertCells, Ltc681xGroup.None, mode, channel, 0);
        }

        if ((code & 0x628) == 0x228 && channel <= 6)
        {
            return new("ADOW", Ltc681xAction.ConvertCellsWithPull, Ltc681xGroup.None, mode, channel, pull);
        }

        if ((code & 0x61F) == 0x207 && isSelfTest)
        {
            return new("CVST", Ltc681xAction.SelfTestCells, Ltc681xGroup.None, mode, 0, selfTest);
        }

        if ((code & 0x66F) == 0x201)
        {
            return new("ADOL", Ltc681xAction.OverlapTest, Ltc681xGroup.None, mode, 0, 0);
        }

        if ((code & 0x66F) == 0x46F)
        {
            return new("ADCVAX", Ltc681xAction.ConvertCellsAndAux, Ltc681xGroup.None, mode, 0, 0);
        }

        if ((code & 0x66F) == 0x467)
        {
            return new("ADCVSC", Ltc681xAction.ConvertCellsAndSum, Ltc681xGroup.None, mode, 0, 0);
        }

        return AuxConversion(code, mode, channel, pull, selfTest, isSelfTest);
    }

    private static Ltc681xCommand? AuxConversion(
        int code, int mode, int channel, int pull, int selfTest, bool isSelfTest)
    {
        if ((code & 0x678) == 0x460 && channel <= 6)
        {
            return new("ADAX", Ltc681xAction.ConvertAux, Ltc681xGroup.None, mode, channel, 0);
        }

        if ((code & 0x678) == 0x400 && channel <= 6)
        {
            return new("ADAXD", Ltc681xAction.ConvertAux, Ltc681xGroup.None, mode, channel, 1);
        }

        if ((code & 0x638) == 0x410 && channel <= 6)
        {
            return new("AXOW", Ltc681xAction.ConvertAuxWithPull, Ltc681xGroup.None, mode, channel, pull);
        }

        if ((code & 0x61F) == 0x407 && isSelfTest)
        {
            return new("AXST", Ltc681xAction.SelfTestAux, Ltc681xGroup.None, mode, 0, selfTest);
        }

        if ((code & 0x678) == 0x468 && channel <= 4)
        {
            return new("ADSTAT", Ltc681xAction.ConvertStatus, Ltc681xGroup.None, mode, channel, 0);
        }

        if ((code & 0x678) == 0x408 && channel <= 4)
        {
            return new("ADSTATD", Ltc681xAction.ConvertStatus, Ltc681xGroup.None, mode, channel, 1);
        }

        if ((code & 0x61F) == 0x40F && isSelfTest)
        {
            return new("STATST", Ltc681xAction.SelfTestStatus, Ltc681xGroup.None, mode, 0, selfTest);
        }

        return null;
    }

    private static Ltc681xCommand Read(string name, Ltc681xGroup group) =>
        new(name, Ltc681xAction.ReadGroup, group, 0, 0, 0);

    private static Ltc681xCommand Write(string name, Ltc681xGroup group) =>
        new(name, Ltc681xAction.WriteGroup, group, 0, 0, 0);

    private static Ltc681xCommand Plain(string name, Ltc681xAction action) =>
        new(name, action, Ltc681xGroup.None, 0, 0, 0);
}
