using System;
using System.Linq;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

/// <summary>Learned baselines over restarts, updates and power cuts.</summary>
[TestClass]
public class BaselineKeeperTests : BaselineBench
{
    [TestMethod]
    public void What_was_learned_comes_back_after_a_restart_and_theLog_says_so()
    {
        Life life = Start();
        Assert.AreEqual("new", life.Status.baseline);
        Learn(life, 7);
        Save(life);
        life = Start();
        Assert.AreEqual("restored", life.Status.baseline);
        StringAssert.StartsWith(Log[^1], "baseline: restored, ");
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
            int allFiles = Storage.Steps;
            Assert.IsTrue(allParts - parts + Math.Min(1, allFiles - files) <= 1, "a part or a file a step");
            Assert.IsTrue(allFiles - files <= 3, "a piece, or the head with its rename");
            (parts, files) = (allParts, allFiles);
            steps++;
        }

        var image = new LearnedImage(life.Pack.Detector.Causes, life.Pack.Layout);
        Assert.AreEqual(1 + image.PartCount + PiecesOf(image) + 1, steps, "begin, parts, pieces, the head");
        Assert.IsTrue(PiecesOf(image) >= 2, "this image is to be in pieces");
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
            int pieces = 0;
            for (int step = 0; ; step++)
            {
                Life life = Start(extra: 3000, devices: 5);
                pieces = PiecesOf(new LearnedImage(life.Pack.Detector.Causes, life.Pack.Layout));
                Learn(life, 1);
                Save(life);
                Learn(life, 2);
                Storage.TornAs = torn;
                Storage.StepsLeft = step;
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

                Storage.StepsLeft = -1;
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

            Assert.AreEqual(pieces + 3, cuts, "pieces, the head and its rename");
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
        Assert.AreEqual("restored in part", life.Status.baseline, "the rules that are not of this test");
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
        byte[] head = Storage.Read("baseline")!;
        byte[] piece = Storage.Read("baseline-b0")!;
        switch (what)
        {
            case "head": head[10] ^= 1; break;
            case "piece": piece[^1] ^= 1; break;
            case "short": piece = piece[..^1]; break;
            case "gone": Storage.Delete("baseline-b0"); break;
            case "version": new RecordStore(Storage).Save("baseline", [2, .. new RecordStore(Storage).Load("baseline")[1..]]); break;
        }

        if (what is "head")
        {
            Storage.Write("baseline", head, head.Length);
        }
        else if (what is "piece" or "short")
        {
            Storage.Write("baseline-b0", piece, piece.Length);
        }

        life = Start(chip: chip);
        Assert.AreEqual(word, life.Status.baseline);
        StringAssert.Contains(Log[^1], word);
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
    public void Storage_that_refuses_leaves_everything_learned_and_is_asked_again_later()
    {
        Life life = Start();
        Learn(life, 1);
        var refusing = new RefusingStorage(Storage);
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
        StringAssert.Contains(Log[^1], "the storage refused it");
        refusing.Refuses = false;
        Assert.IsFalse(life.Keeper.Step(BaselineKeeper.RetryMicros));
        Assert.IsTrue(life.Keeper.Step(1000 + BaselineKeeper.RetryMicros));
        while (life.Keeper.Step(1000 + BaselineKeeper.RetryMicros))
        {
        }

        CollectionAssert.AreEqual(Pattern(life.Rules[0], 2), Start().Rules[0].Learned);
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

    private sealed class RefusingStorage(IStorage inner) : IStorage
    {
        public bool Refuses { get; set; }

        public byte[] Read(string name) => inner.Read(name);

        public bool Write(string name, byte[] data, int length) => !Refuses && inner.Write(name, data, length);

        public bool Rename(string from, string to) => !Refuses && inner.Rename(from, to);

        public void Delete(string name) => inner.Delete(name);
    }

    private static int PiecesOf(LearnedImage image) =>
        (image.Bytes + BaselineHead.PieceBytes - 1) / BaselineHead.PieceBytes;
}
