using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Evaluation;
using DataBox.Ports;
using DataBox.Sim;
using DataBox.Tests.Unit.Sim;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Twelve simulated healthy cells of one AFE; the tests put something in the place of one cell and one probe.</summary>
internal sealed class HardScene
{
    public const int Cell = 5;
    public const int Probe = 1;
    private readonly SampleWindow _window;
    private readonly Detector _detector;
    private readonly PackSample _sample;

    public HardScene(ulong seed, double noiseMicrovolts = 100)
    {
        var settings = new VehicleSettings { Seed = seed, CellCounts = [12], NoiseMicrovolts = noiseMicrovolts };
        Vehicle = new Vehicle(settings);
        Vehicle.Duty.Fixed = _ => 0;
        var layout = PackLayout.FromCounts(1, [12], [3]);
        _detector = new Detector(layout, VehicleFeed.Thresholds(settings, 1));
        _sample = new PackSample(layout);
        _window = new SampleWindow(layout);
        Rule = _detector.Causes.RuleOf(FaultCauses.HardShort);
    }

    public Vehicle Vehicle { get; }

    public CauseRule Rule { get; }

    /// <summary>Alarms raised so far.</summary>
    public List<Alarm> Raised { get; } = [];

    public IEnumerable<Alarm> HardShorts => Raised.Where(a => a.causeId == FaultCauses.HardShort);

    /// <summary>One sample.</summary>
    /// <param name="spoil">Changes the readings.</param>
    public void Step(Action<PackSample>? spoil = null, double period = 1)
    {
        Vehicle.Step(period);
        _sample.timeMs = (long)Math.Round(Vehicle.Seconds * 1000);
        for (int i = 0; i < 12; i++)
        {
            _sample.cellMicrovolts[i] = Vehicle.Sense.CellMicrovolts[i];
            _sample.cellQuality[i] = Quality.Good;
        }

        for (int p = 0; p < 3; p++)
        {
            _sample.tempDeciC[p] = (short)Vehicle.Sense.ProbeDeciC[p];
            _sample.tempQuality[p] = Quality.Good;
        }

        _sample.currentMilliamps = Vehicle.Sense.CurrentMilliamps;
        _sample.currentQuality = Quality.Good;
        spoil?.Invoke(_sample);
        if (_window.IsOver(_sample.timeMs))
        {
            _detector.OnWindow(_window);
            _window.Restart(_sample.timeMs, 1000);
        }

        _detector.OnSample(_sample);
        _window.Add(_sample);
        for (Alarm alarm = _detector.TryTakeAlarm(); alarm != null; alarm = _detector.TryTakeAlarm())
        {
            if (alarm.change == AlarmChange.Raised)
            {
                Raised.Add(alarm);
            }
        }
    }

    public void Run(int samples, Action<PackSample>? spoil = null, double period = 1)
    {
        for (int k = 0; k < samples; k++)
        {
            Step(spoil, period);
        }
    }

    /// <summary>Puts voltage and temperature of a recorded cell in, as changes from where it began.</summary>
    public static void Put(PackSample sample, double volts, double kelvin)
    {
        sample.cellMicrovolts[Cell] = Math.Max(0, sample.cellMicrovolts[Cell] + ((int)Math.Round(volts * 1e4) * 100));
        int deciC = sample.tempDeciC[Probe] + (int)Math.Round(kelvin * 10);
        sample.tempDeciC[Probe] = (short)Math.Min(deciC, 1250);
        sample.tempQuality[Probe] = deciC >= 1250 ? Quality.OpenProbe : Quality.Good;
    }

    /// <summary>Rows of a recorded indentation: time s, drop V, hottest of the six thermocouples °C, its rise K; drop and rise against
    /// the mean of the first minute.</summary>
    public static List<double[]> ReadIndentation(string name)
    {
        string path = SharedFolder.RequireFile("data/cells/indentation/" + name + ".csv.gz");
        using var reader = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        reader.ReadLine();
        var rows = new List<double[]>();
        while (reader.ReadLine() is { } line)
        {
            double[] fields = line.Split(',').Select(x => double.Parse(x, CultureInfo.InvariantCulture)).ToArray();
            rows.Add([fields[0], fields[2], fields.Skip(4).Max(), 0]);
        }

        double end = rows[0][0] + 60;
        double volts = rows.Where(r => r[0] < end).Average(r => r[1]);
        double celsius = rows.Where(r => r[0] < end).Average(r => r[2]);
        foreach (double[] row in rows)
        {
            row[1] = volts - row[1];
            row[3] = row[2] - celsius;
        }

        return rows;
    }
}
