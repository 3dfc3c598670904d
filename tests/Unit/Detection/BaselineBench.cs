using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Lives of a detector whose last causes learn a pattern, on one storage.</summary>
public abstract class BaselineBench
{
    private protected PowerCutStorage Storage { get; } = new();

    private protected List<string> Log { get; } = [];

    private protected static byte[] Pattern(LearningRule rule, int seed) =>
        [.. Enumerable.Range(0, rule.Learned.Length).Select(i => (byte)((seed * 31) + i + 1 + rule.causeId))];

    private protected static void Learn(Life life, int seed)
    {
        foreach (LearningRule rule in life.Rules)
        {
            Pattern(rule, seed).CopyTo(rule.Learned, 0);
        }
    }

    /// <summary>A sample at that time.</summary>
    private protected static void At(Life life, long timeMs)
    {
        life.Status.sampleCount++;
        life.Pack.Sample.timeMs = timeMs;
        life.Pack.Sample.isLeftOut = true;
        life.Pack.Detector.OnSample(life.Pack.Sample);
    }

    /// <summary>Time goes on until an image was written.</summary>
    private protected static void Save(Life life)
    {
        At(life, life.Pack.Detector.NowMs);
        life.Keeper.Step(0);
        At(life, life.Pack.Detector.NowMs + BaselineKeeper.IntervalMs);
        int steps = 0;
        while (life.Keeper.Step(0))
        {
            steps++;
        }

        Assert.IsTrue(steps > 0);
    }

    private protected Life Start(
        int rules = 2, int extra = 0, int devices = 1, byte versionOfFirst = 1, string? chip = null, IStorage? storage = null)
    {
        var pack = new PackUnderTest(
            PackLayout.FromCounts(1, [.. Enumerable.Repeat(12, devices)], [.. Enumerable.Repeat(2, devices)]));
        LearningRule[] fitted = LearningRule.Fit(pack.Detector, pack.Layout, rules, extra);
        if (versionOfFirst != 1)
        {
            int last = pack.Detector.Causes.rules.Length - 1;
            fitted[0] = new LearningRule(pack.Detector, pack.Layout, fitted[0].causeId, extra, versionOfFirst);
            pack.Detector.Causes.rules[last] = fitted[0];
        }

        var status = new BoxStatus(pack.Layout, pack.Sample.health);
        storage ??= Storage;
        var keeper = new BaselineKeeper(
            new RecordStore(storage), storage, new ListLog(Log), pack.Detector, pack.Layout, chip ?? "ltc6811", status);
        return new Life(pack, keeper, fitted, status);
    }

    private protected sealed record Life(PackUnderTest Pack, BaselineKeeper Keeper, LearningRule[] Rules, BoxStatus Status);

    private sealed class ListLog(List<string> lines) : ILog
    {
        public void Line(string text) => lines.Add(text);
    }
}
