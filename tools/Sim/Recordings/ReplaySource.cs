using System;
using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>
/// Plays a recording: each row is one sample at its own time. As fast as it is asked, or at the recording's pace on the
/// caller's clock. Nothing is ever skipped: who asks late gets the rows late.
/// </summary>
public sealed class ReplaySource : ISampleSchedule, IVehicleInputs
{
    private readonly Recording _recording;
    private readonly bool _inRealTime;
    private RecordingRow _row;
    private RecordingRow _next;
    private bool _hasNext;
    private bool _started;
    private long _startMicros;
    private long _firstTimeMs;

    /// <param name="inRealTime">False: a row whenever asked.</param>
    /// <exception cref="RecordingException">There is nothing to play.</exception>
    public ReplaySource(Recording recording, bool inRealTime)
    {
        _recording = recording;
        _inRealTime = inRealTime;
        _row = new RecordingRow(recording.CellCount, recording.ProbeCount);
        _next = new RecordingRow(recording.CellCount, recording.ProbeCount);
        ReadNext();
        if (!_hasNext && Error is null)
        {
            throw new RecordingException(recording.Name + ": no row follows the header");
        }
    }

    /// <summary>The row taken last; before the first, one without readings.</summary>
    public RecordingRow Row => _row;

    /// <summary>The row that is taken next; at the end the one before the last.</summary>
    public RecordingRow NextRow => _next;

    /// <summary>Rows taken so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Every row has been taken; with <see cref="Error"/>, every row before the broken one.</summary>
    public bool EndOfRecording => !_hasNext;

    /// <summary>Why the recording ended early, or null. Look when <see cref="EndOfRecording"/> has come true.</summary>
    public RecordingException? Error { get; private set; }

    public bool FollowsRecording => true;

    public int MissedCount => 0;

    public bool TryTake(long nowMicros, out long sampleTimeMs)
    {
        sampleTimeMs = 0;
        if (IdleMicros(nowMicros) > 0 || !_hasNext)
        {
            return false;
        }

        if (!_started)
        {
            _started = true;
            _startMicros = nowMicros;
            _firstTimeMs = _next.timeMs;
        }

        (_row, _next) = (_next, _row);
        RowCount++;
        ReadNext();
        sampleTimeMs = _row.timeMs;
        return true;
    }

    /// <summary>Microseconds until the next row is due, at most one second: for whoever idles between steps. 0 when it
    /// is due, and at the end.</summary>
    public int IdleMicros(long nowMicros)
    {
        if (!_inRealTime || !_started || !_hasNext)
        {
            return 0;
        }

        long waitMicros = _startMicros + ((_next.timeMs - _firstTimeMs) * 1000) - nowMicros;
        return (int)Math.Clamp(waitMicros, 0, 1000000);
    }

    /// <summary>Changes nothing: a recording keeps its rows.</summary>
    public void SetPeriodMs(int periodMs)
    {
    }

    /// <summary>The row's current; pack voltage and vehicle state are in no recording.</summary>
    public void Read(PackSample sample)
    {
        sample.currentQuality = _row.hasCurrent ? Quality.Good : Quality.Missing;
        if (_row.hasCurrent)
        {
            sample.currentMilliamps = _row.currentMilliamps;
        }

        sample.packQuality = Quality.Missing;
        sample.vehicleStateQuality = Quality.Missing;
    }

    // One row ahead, so that the last row is known to be the last when it is taken.
    private void ReadNext()
    {
        try
        {
            _hasNext = _recording.TryRead(_next);
        }
        catch (RecordingException e)
        {
            _hasNext = false;
            Error = e;
        }
    }
}
