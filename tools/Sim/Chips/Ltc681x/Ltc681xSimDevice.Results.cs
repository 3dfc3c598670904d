using System;

namespace DataBox.Sim;

/// <content>What each conversion finds, and how long it takes.</content>
internal sealed partial class Ltc681xSimDevice
{
    private const int RedundancyFaultCode = 0xFF01;
    private const double AuxTestMicroamps = 100;

    private bool _isPulling;

    private int TakeCells(int channel, int pull, int mode, long nowMicros)
    {
        int channels = _part.CellChannels;
        bool all = channel == 0 || channel > channels;
        int micros = _part.CellMicros(mode, all ? channels : 1);
        int mask = 0;
        for (int input = 0; input < _part.CellInputs; input++)
        {
            mask |= all || input % channels == channel - 1 ? 1 << input : 0;
        }

        _isPulling = pull >= 0;
        double halfChannelMicros = micros * (ConversionPercent / 200.0) / (all ? channels : 1);
        Pins.Wires.DriftTo(nowMicros);
        Pull(mask, pull, halfChannelMicros);
        for (int input = 0; input < _part.CellInputs; input++)
        {
            if ((mask & (1 << input)) != 0)
            {
                int converter = _part.ConverterOf(input);
                _nextCell[input] = CellCode(input, converter, IsCellChecked(converter, input % channels));
            }
        }

        Pull(mask, pull, halfChannelMicros);
        _isPulling = false;
        _cellsUnderWay |= mask;
        return micros;
    }

    // Current flows before and after the instant that stands for the measurement.
    private void Pull(int mask, int pull, double channelMicros)
    {
        if (pull >= 0 && Pins.Wires.AnyCut)
        {
            Pins.Wires.Pull(mask, pull == 1, channelMicros);
        }
    }

    private int TakeCellsAndAux(int mode, long nowMicros)
    {
        TakeCells(0, -1, mode, nowMicros);
        for (int gpio = 0; gpio < 2; gpio++)
        {
            TakeOneAux(gpio, -1, IsAuxChecked);
        }

        return _part.CellsAndAuxMicros(mode);
    }

    private int TakeCellsAndSum(int mode, long nowMicros)
    {
        TakeCells(0, -1, mode, nowMicros);
        TakeStatus(1, IsAuxChecked, nowMicros, mode);
        return _part.CellsAndSumMicros(mode);
    }

    // Cells that two converters can reach are measured by both. The converter that owns the cell puts its result into
    // slot 7 or 13, the one below it into the slot behind that.
    private int TakeOverlap(int mode, long nowMicros)
    {
        Pins.Wires.DriftTo(nowMicros);
        int firstShared = _part.CellInputs == 15 ? 5 : 6;
        int secondShared = _part.CellInputs == 15 ? 10 : 12;
        PutOverlap(6, firstShared);
        if (_part.CellInputs > 12)
        {
            PutOverlap(12, secondShared);
        }

        return _part.OverlapMicros(mode);
    }

    private void PutOverlap(int slot, int input)
    {
        int converter = _part.ConverterOf(input);
        _nextCell[slot] = CellCode(input, converter, IsOverlapChecked(converter));
        _nextCell[slot + 1] = CellCode(input, converter - 1, IsOverlapChecked(converter - 1));
        _cellsUnderWay |= 3 << slot;
    }

    private int TakeAux(int channel, int pull, bool isChecked, int mode)
    {
        int taken = 0;
        for (int gpio = 0; gpio < _part.GpioInputs; gpio++)
        {
            // Channel n is GPIO n and, on parts with nine, GPIO n + 5; channel 5 is GPIO 5 alone, 6 the reference.
            if (channel == 0 || (channel <= 5 && gpio % 5 == channel - 1))
            {
                TakeOneAux(gpio, pull, isChecked);
                taken++;
            }
        }

        if (channel is 0 or 6)
        {
            _nextAux[ReferenceIndex] = Convert(Pins.ReferenceMicrovolts, 0, isChecked);
            _auxUnderWay |= 1 << ReferenceIndex;
            taken++;
        }

        return _part.AuxMicros(mode, taken);
    }

    // A pin that nothing holds follows the test current as far as the supply lets it, and without one leaks to 0. One that
    // a divider holds moves by the current times the divider's resistance: 10 kΩ in parallel with the probe.
    private void TakeOneAux(int gpio, int pull, bool isChecked)
    {
        double microvolts = 0;
        if (!IsPulledDown(gpio))
        {
            double test = pull < 0 ? 0 : (pull == 1 ? 1 : -1) * AuxTestMicroamps;
            microvolts = !Pins.IsGpioWireOpen(gpio) ? Pins.Gpio(gpio) + (test * Pins.GpioOhms(gpio))
                : test > 0 ? Pins.AnalogueSupplyMicrovolts : 0;
            microvolts = test == 0 ? microvolts : Math.Clamp(microvolts, 0, Pins.AnalogueSupplyMicrovolts);
        }

        _nextAux[gpio] = Convert(microvolts, 0, isChecked);
        _auxUnderWay |= 1 << gpio;
    }

    private int TakeStatus(int channel, bool isChecked, long nowMicros, int mode)
    {
        // The sum is measured across the outermost pins; cuts between them don't show in it.
        Pins.Wires.DriftTo(nowMicros);

        // Die temperature: (T + offset) * slope.
        double die = (Pins.DieDeciC + (_part.DieOffsetDegrees * 10.0)) * _part.DieMicrovoltsPerDegree / 10;
        _nextStatus[0] = Convert(Math.Floor(Pins.Wires.AcrossAll / _part.SumFactor), 0, isChecked);
        _nextStatus[1] = Convert(die, 0, isChecked);
        _nextStatus[2] = Convert(Pins.AnalogueSupplyMicrovolts, 0, isChecked);
        _nextStatus[3] = Convert(Pins.DigitalSupplyMicrovolts, 0, isChecked);
        _statusUnderWay |= channel == 0 ? 0xF : 1 << (channel - 1);
        return _part.StatusChannelMicros(mode, channel == 0 ? 4 : 1);
    }

    private int TakeSelfTestOfCells(Ltc681xCommand command, int mode)
    {
        int code = SelfTestCode(command.Variant, mode);
        for (int input = 0; input < _part.CellInputs; input++)
        {
            _nextCell[input] = Digital(code, IsCellChecked(_part.ConverterOf(input), input % _part.CellChannels));
        }

        _cellsUnderWay = (1 << _part.CellInputs) - 1;
        return _part.CellMicros(mode, _part.CellChannels);
    }

    private int TakeSelfTestOfAux(Ltc681xCommand command, int mode)
    {
        Array.Fill(_nextAux, Digital(SelfTestCode(command.Variant, mode), IsAuxChecked));
        _auxUnderWay = ((1 << _part.GpioInputs) - 1) | (1 << ReferenceIndex);
        return _part.AuxMicros(mode, _part.GpioInputs + 1);
    }

    private int TakeSelfTestOfStatus(Ltc681xCommand command, int mode)
    {
        Array.Fill(_nextStatus, Digital(SelfTestCode(command.Variant, mode), IsAuxChecked));
        _statusUnderWay = 0xF;
        return _part.StatusChannelMicros(mode, 4);
    }

    // The digital filter's length, and so its answer to the test pattern, differs only in the two fastest modes.
    private static int SelfTestCode(int selfTest, int mode) => (selfTest, mode) switch
    {
        (1, 1) => 0x9565,
        (1, 5) => 0x9553,
        (1, _) => 0x9555,
        (_, 1) => 0x6A9A,
        (_, 5) => 0x6AAC,
        _ => 0x6AAA,
    };

    private int CellCode(int input, int converter, bool isChecked)
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
            : Pins.Wires.AnyCut ? Pins.Wires.Between(input)
            : Pins.Cell(input);
        if (NoiseMicrovoltsRms > 0)
        {
            microvolts += NoiseMicrovoltsRms * _noise.NextGaussian();
        }

        return Convert(microvolts, converter, isChecked);
    }

    /// <summary>The code that a cell input would give now.</summary>
    public int PresentCellCode(int input) => CellCode(input, _part.ConverterOf(input), false);
}
