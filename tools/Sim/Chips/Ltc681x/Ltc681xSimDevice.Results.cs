using System;

namespace DataBox.Sim;

/// <content>What each conversion finds, and how long it takes.</content>
internal sealed partial class Ltc681xSimDevice
{
    private const int HighestCode = 0xDFFF;
    private const int MicrovoltsPerCode = 100;
    private const int RedundancyFaultCode = 0xFF01;
    private const int PullMicrovolts = 1200000;
    private const int BrokenFilterBit = 0x0100;

    /// <summary>What each main converter reads too much, µV.</summary>
    public int[] ConverterOffsetMicrovolts { get; }

    /// <summary>The digital filters behind the converters turn a bit.</summary>
    public bool IsFilterBroken { get; set; }

    private int TakeCells(int channel, int pull, int mode)
    {
        int channels = _part.CellChannels;
        bool all = channel == 0 || channel > channels;
        for (int input = 0; input < _part.CellInputs; input++)
        {
            if (all || input % channels == channel - 1)
            {
                _nextCell[input] = CellCode(input, _part.ConverterOf(input), pull);
                _cellsUnderWay |= 1 << input;
            }
        }

        return _part.CellMicros(mode, all ? channels : 1);
    }

    // The 7 kHz and 27 kHz times that data sheets print for cells + 2 GPIOs come out of two more channels within 5 %.
    private int TakeCellsAndAux(int mode)
    {
        int micros = TakeCells(0, -1, mode);
        for (int gpio = 0; gpio < 2; gpio++)
        {
            TakeOneAux(gpio, -1);
        }

        return micros + (2 * micros / _part.CellChannels);
    }

    // Cells that two converters can reach are measured by both. The converter that owns the cell puts its result into
    // slot 7 or 13, the one below it into the slot behind that.
    private int TakeOverlap(int mode)
    {
        int firstShared = _part.CellInputs == 15 ? 5 : 6;
        int secondShared = _part.CellInputs == 15 ? 10 : 12;
        PutOverlap(6, firstShared);
        if (_part.CellInputs > 12)
        {
            PutOverlap(12, secondShared);
        }

        return _part.CellMicros(mode, 2);
    }

    private void PutOverlap(int slot, int input)
    {
        int converter = _part.ConverterOf(input);
        _nextCell[slot] = CellCode(input, converter, -1);
        _nextCell[slot + 1] = CellCode(input, converter - 1, -1);
        _cellsUnderWay |= 3 << slot;
    }

    private int TakeAux(int channel, int pull, int mode)
    {
        int taken = 0;
        for (int gpio = 0; gpio < _part.GpioInputs; gpio++)
        {
            // Channel n is GPIO n and, on parts with nine, GPIO n + 5; channel 5 is GPIO 5 alone, 6 the reference.
            if (channel == 0 || (channel <= 5 && gpio % 5 == channel - 1))
            {
                TakeOneAux(gpio, pull);
                taken++;
            }
        }

        if (channel is 0 or 6)
        {
            _nextAux[ReferenceIndex] = ConverterCode(Pins.ReferenceMicrovolts, 0);
            _auxUnderWay |= 1 << ReferenceIndex;
            taken++;
        }

        return _part.AuxMicros(mode, taken);
    }

    private void TakeOneAux(int gpio, int pull)
    {
        // A wire that is open leaves the pin to the test current, and without one to leakage.
        int microvolts = IsPulledDown(gpio) ? 0
            : !Pins.IsGpioWireOpen(gpio) ? Pins.Gpio(gpio)
            : pull == 1 ? Pins.AnalogueSupplyMicrovolts : 0;
        _nextAux[gpio] = ConverterCode(microvolts, 0);
        _auxUnderWay |= 1 << gpio;
    }

    private int TakeStatus(int channel, int mode)
    {
        long sum = 0;
        for (int input = 0; input < _part.CellInputs; input++)
        {
            sum += Pins.Cell(input);
        }

        // Die temperature: (T + offset) * slope.
        long die = (Pins.DieDeciC + (_part.DieOffsetDegrees * 10L)) * _part.DieMicrovoltsPerDegree / 10;
        _nextStatus[0] = ConverterCode((int)Math.Clamp(sum / _part.SumFactor, 0, int.MaxValue), 0);
        _nextStatus[1] = ConverterCode((int)die, 0);
        _nextStatus[2] = ConverterCode(Pins.AnalogueSupplyMicrovolts, 0);
        _nextStatus[3] = ConverterCode(Pins.DigitalSupplyMicrovolts, 0);
        _statusUnderWay = channel == 0 ? 0xF : 1 << (channel - 1);
        return _part.StatusChannelMicros(mode, channel == 0 ? 4 : 1);
    }

    private int TakeSelfTestOfCells(Ltc681xCommand command, int mode)
    {
        Array.Fill(_nextCell, SelfTestCode(command.Variant, mode));
        _cellsUnderWay = (1 << _part.CellInputs) - 1;
        return _part.CellMicros(mode, _part.CellChannels);
    }

    private int TakeSelfTestOfAux(Ltc681xCommand command, int mode)
    {
        Array.Fill(_nextAux, SelfTestCode(command.Variant, mode));
        _auxUnderWay = ((1 << _part.GpioInputs) - 1) | (1 << ReferenceIndex);
        return _part.AuxMicros(mode, _part.GpioInputs + 1);
    }

    private int TakeSelfTestOfStatus(Ltc681xCommand command, int mode)
    {
        Array.Fill(_nextStatus, SelfTestCode(command.Variant, mode));
        _statusUnderWay = 0xF;
        return _part.StatusChannelMicros(mode, 4);
    }

    // The digital filter's length, and so its answer to the test pattern, differs only in the two fastest modes.
    private int SelfTestCode(int selfTest, int mode) => Filtered((selfTest, mode) switch
    {
        (1, 1) => 0x9565,
        (1, 5) => 0x9553,
        (1, _) => 0x9555,
        (_, 1) => 0x6A9A,
        (_, 5) => 0x6AAC,
        _ => 0x6AAA,
    });

    private int CellCode(int input, int converter, int pull)
    {
        // What stands at the output of the mux.
        input = IsMuxStuck && converter == 0 ? 0 : input;
        if (Pins.HasRedundancyFault(input))
        {
            return RedundancyFaultCode;
        }

        if (Pins.IsHeld(input, out int held))
        {
            return held;
        }

        double microvolts = Pins.CellShorted[input] ? 0
            : Pins.AnyCellWireOpen ? OpenWireMicrovolts(input, pull)
            : Pins.Cell(input);
        if (NoiseMicrovoltsRms > 0)
        {
            microvolts += NoiseMicrovoltsRms * _noise.NextGaussian();
        }

        return ConverterCode((int)Math.Round(microvolts), converter);
    }

    /// <summary>The code that a cell input would give now.</summary>
    public int PresentCellCode(int input) => CellCode(input, _part.ConverterOf(input), -1);

    // An open wire between two cells floats: midway when left alone, driven up or down by the test current. One
    // conversion does not move the filter capacitor far, hence the data sheet's "at least twice". At the ends there is
    // only one cell to see it, and it falls to zero under the pull that points at it.
    private double OpenWireMicrovolts(int input, int pull)
    {
        int last = _part.CellInputs;
        double push = pull < 0 ? 0 : (pull == 1 ? 1 : -1) * (_pullRun >= 2 ? PullMicrovolts : PullMicrovolts / 12);
        if (pull == 1 && input == 0 && Pins.CellWireOpen[0] && _pullRun >= 2)
        {
            return 0;
        }

        if (pull == 0 && input == last - 1 && Pins.CellWireOpen[last] && _pullRun >= 2)
        {
            return 0;
        }

        double lower = input > 0 && Pins.CellWireOpen[input] ? NodeShift(input, push) : 0;
        double upper = input + 1 < last && Pins.CellWireOpen[input + 1] ? NodeShift(input + 1, push) : 0;
        return Pins.Cell(input) + upper - lower;
    }

    private double NodeShift(int wire, double push)
    {
        double midway = (Pins.Cell(wire) - Pins.Cell(wire - 1)) / 2.0;
        return Math.Clamp(midway + push, -Pins.Cell(wire - 1), Math.Max(Pins.Cell(wire), -Pins.Cell(wire - 1)));
    }

    private int ConverterCode(int microvolts, int converter) =>
        Filtered(Code((int)Math.Clamp(
            (long)microvolts + ConverterOffsetMicrovolts[converter], int.MinValue, int.MaxValue)));

    private int Filtered(int code) => IsFilterBroken && code != Cleared ? code ^ BrokenFilterBit : code;

    // Below 0 V a conversion gives 0. Above full scale (DFFF) no valid code exists, and the register shows all ones, as
    // it does when nothing was converted.
    private static int Code(int microvolts)
    {
        if (microvolts <= 0)
        {
            return 0;
        }

        long code = ((long)microvolts + (MicrovoltsPerCode / 2)) / MicrovoltsPerCode;
        return code > HighestCode ? Cleared : (int)code;
    }
}
