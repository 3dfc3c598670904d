using DataBox.Cli.Running;
using DataBox.Host;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class BootOnlyStorageTests
{
    [TestMethod]
    public void Boot_number_lasts_and_a_rate_does_not()
    {
        using var folder = new Folder();
        var replay = new BootOnlyStorage(new FolderStorage(folder.Path));
        Assert.IsTrue(replay.Write("boot.new", [1, 2, 3, 9], 3));
        Assert.IsTrue(replay.Rename("boot.new", "boot"));
        Assert.IsTrue(replay.Write("desired.new", [4, 5, 9], 2));
        Assert.IsTrue(replay.Rename("desired.new", "desired"));
        CollectionAssert.AreEqual(new byte[] { 4, 5 }, replay.Read("desired"));
        Assert.IsNull(replay.Read("desired.new"));

        var live = new FolderStorage(folder.Path);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3 }, live.Read("boot"));
        Assert.IsNull(live.Read("desired"));
        Assert.IsNull(new BootOnlyStorage(live).Read("desired"));
    }

    [TestMethod]
    public void Rate_that_a_live_box_has_stored_is_not_seen_and_not_touched()
    {
        using var folder = new Folder();
        var live = new FolderStorage(folder.Path);
        live.Write("desired", [7], 1);
        var replay = new BootOnlyStorage(live);
        Assert.IsNull(replay.Read("desired"));
        Assert.IsFalse(replay.Rename("desired", "desired.old"));
        replay.Delete("desired");
        CollectionAssert.AreEqual(new byte[] { 7 }, live.Read("desired"));
    }

    [TestMethod]
    public void Deleted_file_is_gone()
    {
        using var folder = new Folder();
        var replay = new BootOnlyStorage(new FolderStorage(folder.Path));
        replay.Write("boot", [1], 1);
        replay.Write("desired", [1], 1);
        replay.Delete("boot");
        replay.Delete("desired");
        Assert.IsNull(replay.Read("boot"));
        Assert.IsNull(replay.Read("desired"));
    }
}
