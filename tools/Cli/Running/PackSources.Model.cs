using System;
using System.Globalization;
using System.Linq;
using DataBox.Afe;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Cli.Running;

public static partial class PackSources
{
    /// <summary>The chain of an electric car, for who names none.</summary>
    private const string DefaultLayout = "8x12";

    private static readonly (string Name, PackFaultKind Kind, int Size, string Meaning)[] Faults =
    [
        ("cell-low", PackFaultKind.CellOffset, -80_000, "a cell reads 80 mV less"),
        ("cell-high", PackFaultKind.CellOffset, 900_000, "a cell reads 900 mV more"),
        ("cell-stuck", PackFaultKind.CellStuck, 0, "a cell's reading freezes"),
        ("wire-noise", PackFaultKind.WireNoise, 20_000, "20 mV of noise on a sense wire"),
        ("cell-resistance", PackFaultKind.CellResistance, 400, "four times the resistance"),
        ("cell-short", PackFaultKind.InternalShort, 100, "0.1 ohm inside a cell"),
        ("probe-hot", PackFaultKind.ProbeOffset, 450, "a probe reads 45 °C more"),
        ("probe-open", PackFaultKind.ProbeOpen, 0, "a probe's wire breaks"),
    ];

    /// <summary>The kinds of --fault, for the help.</summary>
    public static string FaultHelp =>
        $"KIND is one of {string.Join(", ", Faults.Select(f => f.Name).Concat(ChainHarm.All.Select(h => h.Name)))}; "
        + "N counts cells, probes, devices, sense wires or wires of the chain from 1; SECONDS after the start";

    /// <summary>The cell model behind the chips.</summary>
    /// <exception cref="CommandException">The layout, the chip or the fault is refused: one line.</exception>
    public static SampleSource Model(RunPlan plan, BoxConfig config)
    {
        try
        {
            (SimChip chip, PackLayout layout, string sentence) = Chain(plan, config);
            config.chip = chip.Name;
            var clock = new ManualClock();
            ISimChain chips = Chips(chip, clock, layout, config);
            var model = new PackModel(layout, new PackSettings { Seed = plan.Seed });
            var source = new ModelSource(Driver(chips, clock, layout, config), chips, layout, model, clock);
            Connect(model, layout, chips);
            return new SampleSource
            {
                Name = $"simulated pack, seed {plan.Seed}: {sentence}",
                Chip = chip.Name,
                Layout = layout,
                Afe = plan.Fault is null ? source : WithFault(source, plan.Fault, layout, model, chips),
                Inputs = source,
                MakeSchedule = boxClock => new PeriodicSchedule(boxClock, config.rates.samplePeriodMs),
                IsOver = () => false,
                Error = () => null,
            };
        }
        catch (RecordingException e)
        {
            throw new CommandException(e.Message);
        }
    }

    /// <summary>The pack is there before the driver starts, as in a vehicle: some chips convert from then on, and would have
    /// zeros to show at the first sample.</summary>
    public static void Connect(PackModel model, PackLayout layout, ISimChain chips)
    {
        var pins = new PinMap(chips, layout);
        model.StepTo(0);
        for (int cell = 0; cell < layout.cellCount; cell++)
        {
            pins.SetCellMicrovolts(cell, model.CellMicrovolts[cell]);
        }

        for (int probe = 0; probe < layout.probeCount; probe++)
        {
            pins.SetProbeDeciC(probe, model.ProbeDeciC[probe]);
        }
    }

    private static (SimChip Chip, PackLayout Layout, string Sentence) Chain(RunPlan plan, BoxConfig config)
    {
        if (plan.Layout is null && config.cellInputMask.Length > 0)
        {
            string name = plan.Chip ?? config.chip;
            SimChip chip = SimCatalogue.Find(name)
                ?? throw new CommandException($"configuration: chip is '{name}', known are {SimCatalogue.Names}");
            PackLayout layout = config.MakeLayout();
            return (chip, layout,
                $"{layout.cellCount} cells and {layout.probeCount} probes on {layout.deviceCount} x {chip.Name}");
        }

        RecordingLayout made = RecordingLayout.ForPack(plan.Layout ?? UsualLayout(plan.Chip), plan.Chip);
        return (made.Chip, made.Layout, made.Sentence);
    }

    private static string UsualLayout(string? name)
    {
        AfeChip? chip = name is null ? null : AfeCatalogue.Find(name);
        return chip is { maxDevices: 1 } ? chip.cellInputs.ToString(CultureInfo.InvariantCulture) : DefaultLayout;
    }

    private static IAfe WithFault(
        ModelSource source, string text, PackLayout layout, PackModel model, ISimChain chips)
    {
        string[] parts = text.Split(':', '@');
        var known = Faults.FirstOrDefault(f => f.Name == parts[0]);
        ChainHarm? harm = ChainHarm.Find(parts[0]);
        if ((known.Name is null && harm is null) || parts.Length != 3
            || !int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            || !double.TryParse(parts[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds))
        {
            throw new CommandException($"--fault {text}: write KIND:N@SECONDS, e.g. cell-low:17@10; {FaultHelp}");
        }

        (string noun, int most) = harm is not null ? (harm.Noun, harm.Most(layout))
            : known.Kind is PackFaultKind.ProbeOffset or PackFaultKind.ProbeOpen ? ("probes", layout.probeCount)
            : ("cells", layout.cellCount);
        if (number < 1 || number > most)
        {
            throw new CommandException($"--fault {text}: there are {noun} 1 to {most}");
        }

        long fromMs = (long)(seconds * 1000);
        if (harm is not null)
        {
            return new LateFault(source, () => harm.Do(chips, layout, number), fromMs);
        }

        model.Add(new PackFault(known.Kind, number - 1, known.Size, fromMs));
        return source;
    }
}
