using System;

namespace DataBox.Sim;

internal sealed partial class Ltc681xSimDevice
{
    private const int HighestCode = 0xDFFF;
    private const int MicrovoltsPerCode = 100;
    private const int RedundancyFaultCode = 0xFF01;
    private const int PullMicrovolts = 1200000;

    private readonly SimRandom _noise;

    // Results of the running conversion, taken at its start and put into the registers at its end.
    private readonly int[] _nextCell = new int[18];
    private readonly int[] _nextAux = new int[10];
    private readonly int[] _nextStatus = new int[4];
    private int _cellsUnderWay;
    private int _auxUnderWay;
    private int _statusUnderWay;
    private bool _diagnosisUnderWay;
    private long _busyUntilMicros;
    private int _pullRun;
    private int _lastPull = -1;

    /// <summary>Converters slower (above 100) or faster than typical, percent.</summary>
    public int ConversionPercent { get; set; } = 100;

    /// <summary>White noise on every conversion of a cell, µV rms.</summary>
    public int NoiseMicrovoltsRms { get; set; }

    /// <summary>The mux never passes its self test.</summary>
    public bool IsMuxBroken { get; set; }

    /// <summary>Busy at this instant: what the poll line shows.</summary>
    public bool IsBusy(long nowMicros) => nowMicros < _busyUntilMicros;

    /// <summary>Carries out a command that moves no data group.</summary>
    public void Execute(Ltc681xCommand command, long nowMicros)
    {
        FinishConversions(nowMicros);
        switch (command.Action)
        {
            case Ltc681xAction.ClearCells:
            case Ltc681xAction.ClearAux:
            case Ltc681xAction.ClearStatus:
            case Ltc681xAction.ClearSwitchControl:
                Clear(command.Action);
                break;
            case Ltc681xAction.Mute:
                _muted = true;
                break;
            case Ltc681xAction.Unmute:
                _muted = false;
                break;
            case Ltc681xAction.DiagnoseMux:
                AbandonConversions();
                _diagnosisUnderWay = true;
                _busyUntilMicros = ReferenceUpAt(nowMicros) + 400;
                break;
            case Ltc681xAction.Poll:
            case Ltc681xAction.Accepted:
                break;
            default:
                Convert(command, nowMicros);
                break;
        }
    }

    private void AbandonConversions()
    {
        _cellsUnderWay = 0;
        _auxUnderWay = 0;
        _statusUnderWay = 0;
        _diagnosisUnderWay = false;
        _busyUntilMicros = 0;
    }

    // A conversion command during a conversion starts over; no public source says so, but none says otherwise.
    private void Convert(Ltc681xCommand command, long nowMicros)
    {
        AbandonConversions();
        int mode = command.Mode + ((_configA[0] & LongModes) != 0 ? 4 : 0);
        int pull = command.Action == Ltc681xAction.ConvertCellsWithPull ? command.Variant : -1;
        _pullRun = pull >= 0 && pull == _lastPull ? _pullRun + 1 : 1;
        _lastPull = pull;
        int micros = command.Action switch
        {
            Ltc681xAction.ConvertCells or Ltc681xAction.ConvertCellsWithPull =>
                TakeCells(command.Channel, pull, mode),
            Ltc681xAction.OverlapTest => TakeOverlap(mode),
            Ltc681xAction.ConvertAux => TakeAux(command.Channel, -1, mode),
            Ltc681xAction.ConvertAuxWithPull => TakeAux(command.Channel, command.Variant, mode),
            Ltc681xAction.ConvertStatus => TakeStatus(command.Channel, mode),
            Ltc681xAction.ConvertCellsAndAux => TakeCellsAndAux(mode),
            Ltc681xAction.ConvertCellsAndSum => TakeCells(0, -1, mode) + TakeStatus(1, mode),
            Ltc681xAction.SelfTestCells => TakeSelfTestOfCells(command, mode),
            Ltc681xAction.SelfTestAux => TakeSelfTestOfAux(command, mode),
            _ => TakeSelfTestOfStatus(command, mode),
        };
        _busyUntilMicros = ReferenceUpAt(nowMicros) + ((long)micros * ConversionPercent / 100);
    }

    // With REFON the reference is up for good; without, every conversion first waits for it.
    private long ReferenceUpAt(long nowMicros) => (_configA[0] & ReferenceOn) != 0
        ? Math.Max(nowMicros, _referenceUpMicros)
        : nowMicros + _timing.ReferenceMicros;

    private int TakeCells(int channel, int pull, int mode)
    {
        int channels = _part.CellChannels;
        bool all = channel == 0 || channel > channels;
        for (int input = 0; input < _part.CellInputs; input++)
        {
            if (all || input % channels == channel - 1)
            {
                _nextCell[input] = CellCode(input, pull);
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

    // Cells that two converters can reach are measured by both; the second result lands in the next slot.
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
        _nextCell[slot] = CellCode(input, -1);
        _nextCell[slot + 1] = CellCode(input, -1);
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
            _nextAux[ReferenceIndex] = Code(Pins.ReferenceMicrovolts);
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
        _nextAux[gpio] = Code(microvolts);
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
        _nextStatus[0] = Code((int)Math.Clamp(sum / _part.SumFactor, 0, int.MaxValue));
        _nextStatus[1] = Code((int)die);
        _nextStatus[2] = Code(Pins.AnalogueSupplyMicrovolts);
        _nextStatus[3] = Code(Pins.DigitalSupplyMicrovolts);
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
    private static int SelfTestCode(int selfTest, int mode) => (selfTest, mode) switch
    {
        (1, 1) => 0x9565,
        (1, 5) => 0x9553,
        (1, _) => 0x9555,
        (_, 1) => 0x6A9A,
        (_, 5) => 0x6AAC,
        _ => 0x6AAA,
    };

    private int CellCode(int input, int pull)
    {
        if (Pins.HasRedundancyFault(input))
        {
            return RedundancyFaultCode;
        }

        if (Pins.IsHeld(input, out int held))
        {
            return held;
        }

        double microvolts = Pins.AnyCellWireOpen ? OpenWireMicrovolts(input, pull) : Pins.Cell(input);
        if (NoiseMicrovoltsRms > 0)
        {
            microvolts += NoiseMicrovoltsRms * _noise.NextGaussian();
        }

        return Code((int)Math.Round(microvolts));
    }

    /// <summary>The code that a cell input would give now.</summary>
    public int PresentCellCode(int input) => CellCode(input, -1);

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

    private void FinishConversions(long nowMicros)
    {
        if (nowMicros < _busyUntilMicros)
        {
            return;
        }

        if (_cellsUnderWay != 0)
        {
            Latch(_nextCell, _cellCode, _cellsUnderWay);
            JudgeLimits(_cellsUnderWay);
            _cellsUnderWay = 0;
        }

        if (_auxUnderWay != 0)
        {
            Latch(_nextAux, _auxCode, _auxUnderWay);
            _auxUnderWay = 0;
        }

        if (_statusUnderWay != 0)
        {
            Latch(_nextStatus, _statusCode, _statusUnderWay);
            _statusUnderWay = 0;
        }

        if (_diagnosisUnderWay)
        {
            _muxFail = IsMuxBroken;
            _diagnosisUnderWay = false;
        }
    }

    private static void Latch(int[] from, int[] to, int mask)
    {
        for (int i = 0; i < to.Length; i++)
        {
            if ((mask & (1 << i)) != 0)
            {
                to[i] = from[i];
            }
        }
    }

    // Under voltage: below (VUV + 1) * 16 codes. Over voltage: above VOV * 16 codes.
    private void JudgeLimits(int cellMask)
    {
        int under = ((_configA[1] | ((_configA[2] & 0x0F) << 8)) + 1) * 16;
        int over = ((_configA[2] >> 4) | (_configA[3] << 4)) * 16;
        for (int input = 0; input < _part.CellInputs; input++)
        {
            if ((cellMask & (1 << input)) == 0)
            {
                continue;
            }

            long flags = (_cellCode[input] < under ? 1L : 0) | (_cellCode[input] > over ? 2L : 0);
            _limitFlags = (_limitFlags & ~(3L << (2 * input))) | (flags << (2 * input));
        }
    }
}
