using System;
using System.IO;
using System.IO.Compression;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Feeds a recording to detector and window, row by row, as the driver would hand it over.</summary>
internal sealed class RecordedPack
{
    private readonly StreamReader _reader;
    private readonly int[] _cellColumns;
    private readonly int[] _probeColumns;
    private readonly int _currentColumn;
    private readonly PackSample _sample;
    private readonly SampleWindow _window;
    private int? _current;

    private RecordedPack(string path, int cellsPerDevice, DetectorSettings settings)
    {
        Stream stream = File.OpenRead(path);
        _reader = new StreamReader(path.EndsWith(".gz") ? new GZipStream(stream, CompressionMode.Decompress) : stream);
        string[] head = _reader.ReadLine()!.Split(',');
        _cellColumns = Enumerable.Range(0, head.Length).Where(i => head[i].StartsWith("cell")).ToArray();
        _probeColumns = Enumerable.Range(0, head.Length).Where(i => head[i].StartsWith("temp")).ToArray();
        _currentColumn = Array.IndexOf(head, "current_ma");
        int devices = _cellColumns.Length / cellsPerDevice;
        int[] probes = new int[devices];
        for (int p = 0; p < _probeColumns.Length; p++)
        {
            probes[p * devices / _probeColumns.Length]++;
        }

        PackLayout layout = PackLayout.FromCounts(1, Enumerable.Repeat(cellsPerDevice, devices).ToArray(), probes);
        Detector = new Detector(layout, settings);
        _window = new SampleWindow(layout);
        _sample = new PackSample(layout);
    }

    public Detector Detector { get; }

    /// <summary>True: the sample has no current, whatever the recording says.</summary>
    public bool HidesCurrent { get; init; }

    /// <summary>Called after each row with its time and its current, mA, null where the recording has none.</summary>
    public Action<long, int?>? OnRow { get; set; }

    /// <summary>Readings that the detector struck out as implausible, and as stuck.</summary>
    public int Implausible { get; private set; }

    public int Stuck { get; private set; }

    /// <summary>Null, with the test ended as inconclusive, where the recordings are not beside the checkout; in continuous
    /// integration that fails.</summary>
    public static RecordedPack Open(string file, int cellsPerDevice, DetectorSettings? settings = null, bool hidesCurrent = false)
    {
        string path = Path.GetFullPath(Path.Combine(DiagnosisPage.RepositoryRoot(), "..", "shared", "data", file));
        if (!File.Exists(path))
        {
            string message = "no recording " + file + " in ../shared/data beside the checkout";
            if (Environment.GetEnvironmentVariable("CI") == "true")
            {
                Assert.Fail(message);
            }

            Assert.Inconclusive(message);
        }

        return new RecordedPack(path, cellsPerDevice, settings ?? DetectorSettings.Nmc()) { HidesCurrent = hidesCurrent };
    }

    /// <summary>Runs to the end.</summary>
    /// <param name="onAlarm">Each change.</param>
    public void Run(Action<Alarm> onAlarm)
    {
        while (_reader.ReadLine() is { } line)
        {
            Fill(line.Split(','));
            Detector.OnSample(_sample);
            Implausible += _sample.cellQuality.Count(q => q == Quality.Implausible)
                + _sample.tempQuality.Count(q => q == Quality.Implausible);
            Stuck += _sample.cellQuality.Count(q => q == Quality.Stuck);
            if (_window.IsOver(_sample.timeMs))
            {
                Detector.OnWindow(_window);
                _window.Restart(_sample.timeMs, 1000);
            }

            _window.Add(_sample);
            while (Detector.TryTakeAlarm() is { } alarm)
            {
                onAlarm(alarm);
            }

            OnRow?.Invoke(_sample.timeMs, _current);
        }
    }

    private void Fill(string[] fields)
    {
        _sample.timeMs = long.Parse(fields[0]);
        _current = _currentColumn >= 0 && fields[_currentColumn].Length > 0 ? int.Parse(fields[_currentColumn]) : null;
        _sample.currentMilliamps = _current ?? 0;
        _sample.currentQuality = _current == null || HidesCurrent ? Quality.Missing : Quality.Good;
        for (int i = 0; i < _cellColumns.Length; i++)
        {
            string text = fields[_cellColumns[i]];
            int microvolts = text.Length == 0 ? 0 : int.Parse(text);
            bool fits = microvolts <= 6_553_500;
            _sample.cellMicrovolts[i] = fits ? microvolts : _sample.cellMicrovolts[i];
            _sample.cellQuality[i] = text.Length == 0 ? Quality.Missing : fits ? Quality.Good : Quality.NotConverted;
        }

        for (int p = 0; p < _probeColumns.Length; p++)
        {
            string text = fields[_probeColumns[p]];
            short deciC = text.Length == 0 ? (short)0 : short.Parse(text);
            _sample.tempDeciC[p] = deciC;
            _sample.tempQuality[p] = text.Length == 0 ? Quality.Missing : deciC == -400 ? Quality.OpenProbe : Quality.Good;
        }
    }
}
