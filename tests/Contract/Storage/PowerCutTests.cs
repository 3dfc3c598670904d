using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Ports;
using DataBox.Tests.Unit.Storage;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Storage;

/// <summary>
/// What the port promises when the power goes: only the file being written may be torn, and of two names in a rename at least
/// one holds the data whole. The memory medium must keep to it, or tests built on it would show too little or too much.
/// </summary>
[TestClass]
public sealed class PowerCutTests
{
    public static IEnumerable<object[]> Torns => Enum.GetValues<PowerCutStorage.Torn>().Select(t => new object[] { t });

    [TestMethod]
    [DynamicData(nameof(Torns))]
    public void Cut_while_writing_leaves_all_other_files_whole(PowerCutStorage.Torn torn)
    {
        var storage = new PowerCutStorage { TornAs = torn };
        storage.Write("other", [1, 2], 2);
        storage.StepsLeft = 0;

        Assert.ThrowsExactly<PowerCutException>(() => storage.Write("new", [3, 4], 2));

        storage.StepsLeft = -1;
        CollectionAssert.AreEqual(new byte[] { 1, 2 }, storage.Read("other"));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(1)]
    public void Cut_while_renaming_leaves_the_data_whole_under_one_of_the_names(int stepsBefore)
    {
        var storage = new PowerCutStorage();
        storage.Write("old", [1], 1);
        storage.Write("new", [2], 1);
        storage.StepsLeft = stepsBefore;

        Assert.ThrowsExactly<PowerCutException>(() => storage.Rename("new", "old"));

        storage.StepsLeft = -1;
        CollectionAssert.AreEqual(new byte[] { 2 }, storage.Read("new"));
        byte[]? target = storage.Read("old");
        Assert.IsTrue(target is null || target.SequenceEqual(new byte[] { 1 }));
    }
}
