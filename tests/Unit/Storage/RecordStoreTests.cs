using System;
using System.Linq;
using DataBox.Core;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Storage;

[TestClass]
public class RecordStoreTests
{
    /// <summary>A save is one write and one rename of two steps.</summary>
    private const int StepsOfASave = 3;

    [TestMethod]
    public void What_was_saved_is_loaded()
    {
        var store = new RecordStore(new PowerCutStorage());
        Assert.IsNull(store.Load("config"));
        Assert.IsTrue(store.Save("config", [1, 2, 3]));
        Assert.IsTrue(store.Save("config", [4]));
        Assert.IsTrue(store.Save("empty", []));
        CollectionAssert.AreEqual(new byte[] { 4 }, store.Load("config"));
        Assert.AreEqual(0, store.Load("empty")!.Length);
    }

    [TestMethod]
    public void A_save_takes_the_steps_that_the_cuts_below_go_through()
    {
        var storage = new PowerCutStorage();
        new RecordStore(storage).Save("a", [1]);
        Assert.AreEqual(StepsOfASave, storage.Steps);
    }

    [TestMethod]
    public void After_a_power_cut_at_any_step_the_old_or_the_new_record_is_there()
    {
        foreach (PowerCutStorage.Torn torn in Enum.GetValues<PowerCutStorage.Torn>())
        {
            for (int step = 0; step < StepsOfASave; step++)
            {
                var storage = new PowerCutStorage();
                var store = new RecordStore(storage);
                store.Save("desired", [1]);
                SaveWithCut(storage, store, [2], step, torn);
                byte[]? loaded = new RecordStore(storage).Load("desired");
                Assert.IsNotNull(loaded, $"cut at step {step}, torn {torn}");
                Assert.IsTrue(loaded[0] is 1 or 2, $"cut at step {step}, torn {torn}");
            }
        }
    }

    [TestMethod]
    public void After_two_power_cuts_one_of_the_three_records_is_there_and_the_next_save_works()
    {
        foreach (PowerCutStorage.Torn torn in Enum.GetValues<PowerCutStorage.Torn>())
        {
            for (int first = 0; first < StepsOfASave; first++)
            {
                for (int second = 0; second < StepsOfASave + 2; second++)
                {
                    var storage = new PowerCutStorage();
                    var store = new RecordStore(storage);
                    store.Save("desired", [1]);
                    SaveWithCut(storage, store, [2], first, torn);
                    SaveWithCut(storage, store, [3], second, torn);
                    byte[]? loaded = store.Load("desired");
                    string cuts = $"cuts at {first} and {second}, torn {torn}";
                    Assert.IsNotNull(loaded, cuts);
                    Assert.IsTrue(loaded[0] is 1 or 2 or 3, cuts);
                    Assert.IsTrue(store.Save("desired", [4]), cuts);
                    Assert.AreEqual(4, store.Load("desired")![0], cuts);
                }
            }
        }
    }

    [TestMethod]
    public void What_a_restart_would_load_is_what_was_said_to_be_saved_when_the_medium_refuses_half_a_rename()
    {
        var storage = new PowerCutStorage();
        var store = new RecordStore(storage);
        Assert.IsTrue(store.Save("desired", [1]));
        storage.RefusesHalfOfRename = true;
        Assert.IsTrue(store.Save("desired", [2]), "the old one is gone, the new one is whole");
        Assert.AreEqual(2, new RecordStore(storage).Load("desired")!.Single());
        Assert.IsFalse(store.Save("desired", [3]), "the only whole copy is not overwritten");
        Assert.AreEqual(2, store.Load("desired")!.Single());
        storage.RefusesHalfOfRename = false;
        Assert.IsTrue(store.Save("desired", [4]));
        Assert.AreEqual(4, store.Load("desired")!.Single());
    }

    [TestMethod]
    public void A_flipped_bit_is_no_record()
    {
        var storage = new PowerCutStorage();
        var store = new RecordStore(storage);
        store.Save("a", [1, 2, 3]);
        byte[] good = storage.Read("a")!;
        for (int bit = 0; bit < good.Length * 8; bit++)
        {
            byte[] bad = (byte[])good.Clone();
            bad[bit / 8] ^= (byte)(1 << (bit % 8));
            storage.Write("a", bad, bad.Length);
            Assert.IsNull(store.Load("a"), $"bit {bit}");
        }
    }

    [TestMethod]
    public void A_record_that_is_too_long_is_refused_and_the_old_one_stays()
    {
        var store = new RecordStore(new PowerCutStorage());
        store.Save("a", [1]);
        Assert.IsFalse(store.Save("a", new byte[RecordStore.MaxPayloadBytes + 1]));
        Assert.AreEqual(1, store.Load("a")!.Single());
    }

    [TestMethod]
    [DataRow(new byte[] { 0xFE, 0xFF, 0xFF, 0x7F }, int.MaxValue)]
    [DataRow(new byte[] { 0xFF, 0xFF, 0xFF, 0x7F }, 1)]
    [DataRow(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF }, 1)]
    [DataRow(new byte[] { 7 }, 1)]
    public void Boot_number_after_the_last_or_after_none_is_1(byte[] stored, int expected)
    {
        var store = new RecordStore(new PowerCutStorage());
        store.Save("boot", stored);
        Assert.IsTrue(BootNumber.TryTakeNext(store, out int boot));
        Assert.AreEqual(expected, boot);
    }

    [TestMethod]
    public void Boot_numbers_rise_and_are_never_given_twice_whatever_is_cut()
    {
        var storage = new PowerCutStorage();
        var store = new RecordStore(storage);
        int last = 0;
        for (int i = 0; i < 60; i++)
        {
            storage.StepsLeft = i % (StepsOfASave + 1) == StepsOfASave ? -1 : i % (StepsOfASave + 1);
            storage.TornAs = (PowerCutStorage.Torn)(i % 5);
            try
            {
                if (BootNumber.TryTakeNext(store, out int boot))
                {
                    Assert.IsTrue(boot > last, $"{boot} after {last}");
                    last = boot;
                }
            }
            catch (PowerCutException)
            {
                // Nothing was sent under that number.
            }
        }

        Assert.IsTrue(last >= 15);
    }

    private static void SaveWithCut(
        PowerCutStorage storage, RecordStore store, byte[] payload, int step, PowerCutStorage.Torn torn)
    {
        storage.StepsLeft = step;
        storage.TornAs = torn;
        try
        {
            store.Save("desired", payload);
        }
        catch (PowerCutException)
        {
            // Expected for every step that the save has; a later one cuts nothing.
        }

        storage.StepsLeft = -1;
    }
}
