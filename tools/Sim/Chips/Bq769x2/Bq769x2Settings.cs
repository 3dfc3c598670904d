using System;

namespace DataBox.Sim;

/// <summary>
/// Times of the simulated BQ76952 and the choices where public documents leave the chip's behaviour open. The defaults are
/// the ones that are harder on a driver.
/// </summary>
public sealed class Bq769x2Settings
{
    /// <summary>From supply or RESET until the port answers; until then it reads FF. Typical sample code waits 60 ms.</summary>
    public int BootMicros { get; set; } = 60000;

    /// <summary>From the falling select to a running oscillator; at most 50.</summary>
    public int OscillatorMicros { get; set; } = 50;

    /// <summary>From the end of a frame until its reply lies ready; direct commands take about 50.</summary>
    public int DirectMicros { get; set; } = 50;

    /// <summary>From a subcommand to its data in the transfer buffer; 200 and more.</summary>
    public int SubcommandMicros { get; set; } = 500;

    /// <summary>A signature over ROM; some ms.</summary>
    public int RomSignatureMicros { get; set; } = 9000;

    /// <summary>From the length byte to a finished write of data memory.</summary>
    public int MemoryWriteMicros { get; set; } = 1000;

    /// <summary>From SET_CFGUPDATE to the flag in Battery Status.</summary>
    public int EnterConfigMicros { get; set; } = 6000;

    /// <summary>From EXIT_CFGUPDATE to a running measurement loop.</summary>
    public int ExitConfigMicros { get; set; } = 2000;

    /// <summary>From EXIT_DEEPSLEEP to a running measurement loop; about 250 ms.</summary>
    public int ExitDeepSleepMicros { get; set; } = 250000;

    /// <summary>After each measurement loop the chip computes and answers no frame. Users saw five to eight retries of
    /// about 50 µs.</summary>
    public int BusyAfterLoopMicros { get; set; } = 350;

    /// <summary>A frame that comes while the one before is still worked on is lost (its place in the pipeline with it); false:
    /// it replaces the one before.</summary>
    public bool LosesFramesWhileBusy { get; set; } = true;

    /// <summary>A cell's register changes at the end of its own slot of the loop, so a pair of byte reads can be torn at any
    /// time; false: all together at the end of the loop.</summary>
    public bool PublishesCellByCell { get; set; } = true;

    /// <summary>A word's low byte and high byte come from the time when each is read, as users saw; false: reading the low
    /// byte holds the high one.</summary>
    public bool TearsWords { get; set; } = true;

    /// <summary>A command lost by <see cref="ISimChain.LoseCommands"/> is answered like any other and does nothing; false: it
    /// is answered FFFFAA as one with a wrong check byte is.</summary>
    public bool HidesLostCommands { get; set; }

    /// <summary>Current of the open-wire source, nA, typical.</summary>
    public int OpenWireNanoamps { get; set; } = 55000;

    /// <summary>Filter capacitor at each cell input, nF.</summary>
    public int WireNanofarads { get; set; } = 100;

    /// <summary>Current into the lower pin of a cell while it is measured, nA: all that would move an open VC0. Public
    /// documents give no figure.</summary>
    public int InputNanoamps { get; set; }

    /// <summary>Pack current, mA; below the sleep threshold a chip that may sleep falls asleep.</summary>
    public int CurrentMilliamps { get; set; }

    /// <summary>Which pin each GPIO of a cell map is, in the order of the temperature commands: 0 CFETOFF, 1 DFETOFF, 2 ALERT,
    /// 3 TS1, 4 TS2, 5 TS3, 6 HDQ, 7 DCHG, 8 DDSG. The order in which the manual lists the pins.</summary>
    public int[] PinOfGpio { get; } = [3, 4, 5, 0, 1, 2, 6, 7, 8];

    internal int TimeOf(int subcommand) => subcommand switch
    {
        0x0004 or 0x0009 => RomSignatureMicros,
        0x0090 => EnterConfigMicros,
        0x0092 => ExitConfigMicros,
        _ => SubcommandMicros,
    };

    internal double MicrovoltsOfCharge(double nanoamps, double micros)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(WireNanofarads, 1);

        // nA * µs = 1e-15 C; over nF gives µV.
        return nanoamps * micros / WireNanofarads;
    }
}
