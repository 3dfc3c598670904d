using System;
using System.Collections.Generic;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>
/// Feeds a recording to the box's detector, row by row in the box's own order, as its driver would hand the rows over: what no
/// register can hold was not converted, a probe's code for no reading is an open probe. Made for one run.
/// </summary>
public sealed class RecordingReplay : IDisposable
{
    private const int WindowMs = 1000;
    private const int MostMicrovolts = 6_553_500;
    private Recording _recording;
    private long _offsetMs;
    private readonly RecordingRow _row;
    private readonly SampleWindow _window;
    private readonly SuspicionLog _suspicions;

    /// <exception cref="RecordingException">It can't be read, or does not fit its layout.</exception>
    public RecordingReplay(RecordingFile file)
    {
        File = file;
        _recording = Recording.Open(file.Path);
        Layout = file.Layout(_recording);
        Settings = file.Settings();
        Detector = new Detector(Layout, Settings);
        Sample = new PackSample(Layout);
        _row = new RecordingRow(_recording.CellCount, _recording.ProbeCount);
        _window = new SampleWindow(Layout);
        _suspicions = new SuspicionLog(Detector);
    }

    public RecordingFile File { get; }

    public PackLayout Layout { get; }

    /// <summary>A copy of them is in the detector.</summary>
    public DetectorSettings Settings { get; }

    public Detector Detector { get; }

    /// <summary>The row that was fed last.</summary>
    public PackSample Sample { get; }

    /// <summary>Rows fed so far.</summary>
    public long RowCount { get; private set; }

    public long FirstMs { get; private set; }

    /// <summary>How often the recording is played, one after the other with its times going on.</summary>
    public int Passes { get; init; } = 1;

    /// <summary>From the end of a pass to the begin of the next, ms.</summary>
    public long GapMs { get; init; } = 3_600_000;

    /// <summary>The pass of the last row, from 1.</summary>
    public int Pass { get; private set; } = 1;

    /// <summary>All changes of alarms so far, in their order.</summary>
    public List<Alarm> Changes { get; } = [];

    /// <summary>Places that became suspect, in their order.</summary>
    public IReadOnlyList<Suspicion> Suspicions => _suspicions.All;

    /// <summary>Called with each row before anyone judges it: to put a fault into it.</summary>
    public Action<PackSample>? Disturb { get; init; }

    /// <summary>See the same rows, with what the detector struck out struck out.</summary>
    public IReadOnlyList<IBaselineDetector> Baselines { get; init; } = [];

    public void Dispose() => _recording.Dispose();

    public void RunToEnd()
    {
        while (Step())
        {
        }
    }

    /// <summary>Feeds the next row.</summary>
    /// <returns>False at the end.</returns>
    public bool Step()
    {
        if (!TryRead())
        {
            return false;
        }

        Fill(_row, Sample);
        Sample.timeMs += _offsetMs;
        FirstMs = RowCount == 0 ? Sample.timeMs : FirstMs;
        RowCount++;
        Disturb?.Invoke(Sample);
        if (_window.IsOver(Sample.timeMs))
        {
            Detector.OnWindow(_window);
            _window.Restart(Sample.timeMs, WindowMs);
        }

        Detector.OnSample(Sample);
        _window.Add(Sample);
        _suspicions.Look(Sample.timeMs);
        for (Alarm alarm = Detector.TryTakeAlarm(); alarm != null; alarm = Detector.TryTakeAlarm())
        {
            Changes.Add(alarm);
        }

        foreach (IBaselineDetector baseline in Baselines)
        {
            baseline.OnSample(Sample, Layout);
        }

        return true;
    }

    private bool TryRead()
    {
        if (_recording.TryRead(_row))
        {
            return true;
        }

        if (Pass >= Passes || RowCount == 0)
        {
            return false;
        }

        Pass++;
        _recording.Dispose();
        _recording = Recording.Open(File.Path);
        bool isRead = _recording.TryRead(_row);
        _offsetMs = Sample.timeMs + GapMs - _row.timeMs;
        return isRead;
    }

    private static void Fill(RecordingRow row, PackSample sample)
    {
        sample.timeMs = row.timeMs;
        sample.currentMilliamps = row.hasCurrent ? row.currentMilliamps : 0;
        sample.currentQuality = row.hasCurrent ? Quality.Good : Quality.Missing;
        for (int i = 0; i < row.hasCell.Length; i++)
        {
            bool fits = row.cellMicrovolts[i] <= MostMicrovolts;
            sample.cellMicrovolts[i] = fits ? Math.Max(0, row.cellMicrovolts[i]) : MostMicrovolts;
            sample.cellQuality[i] = !row.hasCell[i] ? Quality.Missing : fits ? Quality.Good : Quality.NotConverted;
        }

        for (int p = 0; p < row.hasTemp.Length; p++)
        {
            bool isOpen = row.tempDeciC[p] <= ReplayAfe.NoReadingDeciC;
            sample.tempDeciC[p] = (short)Math.Clamp(row.tempDeciC[p], -400, 1250);
            sample.tempQuality[p] = !row.hasTemp[p] ? Quality.Missing : isOpen ? Quality.OpenProbe : Quality.Good;
        }
    }
}
