using System;

namespace DataBox.Sim;

/// <content>When the four converters do their next thing.</content>
internal sealed partial class Adbms683xSimDevice
{
    private int _percent = 100;
    private bool _stopped;
    private long _stoppedMicros;
    private long _nextEventMicros = Never;

    private long RoundMicros => Slowed(_timing.RoundMicros);

    /// <summary>Converters slower (above 100) or faster than typical, from their next round on.</summary>
    public void SetPercent(int percent) => _percent = percent;

    /// <summary>Converters stand still, or go on where they stood.</summary>
    public void Stop(bool stopped, long nowMicros)
    {
        if (stopped == _stopped)
        {
            return;
        }

        Convert(nowMicros);
        _stopped = stopped;
        if (stopped)
        {
            _stoppedMicros = nowMicros;
        }
        else
        {
            Postpone(nowMicros);
        }

        FindNextEvent();
    }

    /// <summary>Any of these is busy now: what the poll line shows. One that free-runs is busy until its first result.
    /// </summary>
    public bool IsBusy(Adbms683xConverters asked, long nowMicros)
    {
        Convert(nowMicros);
        return ((asked & Adbms683xConverters.C) != 0 && _cRunning && (!_cContinuous || _live.Rounds == 0))
            || ((asked & Adbms683xConverters.S) != 0 && _sRunning && (!_sContinuous || _live.RedundantRounds == 0))
            || ((asked & Adbms683xConverters.Aux) != 0 && _auxRunning)
            || ((asked & Adbms683xConverters.Aux2) != 0 && _aux2Running);
    }

    /// <summary>Makes up for everything that the converters did until now. To be called before a pin changes.</summary>
    public void Convert(long nowMicros)
    {
        while (_nextEventMicros <= nowMicros)
        {
            // Of two things at one instant the C-ADC's is first: the comparison needs its block.
            long at = _nextEventMicros;
            if (_cNext == at)
            {
                TickCells();
            }
            else if (_sNext == at)
            {
                TickRedundant();
            }
            else if (_auxNext == at)
            {
                TickAux();
            }
            else
            {
                TickAux2();
            }

            FindNextEvent();
        }
    }

    private void ExecuteOnResults(Adbms683xCommand command, long nowMicros)
    {
        if (_stopped)
        {
            Postpone(nowMicros);
        }

        switch (command.Action)
        {
            case Adbms683xAction.ConvertCells:
                StartCells(command, nowMicros);
                break;
            case Adbms683xAction.ConvertRedundant:
                bool resumes = _choices.RedundancyOutlivesAdsv && !command.IsContinuous && _cRunning && _cContinuous
                    && _cCompares;
                StartRedundant(command.IsContinuous, false, command.OpenWire, ReferenceUpAt(nowMicros));
                _sResumes = resumes;
                break;
            case Adbms683xAction.ConvertAux:
                StartAux(command, nowMicros);
                break;
            case Adbms683xAction.ConvertAux2:
                StartAux2(command, nowMicros);
                break;
            case Adbms683xAction.ClearCells:
                ClearWords(_live.Cell, _frozen.Cell);
                ClearWords(_live.Average, _frozen.Average);
                break;
            case Adbms683xAction.ClearFiltered:
                ClearWords(_live.Filtered, _frozen.Filtered);
                break;
            case Adbms683xAction.ClearRedundant:
                ClearWords(_live.Redundant, _frozen.Redundant);
                break;
            default:
                ClearWords(_live.Aux, _frozen.Aux);
                ClearWords(_live.Aux2, _frozen.Aux2);
                break;
        }

        FindNextEvent();
    }

    // What is left to a converter that stands still stays left.
    private void Postpone(long nowMicros)
    {
        long pause = nowMicros - _stoppedMicros;
        _cNext = Later(_cNext, pause);
        _sNext = Later(_sNext, pause);
        _auxNext = Later(_auxNext, pause);
        _aux2Next = Later(_aux2Next, pause);
        _stoppedMicros = nowMicros;
    }

    private static void ClearWords(int[] live, int[] frozen)
    {
        Array.Fill(live, Adbms683xResults.ClearedCode);
        Array.Fill(frozen, Adbms683xResults.ClearedCode);
    }

    private void AbandonConversions()
    {
        _cRunning = false;
        _cNext = Never;
        _filterLoaded = false;
        _sRunning = false;
        _sCompares = false;
        _sNext = Never;
        _auxRunning = false;
        _auxNext = Never;
        _aux2Running = false;
        _aux2Next = Never;
        UpdateLoad();
        FindNextEvent();
    }

    // With REFON, or while a converter keeps it up, the reference is there; otherwise a conversion first waits for it.
    private long ReferenceUpAt(long nowMicros) => (_configA[0] & ReferenceOn) != 0
        ? Math.Max(nowMicros, _referenceUpMicros)
        : _cRunning || _sRunning || _auxRunning || _aux2Running ? nowMicros : nowMicros + _timing.ReferenceMicros;

    private void FindNextEvent() => _nextEventMicros = _stopped
        ? Never
        : Math.Min(Math.Min(_cNext, _sNext), Math.Min(_auxNext, _aux2Next));

    private long Slowed(long micros) => micros * _percent / 100;

    private static long Later(long micros, long pause) => micros == Never ? Never : micros + pause;
}
