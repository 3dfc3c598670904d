using System;
using DataBox.Afe;
using DataBox.Core;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Cli.Running;

/// <summary>
/// Makes the chain of a run: simulated chips, and the device's own driver on them. Driver and chips live on a clock of their own
/// that a conversion's wait costs nothing on, and that is moved on with the samples.
/// </summary>
public static partial class PackSources
{
    /// <summary>A replay sends more in a second than a vehicle in an hour.</summary>
    private const int MostInFlight = 4;

    /// <summary>A recording behind the chips.</summary>
    /// <exception cref="CommandException">The recording or the layout is refused: one line.</exception>
    public static SampleSource Recording(RunPlan plan, BoxConfig config)
    {
        try
        {
            Recording recording = Sim.Recording.Open(plan.Replay!);
            RecordingLayout chain = RecordingLayout.For(recording, plan.Layout, plan.Chip);
            config.chip = chain.Part.Name;
            config.inFlight = MostInFlight;
            var clock = new ManualClock();
            var chips = new Ltc681xSimChain(clock, chain.Part, chain.Layout.deviceCount);
            var source = new ReplaySource(recording, !plan.MaxSpeed);
            return new SampleSource
            {
                Name = $"replay of {recording.Name}: {chain.Sentence}",
                Chip = chain.Part.Name,
                Layout = chain.Layout,
                Afe = new ReplayAfe(Driver(chips, clock, chain.Layout, config), chips, chain.Layout, source, clock),
                Inputs = source,
                MakeSchedule = _ => source,
                IsHurried = plan.MaxSpeed,
                IsOver = () => source.EndOfRecording,
                Error = () => source.Error?.Message,
            };
        }
        catch (RecordingException e)
        {
            throw new CommandException(e.Message);
        }
    }

    private static Ltc681xChain Driver(ISpiBus bus, IClock clock, PackLayout layout, BoxConfig config)
    {
        Ltc681xModel model = AfeCatalogue.Find(config.chip)
            ?? throw new CommandException($"configuration: chip is '{config.chip}', known are {AfeCatalogue.Names()}");
        try
        {
            return new Ltc681xChain(bus, clock, layout, model, ChainConfig(config));
        }
        catch (ArgumentException e)
        {
            throw new CommandException("configuration: " + e.Message);
        }
    }

    private static Ltc681xConfig ChainConfig(BoxConfig config)
    {
        int mode = AdcMode.Find(config.adcMode);
        if (mode < 0)
        {
            throw new CommandException($"configuration: adc_mode is '{config.adcMode}', known are {AdcMode.Names()}");
        }

        return new Ltc681xConfig
        {
            adcMode = (byte)mode,
            ntcName = config.ntc,
            pullUpOhms = config.ntcPullUpOhms,
            transferOverheadMicros = config.spiOverheadMicros,
        };
    }
}
