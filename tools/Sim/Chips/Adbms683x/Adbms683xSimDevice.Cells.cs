using System;

namespace DataBox.Sim;

/// <content>
/// C-ADC and S-ADC in virtual time. Nothing happens until somebody looks or a pin is about to change: then all rounds that
/// ended meanwhile are made up for, on the voltages that the pins had.
/// </content>
/// <remarks>
/// A round of the C-ADC takes the voltages at its start and shows them at its end. The S-ADC takes eight samples a round
/// apart and shows their mean at the end of the eighth; with the open-wire load it first lets eight rounds pass. A
/// redundant measurement starts both together and compares the mean of the same eight rounds. The average is of blocks of
/// eight rounds since the command; the filter is y += (x - y) / N after every round, N = 2, 4, 8, 16, 32, 128, 256 for FC
/// 1 to 7, which at 1 kHz gives the published cut-off frequencies; FC 0 shows the round itself.
/// </remarks>
internal sealed partial class Adbms683xSimDevice
{
    private const int Cells = Adbms683xPart.Cells;
    private const int Block = 8;
    private const int FilterFraction = 16;
    private const int BrokenFilterBit = 0x200;
    private const int NotHeld = int.MinValue;

    private static readonly int[] FilterShift = [0, 1, 2, 3, 4, 5, 7, 8];

    // µV by CTH; codes 0 and 1 are agreed on, for the others two public drivers against an older header.
    private static readonly int[] MismatchMicrovolts = [5100, 8100, 9100, 10050, 15000, 19950, 25050, 45050];

    private readonly SimRandom _noise;
    private readonly int[] _cBase = new int[Cells];
    private readonly int[] _cSample = new int[Cells];
    private readonly int[] _cSum = new int[Cells];
    private readonly int[] _cMean = new int[Cells];
    private readonly long[] _filter = new long[Cells];
    private readonly int[] _sBase = new int[Cells];
    private readonly int[] _sSum = new int[Cells];
    private readonly int[] _held = new int[Cells];
    private int _baseVersion = -1;
    private bool _cRunning;
    private bool _cContinuous;
    private bool _cCompares;
    private int _cOpenWire;
    private int _cTick;
    private int _cSumCount;
    private long _cNext = Never;
    private bool _filterLoaded;
    private bool _sRunning;
    private bool _sContinuous;
    private bool _sCompares;
    private bool _sResumes;
    private int _sOpenWire;
    private int _sTick;
    private int _sWindow = Block;
    private long _sNext = Never;
    private long _referenceUpMicros = Never;
    private int _offsetC;
    private int _offsetS;
    private bool _isHeldAny;

    /// <summary>The average and the filter behind the C-ADC compute wrongly: one bit of their results is turned.</summary>
    public bool IsFilterBroken { get; set; }

    /// <summary>White noise on every sample of a cell, µV rms.</summary>
    public int NoiseMicrovoltsRms { get; set; }

    public void SetOffset(int converter, int microvolts)
    {
        _ = converter == 0 ? _offsetC = microvolts : _offsetS = microvolts;
        _baseVersion = -1;
    }

    /// <summary>The C-ADC goes on giving this cell's present code; or lets it go.</summary>
    public void HoldCell(int input, bool held)
    {
        Refresh();
        _held[input] = held ? _cBase[input] : NotHeld;
        _isHeldAny = Array.Exists(_held, code => code != NotHeld);
    }

    private void StartCells(Adbms683xCommand command, long nowMicros)
    {
        long start = ReferenceUpAt(nowMicros);
        _cRunning = true;
        _cContinuous = command.IsContinuous;
        _cCompares = command.IsRedundant;
        _cOpenWire = command.OpenWire;
        _cTick = 0;
        _cSumCount = 0;
        Array.Clear(_cSum);
        _cNext = start;
        _live.Rounds = 0;
        _sResumes = false;
        _filterLoaded &= !command.ResetsFilter;
        if (command.IsRedundant)
        {
            StartRedundant(command.IsContinuous, true, command.OpenWire, start);
        }
        else if (_sCompares)
        {
            StopRedundant();
        }

        UpdateLoad();
    }

    private void StartRedundant(bool continuous, bool compares, int openWire, long start)
    {
        _sRunning = true;
        _sContinuous = continuous;
        _sCompares = compares;
        _sResumes = false;
        _sOpenWire = openWire;
        _sTick = 0;
        _sWindow = openWire != 0 ? 2 * Block : Block;
        Array.Clear(_sSum);
        _sNext = start;
        _live.RedundantRounds = 0;
        UpdateLoad();
    }

    private void StopRedundant()
    {
        _sRunning = false;
        _sCompares = false;
        _sNext = Never;
        UpdateLoad();
    }

    private void TickCells()
    {
        if (_cTick > 0)
        {
            PutRound();
            bool isLast = !_cContinuous && (!_cCompares || _cTick == Math.Max(Block, _sWindow));
            if (isLast)
            {
                _cRunning = false;
                _cNext = Never;
                UpdateLoad();
                return;
            }

            if (_sResumes && !_sRunning && _cSumCount == 0)
            {
                StartRedundant(true, true, 0, _cNext);
            }
        }

        Refresh();
        for (int i = 0; i < Cells; i++)
        {
            int code = NoiseMicrovoltsRms == 0 ? _cBase[i] : Noisy(Lines.Cell[i] + _offsetC);
            _cSample[i] = _isHeldAny && _held[i] != NotHeld ? _held[i] : code;
        }

        _cTick++;
        _cNext += RoundMicros;
    }

    private void PutRound()
    {
        int shift = FilterShift[_configA[5] & 7];
        int turned = IsFilterBroken ? BrokenFilterBit : 0;
        int under = SignedLimit(_configB[0] | ((_configB[1] & 0x0F) << 8));
        int over = SignedLimit((_configB[1] >> 4) | (_configB[2] << 4));
        uint flags = 0;
        bool isBlock = ++_cSumCount == Block;
        for (int i = 0; i < Cells; i++)
        {
            int code = _cSample[i];
            _live.Cell[i] = code;
            _cSum[i] += code;
            long wide = (long)code << FilterFraction;
            _filter[i] = _filterLoaded ? _filter[i] + ((wide - _filter[i]) >> shift) : wide;
            _live.Filtered[i] = (int)((_filter[i] + (1 << (FilterFraction - 1))) >> FilterFraction) ^ turned;
            if (isBlock)
            {
                _cMean[i] = (_cSum[i] + (Block / 2)) >> 3;
                _live.Average[i] = _cMean[i] ^ turned;
                _cSum[i] = 0;
            }

            flags |= (code < under ? 1u : 0) << (2 * i);
            flags |= (code > over ? 2u : 0) << (2 * i);
        }

        _filterLoaded = true;
        _cSumCount = isBlock ? 0 : _cSumCount;
        _live.LimitFlags = _choices.LatchesLimitFlags ? _live.LimitFlags | flags : flags;
        _live.Rounds++;
    }

    private void TickRedundant()
    {
        if (_sTick == _sWindow)
        {
            for (int i = 0; i < Cells; i++)
            {
                _live.Redundant[i] = (_sSum[i] + (Block / 2)) >> 3;
                _sSum[i] = 0;
            }

            _live.RedundantRounds++;
            if (_sCompares)
            {
                Compare();
            }

            _sTick = 0;
            _sWindow = Block;
            if (!_sContinuous)
            {
                StopRedundant();
                return;
            }
        }

        if (_sTick >= _sWindow - Block)
        {
            Refresh();
            for (int i = 0; i < Cells; i++)
            {
                _sSum[i] += NoiseMicrovoltsRms == 0 ? _sBase[i] : Noisy(Lines.Redundant[i] + _offsetS);
            }
        }

        _sTick++;
        _sNext += RoundMicros;
    }

    private void Compare()
    {
        int limit = MismatchMicrovolts[_configA[0] & 7];
        for (int i = 0; i < Cells; i++)
        {
            if (Math.Abs(_cMean[i] - _live.Redundant[i]) * 150 > limit)
            {
                _mismatch |= 1 << i;
            }
        }
    }

    // Twelve bits with a sign, sixteen codes a step.
    private static int SignedLimit(int bits) => ((bits << 20) >> 20) * 16;

    private int Noisy(int microvolts) =>
        Adbms683xResults.Code((long)Math.Round(microvolts + (NoiseMicrovoltsRms * _noise.NextGaussian())));

    private void Refresh()
    {
        if (_baseVersion == Lines.Version)
        {
            return;
        }

        Lines.Solve();
        _baseVersion = Lines.Version;
        for (int i = 0; i < Cells; i++)
        {
            _cBase[i] = Adbms683xResults.Code((long)Lines.Cell[i] + _offsetC);
            _sBase[i] = Adbms683xResults.Code((long)Lines.Redundant[i] + _offsetS);
        }
    }

    private void UpdateLoad() => Lines.SetLoad(
        LoadOf(_cRunning ? _cOpenWire : 0) | LoadOf(_sRunning ? _sOpenWire : 0));

    private static int LoadOf(int openWire) =>
        ((openWire & 1) != 0 ? 0xAAAA : 0) | ((openWire & 2) != 0 ? 0x5555 : 0);
}
