using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Core;
using DataBox.Ports;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Learned baselines over restarts, updates and power cuts.</summary>
[TestClass]
public class BaselineKeeperTests
{
    private readonly PowerCutStorage _storage = new();
    private readonly List<string> _log = [];

    [TestMethod]
    public void What_was_learned_comes_back_after_a_restart_and_the_log_says_so()
    {
        Life life = Start();
        Assert.AreEqual("new", life.Status.baseline);
        Learn(life, 7);
        Save(life);
        life = Start();
        Assert.AreEqual("restored", life.Status.baseline);
        StringAssert.StartsWith(_log[^1], "baseline: restored, ");
        foreach (LearningRule rule in life.Rules)
        {
            CollectionAssert.AreEqual(Pattern(rule, 7), rule.Learned);
        }
    }

    [TestMethod]
    public void It_is_written_after_ten_minutes_of_sample_time_then_every_four_hours_one_part_or_piece_a_step()
    {
        Life life = Start(extra: 3000, devices: 5);
        Assert.IsFalse(life.Keeper.Step(0), "no sample was taken");
        life.Status.sampleCount = 1;
        Assert.IsFalse(life.Keeper.Step(0));
        At(life, BaselineKeeper.FirstMs - 1);
        Assert.IsFalse(life.Keeper.Step(0));
        At(life, BaselineKeeper.FirstMs);
        int steps = 0;
        int parts = 0;
        int files = 0;
        while (life.Keeper.Step(0))
        {
            int allParts = life.Rules.Sum(r => r.Writes);
            int allFiles = _storage.Steps;
            Assert.IsTrue(allParts - parts + Math.Min(1, allFiles - files) <= 1, "a part or a file a step");
            Assert.IsTrue(allFiles - files <= 3, "a piece, or the head with its rename");
            (parts, files) = (allParts, allFiles);
            steps++;
        }

        Assert.AreEqual(1 + 2 + 2 + 1, steps, "begin, two parts, two pieces, the head");
        At(life, BaselineKeeper.FirstMs + BaselineKeeper.IntervalMs - 1);
        Assert.IsFalse(life.Keeper.Step(0));
        At(life, BaselineKeeper.FirstMs + BaselineKeeper.IntervalMs);
        Assert.IsTrue(life.Keeper.Step(0));
    }

    [TestMethod]
    public void Power_cut_at_every_step_leaves_the_old_baselines_or_the_new_ones()
    {
        foreach (PowerCutStorage.Torn torn in Enum.GetValues<PowerCutStorage.Torn>())
        {
            int cuts = 0;
            for (int step = 0; ; step++)
            {
                Life life = Start(extra: 3000, devices: 5);
                Learn(life, 1);
                Save(life);
                Learn(life, 2);
                _storage.TornAs = torn;
                _storage.StepsLeft = step;
                bool isCut = false;
                try
                {
                    Save(life);
                }
                catch (PowerCutException)
                {
                    isCut = true;
                    cuts++;
                }

                _storage.StepsLeft = -1;
                life = Start(extra: 3000, devices: 5);
                Assert.AreEqual("restored", life.Status.baseline, $"{torn}, cut at {step}");
                byte seed = (byte)(life.Rules[0].Learned[0] == Pattern(life.Rules[0], 1)[0] ? 1 : 2);
                Assert.IsTrue(isCut || seed == 2, "a save that was whole counts");
                foreach (LearningRule rule in life.Rules)
                {
                    CollectionAssert.AreEqual(Pattern(rule, seed), rule.Learned, $"{torn}, cut at {step}: parts of two images");
                }

                if (!isCut)
                {
                    break;
                }
            }

            Assert.AreEqual(2 + 3, cuts, "two pieces, the head and its rename");
        }
    }

    [TestMethod]
    public void Update_that_adds_a_part_or_learns_one_anew_still_reads_the_others()
    {
        Life life = Start();
        Learn(life, 3);
        Save(life);
        life = Start(rules: 3);
        Assert.AreEqual("restored in part", life.Status.baseline);
        CollectionAssert.AreEqual(Pattern(life.Rules[1], 3), life.Rules[1].Learned);
        Assert.IsTrue(life.Rules[2].Learned.All(b => b == 0));

        life = Start(versionOfFirst: 2);
        Assert.AreEqual("restored in part", life.Status.baseline);
        Assert.IsTrue(life.Rules[0].Learned.All(b => b == 0), "of another version");
        CollectionAssert.AreEqual(Pattern(life.Rules[1], 3), life.Rules[1].Learned);

        life = Start(extra: 1);
        StringAssert.StartsWith(life.Status.baseline, "new");
        Assert.IsTrue(life.Rules.All(r => r.Learned.All(b => b == 0)), "of another length");
    }

    [TestMethod]
    [DataRow("ltc6812", "ltc6812-1", "refused: of another chip or cell map")]
    [DataRow("head", null, "refused: damaged")]
    [DataRow("version", null, "refused: of another firmware")]
    [DataRow("piece", null, "refused: damaged")]
    [DataRow("short", null, "refused: damaged")]
    [DataRow("gone", null, "refused: damaged")]
    public void Damaged_or_foreign_record_changes_nothing_and_is_told(string what, string? chip, string word)
    {
        Life life = Start();
        Learn(life, 4);
        Save(life);
        byte[] head = _storage.Read("baseline")!;
        byte[] piece = _storage.Read("baseline-b0")!;
        switch (what)
        {
            case "head": head[10] ^= 1; break;
            case "piece": piece[^1] ^= 1; break;
            case "short": piece = piece[..^1]; break;
            case "gone": _storage.Delete("baseline-b0"); break;
            case "version": new RecordStore(_storage).Save("baseline", [2, .. new RecordStore(_storage).Load("baseline")[1..]]); break;
        }

        if (what is "head")
        {
            _storage.Write("baseline", head, head.Length);
        }
        else if (what is "piece" or "short")
        {
            _storage.Write("baseline-b0", piece, piece.Length);
        }

        life = Start(chip: chip);
        Assert.AreEqual(word, life.Status.baseline);
        StringAssert.Contains(_log[^1], word);
        Assert.IsTrue(word.Length <= BaselineKeeper.MostWordChars);
        Assert.IsTrue(life.Rules.All(r => r.Learned.All(b => b == 0)));
        Learn(life, 5);
        Save(life);
        Assert.AreEqual("restored", Start(chip: chip).Status.baseline, "the next image is whole again");
    }

    [TestMethod]
    public void Table_that_does_not_add_up_is_refused_and_nothing_is_read()
    {
        Life life = Start();
        var image = new LearnedImage(life.Pack.Detector.Causes, life.Pack.Layout);
        Learn(life, 6);
        byte[] whole = image.Begin();
        for (int i = 0; i < image.PartCount; i++)
        {
            image.Write(whole, i);
        }

        Assert.AreEqual(image.PartCount, image.Read(whole));
        var random = new Random(3);
        for (int round = 0; round < 20000; round++)
        {
            byte[] harmed = (byte[])whole.Clone();
            for (int k = random.Next(1, 4); k > 0; k--)
            {
                harmed[random.Next(2 + (6 * image.PartCount))] = (byte)random.Next(256);
            }

            image.Read(round % 5 == 0 ? harmed[..random.Next(harmed.Length)] : harmed);
        }

        Assert.AreEqual(-1, image.Read([]));
        Assert.AreEqual(-1, image.Read(whole[..^1]));
        Assert.AreEqual(-1, image.Read([.. whole, 0]));
    }

    [TestMethod]
    public void Forgotten_cell_stays_forgotten_over_a_power_cut_before_the_next_image()
    {
        Life life = Start();
        Learn(life, 8);
        Save(life);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(3, "a"));
        Assert.AreEqual(0, life.Rules[0].Learned[3]);
        life = Start();
        Assert.AreEqual("restored", life.Status.baseline);
        Assert.AreEqual(0, life.Rules[0].Learned[3]);
        Assert.AreEqual(Pattern(life.Rules[0], 8)[4], life.Rules[0].Learned[4]);

        // The mark goes with the next image: what is learned from then on is kept.
        life.Rules[0].Learned[3] = 99;
        Save(life);
        Assert.AreEqual(99, Start().Rules[0].Learned[3]);
    }

    [TestMethod]
    public void All_cells_are_forgotten_where_none_is_named()
    {
        Life life = Start();
        Learn(life, 8);
        Save(life);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(-1, "a"));
        Assert.IsTrue(life.Rules.All(r => r.Learned.All(b => b == 0)));
        Assert.IsTrue(Start().Rules.All(r => r.Learned.All(b => b == 0)));
    }

    [TestMethod]
    public void Command_that_comes_again_changes_nothing_also_after_a_restart_and_a_cell_that_is_not_there_is_unknown()
    {
        Life life = Start();
        Assert.AreEqual(BaselineKeeper.UnknownCell, life.Keeper.Relearn(12, "x"));
        Assert.AreEqual(BaselineKeeper.UnknownCell, life.Keeper.Relearn(-2, "x"));
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(3, "a"));
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(4, "b"));
        Learn(life, 9);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(3, "a"));
        Assert.AreNotEqual(0, life.Rules[0].Learned[3]);
        Save(life);
        life = Start();
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(4, "b"));
        Assert.AreNotEqual(0, life.Rules[0].Learned[4]);
        Assert.AreEqual(BaselineKeeper.Done, life.Keeper.Relearn(4, "c"));
        Assert.AreEqual(0, life.Rules[0].Learned[4]);
    }

    [TestMethod]
    public void Storage_that_refuses_leaves_everything_learned_and_is_asked_again_later()
    {
        Life life = Start();
        Learn(life, 1);
        var refusing = new RefusingStorage(_storage);
        life = Start(storage: refusing);
        Learn(life, 2);
        refusing.Refuses = true;
        Assert.AreEqual(BaselineKeeper.NotStored, life.Keeper.Relearn(3, "a"));
        Assert.AreNotEqual(0, life.Rules[0].Learned[3]);
        At(life, 0);
        Assert.IsFalse(life.Keeper.Step(1000));
        At(life, BaselineKeeper.FirstMs);
        int steps = 0;
        while (life.Keeper.Step(1000))
        {
            steps++;
        }

        Assert.IsTrue(steps is > 2 and < 10, $"{steps}");
        StringAssert.Contains(_log[^1], "the storage refused it");
        refusing.Refuses = false;
        Assert.IsFalse(life.Keeper.Step(BaselineKeeper.RetryMicros));
        Assert.IsTrue(life.Keeper.Step(1000 + BaselineKeeper.RetryMicros));
        while (life.Keeper.Step(1000 + BaselineKeeper.RetryMicros))
        {
        }

        CollectionAssert.AreEqual(Pattern(life.Rules[0], 2), Start().Rules[0].Learned);
    }

    [TestMethod]
    public void Relearn_clears_the_alarms_of_that_cell_and_no_others_and_what_is_still_wrong_comes_again()
    {
        Life life = Start();
        life.Pack.Run(30);
        life.Rules[0].Permille[3] = 1500;
        life.Rules[0].Permille[5] = 1500;
        life.Rules[1].Permille[3] = 800;
        life.Pack.Run(30);
        Assert.AreEqual(2, life.Pack.Detector.OpenAlarmCount);
        Assert.AreEqual(CauseRule.Suspect, life.Rules[1].level[3]);
        life.Rules[1].Permille[3] = 0;
        life.Keeper.Relearn(3, "a");
        Assert.AreEqual(1, life.Pack.Detector.OpenAlarmCount);
        Assert.AreEqual(CauseRule.Quiet, life.Rules[0].level[3]);
        Assert.AreEqual(CauseRule.Quiet, life.Rules[1].level[3]);
        Assert.AreEqual(CauseRule.Alarmed, life.Rules[0].level[5]);
        life.Pack.Run(30);
        Assert.AreEqual(2, life.Pack.Detector.OpenAlarmCount, "it is still wrong");
    }

    [TestMethod]
    public void Every_part_of_the_largest_pack_fits_into_the_image_and_its_bytes_into_the_budget()
    {
        foreach (PackLayout layout in new[]
        {
            PackLayout.FromCounts(1, [8, 8], [2, 2]), PackLayout.FromCounts(1, [12], [0]), PackLayout.FromCounts(1, [6], [1]),
            PackLayout.FromCounts(1, [.. Enumerable.Repeat(18, 16)], [.. Enumerable.Repeat(9, 16)]),
        })
        {
            var image = new LearnedImage(new Detector(layout, DetectorSettings.Nmc()).Causes, layout);
            Assert.AreEqual(image.WishedCount, image.PartCount, $"{layout.cellCount} cells: a part was left out");
            Assert.IsTrue(image.Bytes <= LearnedImage.MostBytesFor(layout), $"{layout.cellCount} cells take {image.Bytes} bytes");
        }
    }

    private static byte[] Pattern(LearningRule rule, int seed) =>
        [.. Enumerable.Range(0, rule.Learned.Length).Select(i => (byte)((seed * 31) + i + 1 + rule.causeId))];

    private static void Learn(Life life, int seed)
    {
        foreach (LearningRule rule in life.Rules)
        {
            Pattern(rule, seed).CopyTo(rule.Learned, 0);
        }
    }

    /// <summary>A sample at that time.</summary>
    private static void At(Life life, long timeMs)
    {
        life.Status.sampleCount++;
        life.Pack.Sample.timeMs = timeMs;
        life.Pack.Sample.isLeftOut = true;
        life.Pack.Detector.OnSample(life.Pack.Sample);
    }

    /// <summary>Time goes on until an image was written.</summary>
    private static void Save(Life life)
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

    private Life Start(
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
        storage ??= _storage;
        var keeper = new BaselineKeeper(
            new RecordStore(storage), storage, new ListLog(_log), pack.Detector, pack.Layout, chip ?? "ltc6811", status);
        return new Life(pack, keeper, fitted, status);
    }

    private sealed record Life(PackUnderTest Pack, BaselineKeeper Keeper, LearningRule[] Rules, BoxStatus Status);

    private sealed class ListLog(List<string> lines) : ILog
    {
        public void Line(string text) => lines.Add(text);
    }

    private sealed class RefusingStorage(IStorage inner) : IStorage
    {
        public bool Refuses { get; set; }

        public byte[] Read(string name) => inner.Read(name);

        public bool Write(string name, byte[] data, int length) => !Refuses && inner.Write(name, data, length);

        public bool Rename(string from, string to) => !Refuses && inner.Rename(from, to);

        public void Delete(string name) => inner.Delete(name);
    }
}
