using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using DataBox.Detection;
using DataBox.Sim;

namespace DataBox.Evaluation;

/// <summary>Recorded hard shorts, each among 11 healthy simulated cells at rest: suspect within 2 samples of the first sign, alarm
/// before 150 °C.</summary>
public static class IndentationPart
{
    private const double RestSeconds = 900;
    private const int MostSamples = 2;

    public static void AddTo(PartReport report, EvaluationPlan plan, Jobs jobs)
    {
        var table = new Table(
            "Targets: recorded hard shorts among 11 simulated cells", "recording", "ran away", "packs",
            "suspect after the sign, samples (median, worst)",
            "alarm after the sign, s (median)", "alarm to 150 degC, s (least)", "right cell", "other alarms", "met");
        report.Tables.Add(table);
        if (plan.DataFolder == null)
        {
            table.Notes.Add("Left out: no folder of recordings was given (--data).");
            return;
        }

        List<IndentationRecording> recordings = IndentationRecording.ReadAll(plan.DataFolder);
        int packs = Math.Min(plan.Seeds, 10);
        Outcome[] outcomes = jobs.Run(
            "recorded shorts",
            recordings.Count * packs,
            index => RunOne(recordings[index / packs], Seeds.Of(plan, 90 + (index / packs), index % packs), jobs.Stop));
        for (int r = 0; r < recordings.Count; r++)
        {
            table.Add(Fields(recordings[r], outcomes[(r * packs)..((r + 1) * packs)]));
            Outcome shown = outcomes[r * packs];
            report.Plots.Add(PartPlots.OfRecordedShort(recordings[r], shown.SuspectSample, shown.AlarmSample));
        }

        table.Notes.Add(
            "Sign: 5 mV below and (2 K above or 0.5 K/s), against the mean of the recording's first minute. A second is a sample.");
        table.Notes.Add("No baseline is learned: a quarter of an hour of rest comes before.");
    }

    private static Outcome RunOne(IndentationRecording recording, ulong seed, CancellationToken stop)
    {
        var settings = new VehicleSettings
        {
            Seed = seed,
            CellCounts = [12],
            StartSoc = CellChemistry.Nca.SocAt(recording.StartVolts),
            MeanCelsius = recording.StartCelsius,
            SwingKelvin = 0,
            GradientKelvin = 1,
        };
        var feed = new VehicleFeed(settings, Standard.Thresholds(settings));
        feed.Vehicle.Duty.Fixed = _ => 0;
        feed.RunTo(RestSeconds, 1);
        CauseRule rule = feed.Detector.Causes.RuleOf(FaultCauses.HardShort);
        int probe = new SimRandom(seed, 74).Next(settings.ProbesPerDevice);
        var fault = new RecordedShort(feed.Vehicle.Sense.ProbeCell[probe], probe, RestSeconds, recording);
        feed.Vehicle.Add(fault);
        int suspectsBefore = rule.suspectCount;
        int changesBefore = feed.Changes.Count;
        int suspectSample = -1;
        for (int sample = 0; sample < recording.DropVolts.Length; sample++)
        {
            stop.ThrowIfCancellationRequested();
            feed.Step(1);
            suspectSample = suspectSample < 0 && rule.suspectCount > suspectsBefore ? sample : suspectSample;
        }

        Alarm[] alarms =
            [.. feed.Changes.Skip(changesBefore).Where(a => a.change == AlarmChange.Raised && CauseGroups.IsFault(a.causeId))];
        Alarm? hard = Array.Find(alarms, a => a.causeId == FaultCauses.HardShort);
        return new Outcome(
            suspectSample,
            hard == null ? -1 : fault.SampleAt(hard.timeMs / 1000.0),
            hard != null && CauseGroups.PointsAt(hard, fault.Truth, feed.Vehicle.Sense),
            alarms.Count(a => a.causeId != FaultCauses.HardShort));
    }

    private static string[] Fields(IndentationRecording recording, Outcome[] outcomes)
    {
        double[] suspects = [.. outcomes.Select(o => After(o.SuspectSample, recording.SignSample))];
        double[] alarms = [.. outcomes.Select(o => After(o.AlarmSample, recording.SignSample))];
        bool hasRun = recording.RunawaySample >= 0;
        double lead = outcomes.Min(o => o.AlarmSample < 0 ? double.NegativeInfinity : recording.RunawaySample - o.AlarmSample);
        bool isMet = suspects.Max() <= MostSamples && (!hasRun || lead > 0);
        return
        [
            recording.Name, hasRun ? "yes" : "no", Words.Count(outcomes.Length),
            $"{Samples(Quantile.Median(suspects))}, {Samples(suspects.Max())}", Samples(Quantile.Median(alarms)),
            !hasRun ? "-" : double.IsInfinity(lead) ? "no alarm" : Words.Number(lead),
            Words.Of(outcomes.Count(o => o.IsRightCell), outcomes.Length), Words.Count(outcomes.Sum(o => o.Others)),
            isMet ? "yes" : "no",
        ];
    }

    private static double After(int sample, int sign) => sample < 0 ? double.PositiveInfinity : sample - sign;

    private static string Samples(double value) => double.IsInfinity(value) ? "never" : Words.Number(value);

    private sealed record Outcome(int SuspectSample, int AlarmSample, bool IsRightCell, int Others);
}
