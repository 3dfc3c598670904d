using System;
using System.CommandLine;
using DataBox.Afe;
using DataBox.Cli.Chips;

namespace DataBox.Cli.Commands;

/// <summary>`databox afe`: real chips on a Linux board's SPI bus, without box and broker.</summary>
public static class AfeCommand
{
    private const int UsualClockHz = 1000000;
    private const int UsualProbes = 5;

    /// <summary>Of a chip without a bridge: SPI takes pins that are GPIOs elsewhere, its thermistor pins come first.</summary>
    private const int UsualProbesAlone = 3;

    public static Command Build()
    {
        var chips = new Command("chips", "list the chips that can be read");
        chips.SetAction(_ => ChipTable.Write(Console.Out));
        return new Command("afe", "read AFE chips on this machine's SPI bus, without box and broker")
        {
            new ReadCommand().Command,
            chips,
        };
    }

    private static Option<int?> Number(string name, string description, string unit = "N") =>
        new(name) { Description = description, HelpName = unit };

    private static Option<string> Word(string name, string description, string usual) =>
        new(name) { Description = description, HelpName = "NAME", DefaultValueFactory = _ => usual };

    private static int InRange(string option, int value, int lowest, int highest, string meaning = "") =>
        value >= lowest && value <= highest
            ? value
            : throw new CommandException($"{option} {value}: {lowest} to {highest}{meaning}");

    /// <summary>`databox afe read`: its options, and the plan out of them.</summary>
    private sealed class ReadCommand
    {
        private readonly Option<int?> _bus = Number("--bus", "SPI bus, the B of /dev/spidevB.C", "B");
        private readonly Option<int?> _select = Number("--cs", "chip select, the C of /dev/spidevB.C", "C");
        private readonly Option<string> _chip = new("--chip")
        {
            Description = "AFE of the chain: " + AfeCatalogue.Names(),
            Required = true,
            HelpName = "NAME",
        };

        private readonly Option<int?> _devices = Number("--devices", "chips in the chain, 1 to 16; 1 if left out");
        private readonly Option<int?> _cells = Number("--cells", "cells of each device; all its inputs if left out");
        private readonly Option<string?> _layout = new("--layout")
        {
            Description = "cells of each device of the chain, instead of these two: 2x12 or 12,8",
        };

        private readonly Option<int?> _probes =
            Number("--probes", "thermistors of each device, from GPIO 1 up; if left out 5, and 3 for bq76952");

        private readonly Option<int?> _clock =
            Number("--clock", "SPI clock, 10000 to the chip's fastest; 1000000 if left out", "HZ");

        private readonly Option<int?> _mode =
            Number("--mode", "SPI mode 0 to 3; if left out, what the chip or its bridge speaks: 3, the bq76952 0");

        private readonly Option<int?> _farBus = Number("--far-bus", "SPI bus of a second bridge at the chain's far end", "B");
        private readonly Option<int?> _farSelect = Number("--far-cs", "chip select of that bridge", "C");
        private readonly Option<string> _adcMode =
            Word("--adc-mode", "conversion mode in the chip's own words, e.g. 7khz; the family's normal one if left out", "");

        private readonly Option<string> _ntc = Word("--ntc", "thermistor: " + NtcTable.Names(), new AfeConfig().ntcName);
        private readonly Option<int?> _samples = Number("--samples", "read so often, 1 to 100000, and tell mean and noise");
        private readonly Option<bool> _checks = new("--checks") { Description = "then run all checks of chips and wires" };
        private readonly Option<bool> _simulated = new("--simulated")
        {
            Description = "simulated chips instead of a bus, to try it",
        };

        public ReadCommand()
        {
            Command = new Command("read", "read cells and temperatures of a chain and print them")
            {
                _bus, _select, _chip, _devices, _cells, _layout, _probes, _clock, _mode, _farBus, _farSelect, _adcMode, _ntc,
                _samples, _checks, _simulated,
            };
            Command.SetAction(parsed => ReadRun.Run(Plan(parsed), Console.Out));
        }

        public Command Command { get; }

        /// <exception cref="CommandException">A number out of range, or no such chip.</exception>
        private ReadPlan Plan(ParseResult parsed)
        {
            string name = parsed.GetValue(_chip)!;
            AfeChip chip = AfeCatalogue.Find(name.ToLowerInvariant())
                ?? throw new CommandException($"--chip {name}: no such chip; there are {AfeCatalogue.Names()}");
            int probes = parsed.GetValue(_probes) ?? (chip.maxDevices == 1 ? UsualProbesAlone : Math.Min(UsualProbes, chip.gpios));
            int clockHz = parsed.GetValue(_clock) ?? Math.Min(UsualClockHz, chip.maxClockHz);

            int mode = parsed.GetValue(_mode) ?? chip.spiMode;
            return new ReadPlan
            {
                Chip = chip,
                CellsOf = CellCounts.Of(
                    chip, parsed.GetValue(_layout), parsed.GetValue(_devices), parsed.GetValue(_cells)),
                Probes = InRange("--probes", probes, 0, chip.gpios, $" thermistors at each {chip.name}"),
                Bus = parsed.GetValue(_bus),
                Select = parsed.GetValue(_select),
                FarBus = parsed.GetValue(_farBus),
                FarSelect = parsed.GetValue(_farSelect),
                ClockHz = InRange("--clock", clockHz, 10000, chip.maxClockHz, $" Hz, the most that {chip.name} and its bridge take"),
                Mode = InRange("--mode", mode, 0, 3),
                AdcMode = parsed.GetValue(_adcMode)!,
                Ntc = parsed.GetValue(_ntc)!,
                Samples = InRange("--samples", parsed.GetValue(_samples) ?? 1, 1, 100000),
                Checks = parsed.GetValue(_checks),
                Simulated = parsed.GetValue(_simulated),
            };
        }
    }
}
