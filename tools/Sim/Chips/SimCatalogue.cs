using System;
using System.Collections.Generic;
using System.Linq;

namespace DataBox.Sim;

/// <summary>Every chip that is simulated. A family is a row here and a folder.</summary>
public static class SimCatalogue
{
    /// <summary>All chips, family by family, small ones first.</summary>
    public static IReadOnlyList<SimChip> All { get; } = [.. Ltc681xChips(), .. Adbms683xChips(), .. Bq769x2Chips()];

    public static string Names => string.Join(", ", All.Select(chip => chip.Name));

    /// <summary>The chip of this name, or null.</summary>
    public static SimChip? Find(string name) =>
        All.FirstOrDefault(chip => string.Equals(chip.Name, name, StringComparison.OrdinalIgnoreCase));

    private static IEnumerable<SimChip> Ltc681xChips() => Ltc681xPart.All.Select(part => new SimChip(
        part.Name,
        part.CellInputs,
        part.GpioInputs,
        16,
        1000000,
        plan => new Ltc681xSimChain(
            plan.Clock, part, plan.Devices, plan.Probe, plan.ClockHz == 0 ? 1000000 : plan.ClockHz, plan.Seed)));

    private static IEnumerable<SimChip> Adbms683xChips() => Adbms683xPart.All.Select(part => new SimChip(
        part.Name,
        Adbms683xPart.Cells,
        Adbms683xPart.MappedGpios,
        16,
        Adbms683xPart.MaxClockHz,
        plan => new Adbms683xSimChain(
            plan.Clock, part, plan.Devices, plan.Probe, plan.ClockHz == 0 ? Adbms683xPart.MaxClockHz : plan.ClockHz,
            plan.Seed),
        150));

    private static IEnumerable<SimChip> Bq769x2Chips() =>
    [
        new SimChip(
            "bq76952",
            16,
            9,
            1,
            Bq769x2SimChain.MaxClockHz,
            plan => new Bq769x2SimChain(
                plan.Clock, plan.Probe, plan.ClockHz == 0 ? Bq769x2SimChain.MaxClockHz : plan.ClockHz, plan.Seed),
            ResolutionMicrovolts: 1000),
    ];
}
