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
            config.chip = chain.Chip.Name;
            config.inFlight = MostInFlight;
            var clock = new ManualClock();
            ISimChain chips = Chips(chain.Chip, clock, chain.Layout, config);
            var source = new ReplaySource(recording, !plan.MaxSpeed);
            return new SampleSource
            {
                Name = $"replay of {recording.Name}: {chain.Sentence}",
                Chip = chain.Chip.Name,
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

    private static ISimChain Chips(SimChip chip, ManualClock clock, PackLayout layout, BoxConfig config)
    {
        int most = AfeCatalogue.Find(chip.Name).maxClockHz;
        return config.spiClockHz <= most
            ? chip.Make(new SimChainPlan(clock, layout.deviceCount, config.spiClockHz))
            : throw new CommandException($"configuration: spi_clock_hz is {config.spiClockHz}, {chip.Name} takes {most} at most");
    }

    private static IAfe Driver(ISimChain chips, IClock clock, PackLayout layout, BoxConfig config)
    {
        try
        {
            // A chain without a far end has the near one twice: the catalogue then says that it can't be read from there.
            ISpiBus? far = config.pinCsFar < 0 ? null : chips.FarEnd ?? chips;
            return AfeCatalogue.Make(config.chip, chips, far, clock, layout, new AfeConfig
            {
                mode = config.adcMode,
                ntcName = config.ntc,
                pullUpOhms = config.ntcPullUpOhms,
                transferOverheadMicros = config.spiOverheadMicros,
                wireNanofarads = config.checks.wireNanofarads,
                openWireMillivolts = config.checks.openWireMillivolts,
            });
        }
        catch (ArgumentException e)
        {
            throw new CommandException("configuration: " + e.Message);
        }
    }
}
