namespace DataBox.Sim;

/// <summary>Where no public source says what the chip does, or sources disagree: what the simulated one does.</summary>
public sealed class Adbms683xChoices
{
    /// <summary>Bytes of a group that hold nothing: behind cell 16, behind GPIO 10 of the redundant group, aux group E, the
    /// rest of the status groups.</summary>
    public byte FillByte { get; set; } = 0xFF;

    /// <summary>SNAP to a chip whose results are frozen already freezes them anew; false: it counts and changes nothing, which
    /// is the harder case for a driver whose UNSNAP was lost.</summary>
    public bool SnapRenewsFrozen { get; set; }

    /// <summary>A single ADSV ends the redundant measurement of a running ADCV with RD; true: that one goes on after it.
    /// </summary>
    public bool RedundancyOutlivesAdsv { get; set; }

    /// <summary>An over- or undervoltage flag stays until CLOVUV; false: every round of the C-ADC sets it anew.</summary>
    public bool LatchesLimitFlags { get; set; } = true;

    /// <summary>VDE is bit 6 and VDEL bit 7 of status C's last byte; false: the other way round.</summary>
    public bool VdeIsBit6 { get; set; } = true;

    /// <summary>RDSTATC with ERR answers with the lowest bit of the check word turned; false: with a right one.</summary>
    public bool ErrorInjectionBreaksPec { get; set; } = true;

    /// <summary>The channel on which a stuck auxiliary multiplexer stays: 0..9 GPIO, 10 VMV, 11 VPV, 12 VREF2, 13 ITMP,
    /// 14 VD, 15 VA, 16 VRES.</summary>
    public int StuckMuxChannel { get; set; } = 12;

    /// <summary>Resistor that the open-wire test puts across a cell's S pins, ohm.</summary>
    public int LoadOhms { get; set; } = 470;

    /// <summary>Filter resistor in each S line, ohm: with the load a cell alone reads nine tenths.</summary>
    public int FilterOhms { get; set; } = 26;
}
