using System;
using System.Linq;
using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Storage;

/// <summary>The words of <see cref="IStorage"/>, for every medium.</summary>
public abstract class StorageContract
{
    protected IStorage Storage { get; private set; } = null!;

    [TestInitialize]
    public void SetUp() => Storage = NewStorage();

    [TestMethod]
    public void File_that_is_not_there_reads_as_null()
    {
        Assert.IsNull(Storage.Read("nothing"));
    }

    [TestMethod]
    public void Written_bytes_come_back_and_no_more_than_the_length_said()
    {
        Assert.IsTrue(Storage.Write("a-1.new", [1, 2, 3, 4], 3));

        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, Storage.Read("a-1.new"));
    }

    [TestMethod]
    public void Writing_again_replaces_a_longer_file_whole()
    {
        Assert.IsTrue(Storage.Write("a", [1, 2, 3, 4], 4));
        Assert.IsTrue(Storage.Write("a", [9], 1));

        CollectionAssert.AreEqual(new byte[] { 9 }, Storage.Read("a"));
    }

    [TestMethod]
    public void Empty_file_is_a_file()
    {
        Assert.IsTrue(Storage.Write("a", [1], 0));

        Assert.IsNotNull(Storage.Read("a"));
        Assert.IsEmpty(Storage.Read("a")!);
    }

    [TestMethod]
    public void Bytes_are_copied_both_ways()
    {
        byte[] data = [1];
        Assert.IsTrue(Storage.Write("a", data, 1));
        data[0] = 2;
        Storage.Read("a")![0] = 3;

        CollectionAssert.AreEqual(new byte[] { 1 }, Storage.Read("a"));
    }

    [TestMethod]
    public void Rename_moves_the_data_and_replaces_the_target()
    {
        Assert.IsTrue(Storage.Write("old", [1], 1));
        Assert.IsTrue(Storage.Write("new", [2], 1));

        Assert.IsTrue(Storage.Rename("new", "old"));

        Assert.IsNull(Storage.Read("new"));
        CollectionAssert.AreEqual(new byte[] { 2 }, Storage.Read("old"));
    }

    [TestMethod]
    public void Rename_of_nothing_is_refused_and_leaves_the_target()
    {
        Assert.IsTrue(Storage.Write("old", [1], 1));

        Assert.IsFalse(Storage.Rename("new", "old"));

        CollectionAssert.AreEqual(new byte[] { 1 }, Storage.Read("old"));
    }

    [TestMethod]
    public void Delete_removes_the_file_and_is_content_without_one()
    {
        Assert.IsTrue(Storage.Write("a", [1], 1));
        Assert.IsTrue(Storage.Write("b", [2], 1));

        Storage.Delete("a");
        Storage.Delete("a");

        Assert.IsNull(Storage.Read("a"));
        CollectionAssert.AreEqual(new byte[] { 2 }, Storage.Read("b"));
    }

    [TestMethod]
    public void Longest_name_and_all_its_characters_are_allowed()
    {
        string name = "abcdefghijklmnopqrstuvwxyz-0.189";
        Assert.AreEqual(32, name.Length);

        Assert.IsTrue(Storage.Write(name, [1], 1));

        CollectionAssert.AreEqual(new byte[] { 1 }, Storage.Read(name));
    }

    [TestMethod]
    public void Names_are_kept_apart()
    {
        string[] names = ["a", "a.", "a-", "a.b", "0"];
        for (int i = 0; i < names.Length; i++)
        {
            Assert.IsTrue(Storage.Write(names[i], [(byte)i], 1));
        }

        CollectionAssert.AreEqual(
            new byte[] { 0, 1, 2, 3, 4 }, names.Select(n => Storage.Read(n)![0]).ToArray());
    }

    [TestMethod]
    public void Records_live_on_it()
    {
        var store = new RecordStore(Storage);
        byte[] payload = Enumerable.Range(0, 2000).Select(i => (byte)i).ToArray();

        Assert.IsTrue(store.Save("desired", payload));
        Assert.IsTrue(store.Save("desired", payload[..1999]));

        CollectionAssert.AreEqual(payload[..1999], new RecordStore(Storage).Load("desired"));
    }

    protected abstract IStorage NewStorage();
}
