using System;
using System.IO;
using System.Linq;
using DataBox.Afe;
using DataBox.Cli.Running;
using DataBox.Host;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Cli.Chips;

/// <summary>A driver on its chain: behind the machine's SPI bus, or simulated.</summary>
public sealed class OpenChain : IDisposable
{
    private readonly LinuxSpiBus? _near;
    private readonly LinuxSpiBus? _far;
    private readonly IClock _clock;
    private readonly Func<int, long> _timeOfSample;

    private OpenChain(
        string name, IAfe afe, IClock clock, Func<int, long> timeOfSample, LinuxSpiBus? near = null, LinuxSpiBus? far = null)
    {
        Name = name;
        Afe = afe;
        _clock = clock;
        _timeOfSample = timeOfSample;
        _near = near;
        _far = far;
    }

    /// <summary>Where the chain is, for people.</summary>
    public string Name { get; }

    public IAfe Afe { get; }

    /// <exception cref="CommandException">No such bus, or the plan does not fit the chip; one line.</exception>
    public static OpenChain Open(ReadPlan plan, PackLayout layout)
    {
        if ((plan.FarBus is null) != (plan.FarSelect is null))
        {
            throw new CommandException("a second bridge needs both --far-bus and --far-cs");
        }

        try
        {
            // What does not fit the chip is told first, whether there is a bus or not.
            OpenChain simulated = Simulated(plan, layout);
            return plan.Simulated ? simulated : OnBus(plan, layout);
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            throw new CommandException(e.Message);
        }
    }

    /// <summary>Sample time, ms.</summary>
    /// <param name="sample">Counts from 0.</param>
    public long TimeMs(int sample) => _timeOfSample(sample);

    public void Pause(int micros) => _clock.DelayMicros(micros);

    public void Dispose()
    {
        _near?.Dispose();
        _far?.Dispose();
    }

    private static OpenChain OnBus(ReadPlan plan, PackLayout layout)
    {
        if (plan.Bus is not { } bus || plan.Select is not { } select)
        {
            throw new CommandException("which bus? --bus B --cs C for /dev/spidevB.C, or --simulated for none");
        }

        if (bus < 0 || select < 0 || plan.FarBus < 0 || plan.FarSelect < 0)
        {
            throw new CommandException("a bus and a chip select count from 0");
        }

        if (plan.FarBus == bus && plan.FarSelect == select)
        {
            throw new CommandException("both bridges at one chip select: --far-bus and --far-cs name the second bridge's own");
        }

        LinuxSpiBus near = LinuxSpiBus.Open(bus, select, plan.ClockHz, plan.Mode);
        LinuxSpiBus? far = null;
        try
        {
            if (plan.FarBus is { } farBus && plan.FarSelect is { } farSelect)
            {
                far = LinuxSpiBus.Open(farBus, farSelect, plan.ClockHz, plan.Mode);
            }

            var clock = new HostClock();
            IAfe afe = Driver(plan, near, far, clock, layout);
            string end = far is null ? "" : $", far end at /dev/spidev{plan.FarBus}.{plan.FarSelect}";
            return new OpenChain(
                $"/dev/spidev{bus}.{select} at {plan.ClockHz} Hz, mode {plan.Mode}{end}", afe, clock,
                _ => clock.MonotonicMicros() / 1000, near, far);
        }
        catch
        {
            near.Dispose();
            far?.Dispose();
            throw;
        }
    }

    private static OpenChain Simulated(ReadPlan plan, PackLayout layout)
    {
        SimChip chip = SimCatalogue.Find(plan.Chip.name)
            ?? throw new CommandException($"no simulation of {plan.Chip.name}; there are {SimCatalogue.Names}");
        var clock = new ManualClock();
        ISimChain chips = chip.Make(new SimChainPlan(clock, layout.deviceCount, plan.ClockHz));
        ISpiBus? far = plan.FarBus is null ? null
            : chips.FarEnd ?? throw new CommandException($"a chain of {chip.Name} can't be read from its far end");
        IAfe driver = Driver(plan, chips, far, clock, layout);
        var model = new PackModel(layout);
        var pack = new ModelSource(driver, chips, layout, model, clock);
        PackSources.Connect(model, layout, chips);
        return new OpenChain("simulated chips", pack, clock, sample => sample * 100L);
    }

    private static IAfe Driver(ReadPlan plan, ISpiBus near, ISpiBus? far, IClock clock, PackLayout layout) =>
        AfeCatalogue.Make(
            plan.Chip.name, near, far, clock, layout, new AfeConfig { mode = plan.AdcMode, ntcName = plan.Ntc });
}
