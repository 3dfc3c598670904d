using System;

namespace DataBox.Sim;

internal sealed partial class Ltc681xSimDevice
{
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
    private bool _convertersStopped;

    /// <summary>Converters slower (above 100) or faster than typical, percent.</summary>
    public int ConversionPercent { get; set; } = 100;

    /// <summary>White noise on every conversion of a cell, µV rms.</summary>
    public int NoiseMicrovoltsRms { get; set; }

    /// <summary>The mux never passes its self test.</summary>
    public bool IsMuxBroken { get; set; }

    /// <summary>The cell mux of ADC1 stays on its first channel.</summary>
    public bool IsMuxStuck { get; set; }

    /// <summary>Nothing that is asked of the converters ends.</summary>
    public bool AreConvertersStopped
    {
        get => _convertersStopped;
        set
        {
            _convertersStopped = value;
            _quietUntilMicros = 0;
        }
    }

    /// <summary>Commands that change something and are ignored when they come.</summary>
    public int CommandsToLose { get; set; }

    /// <summary>When the poll line will say that the device is through with what it does now.</summary>
    public long BusyUntilMicros => AreConvertersStopped && IsAnythingUnderWay ? Never : _busyUntilMicros;

    private bool IsAnythingUnderWay => (_cellsUnderWay | _auxUnderWay | _statusUnderWay) != 0 || _diagnosisUnderWay;

    /// <summary>True when this command is one of those that get lost; it then counts as come.</summary>
    public bool Loses(Ltc681xAction action)
    {
        if (CommandsToLose == 0 || action is Ltc681xAction.ReadGroup or Ltc681xAction.Poll)
        {
            return false;
        }

        CommandsToLose--;
        return true;
    }

    /// <summary>Carries out a command that moves no data group.</summary>
    public void Execute(Ltc681xCommand command, long nowMicros)
    {
        FinishConversions(nowMicros);
        _quietUntilMicros = 0;
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
                _busyUntilMicros = (_configA[0] & ReferenceOn) != 0
                    ? ReferenceUpAt(nowMicros) + 400
                    : nowMicros + 4500;
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
        int micros = command.Action switch
        {
            Ltc681xAction.ConvertCells or Ltc681xAction.ConvertCellsWithPull =>
                TakeCells(command.Channel, pull, mode, nowMicros),
            Ltc681xAction.OverlapTest => TakeOverlap(mode, nowMicros),
            Ltc681xAction.ConvertAux => TakeAux(command.Channel, -1, command.Variant == 1 && IsAuxChecked, mode),
            Ltc681xAction.ConvertAuxWithPull => TakeAux(command.Channel, command.Variant, IsAuxChecked, mode),
            Ltc681xAction.ConvertStatus =>
                TakeStatus(command.Channel, command.Variant == 1 && IsAuxChecked, nowMicros, mode),
            Ltc681xAction.ConvertCellsAndAux => TakeCellsAndAux(mode, nowMicros),
            Ltc681xAction.ConvertCellsAndSum => TakeCellsAndSum(mode, nowMicros),
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

    private void FinishConversions(long nowMicros)
    {
        if (nowMicros < _busyUntilMicros || AreConvertersStopped)
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
            _muxFail = IsMuxBroken || IsMuxStuck;
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
