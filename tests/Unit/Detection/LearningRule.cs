using System;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Tests.Unit.Detection;

/// <summary>A cause with one learned byte a cell, and an alarm wherever a test says so.</summary>
internal sealed class LearningRule : CauseRule
{
    private readonly byte _version;
    private readonly int _extra;

    public LearningRule(Detector detector, PackLayout layout, int causeId, int extra = 0, byte version = 1)
        : base(causeId, detector.Causes.features, detector.Book, layout.cellCount)
    {
        Learned = new byte[layout.cellCount];
        Permille = new int[layout.cellCount];
        _extra = extra;
        _version = version;
    }

    public byte[] Learned { get; }

    public int[] Permille { get; }

    public int Writes { get; private set; }

    public override int LearnedBytes => Learned.Length + _extra;

    public override byte LearnedVersion => _version;

    /// <summary>Puts rules that learn something in place of some of a detector's.</summary>
    public static LearningRule[] Fit(Detector detector, PackLayout layout, int count = 2, int extra = 0)
    {
        var rules = new LearningRule[count];
        for (int i = 0; i < count; i++)
        {
            // The last rules of the set: the other ones keep their place.
            int k = detector.Causes.rules.Length - 1 - i;
            rules[i] = new LearningRule(detector, layout, detector.Causes.rules[k].causeId, extra);
            detector.Causes.rules[k] = rules[i];
        }

        return rules;
    }

    public override void WriteLearned(byte[] target, int at)
    {
        Writes++;
        Array.Copy(Learned, 0, target, at, Learned.Length);
    }

    public override void ReadLearned(byte[] source, int at) => Array.Copy(source, at, Learned, 0, Learned.Length);

    public override void Relearn(int cell)
    {
        for (int i = 0; i < Learned.Length; i++)
        {
            Learned[i] = cell < 0 || cell == i ? (byte)0 : Learned[i];
        }
    }

    public override bool OnTick()
    {
        bool isNews = false;
        for (int i = 0; i < Permille.Length; i++)
        {
            isNews |= Judge(i, Permille[i], features.nowMs, features.nowMs);
        }

        return isNews;
    }

    protected override int ValueOf(int place) => Permille[place];

    protected override void Describe(Alarm alarm, int place) => alarm.cellIndex = place;
}
