using System;
using System.IO;
using DataBox.Host;
using DataBox.Ports;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Storage;

[TestClass]
public sealed class MemoryStorageTests : StorageContract
{
    protected override IStorage NewStorage() => new PowerCutStorage();
}

[TestClass]
public sealed class FolderStorageTests : StorageContract
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "databox-" + Guid.NewGuid().ToString("n"));

    [TestCleanup]
    public void TearDown() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Folder_is_made_and_a_second_storage_finds_the_files()
    {
        Assert.IsTrue(Storage.Write("a", [1], 1));

        CollectionAssert.AreEqual(new byte[] { 1 }, new FolderStorage(_folder).Read("a"));
        CollectionAssert.AreEqual(new[] { Path.Combine(_folder, "a") }, Directory.GetFiles(_folder));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(".")]
    [DataRow("..")]
    [DataRow("../a")]
    [DataRow("a/b")]
    [DataRow("a\\b")]
    [DataRow("A")]
    [DataRow("a b")]
    [DataRow("ü")]
    [DataRow("abcdefghijklmnopqrstuvwxyz-0.1892")]
    public void Name_outside_the_rule_is_a_mistake_of_the_caller(string name)
    {
        Assert.ThrowsExactly<ArgumentException>(() => Storage.Read(name));
        Assert.ThrowsExactly<ArgumentException>(() => Storage.Write(name, [1], 1));
        Assert.ThrowsExactly<ArgumentException>(() => Storage.Rename("a", name));
        Assert.ThrowsExactly<ArgumentException>(() => Storage.Rename(name, "a"));
        Assert.ThrowsExactly<ArgumentException>(() => Storage.Delete(name));
    }

    [TestMethod]
    public void Length_beyond_the_data_is_a_mistake_of_the_caller_and_leaves_the_file()
    {
        Assert.IsTrue(Storage.Write("a", [1], 1));

        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Storage.Write("a", [1], 2));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Storage.Write("a", [1], -1));

        CollectionAssert.AreEqual(new byte[] { 1 }, Storage.Read("a"));
    }

    [TestMethod]
    public void Medium_that_refuses_is_false_or_null_and_no_exception()
    {
        // A folder of the file's name is in the way of everything.
        Directory.CreateDirectory(Path.Combine(_folder, "blocked", "inside"));
        Assert.IsTrue(Storage.Write("a", [1], 1));

        Assert.IsNull(Storage.Read("blocked"));
        Assert.IsFalse(Storage.Write("blocked", [1], 1));
        Assert.IsFalse(Storage.Rename("a", "blocked"));
        Storage.Delete("blocked");

        CollectionAssert.AreEqual(new byte[] { 1 }, Storage.Read("a"));
    }

    [TestMethod]
    public void Folder_that_can_not_be_made_is_named()
    {
        Assert.IsTrue(Storage.Write("a", [1], 1));
        string below = Path.Combine(_folder, "a", "b");

        IOException e = Assert.Throws<IOException>(() => new FolderStorage(below));

        StringAssert.Contains(e.Message, below);
    }

    protected override IStorage NewStorage() => new FolderStorage(_folder);
}
