using System.IO;
using DataBox.Cli;
using DataBox.Cli.Telemetry;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class TelemetryFilesTests
{
    [TestMethod]
    public void First_boot_has_the_name_as_given_and_each_later_one_its_own()
    {
        var files = new TelemetryFiles(Path.Combine("some", "x.csv"));
        Assert.AreEqual(Path.Combine("some", "x.csv"), files.ForBoot(7));
        Assert.AreEqual(Path.Combine("some", "x.boot8.csv"), files.ForBoot(8));
        Assert.AreEqual(Path.Combine("some", "x.boot9.csv"), files.ForBoot(9));
    }

    [TestMethod]
    public void Name_beside_a_file_keeps_folder_and_ending()
    {
        Assert.AreEqual(Path.Combine("some", "x.y.reasons.csv"), TelemetryFiles.Beside(Path.Combine("some", "x.y.csv"), "reasons"));
    }

    [TestMethod]
    [DataRow("x.txt", "'.txt' is neither .csv nor .parquet")]
    [DataRow("x", "'' is neither .csv nor .parquet")]
    [DataRow("nowhere/x.csv", "there is no folder")]
    [DataRow("folder.csv", "--out ")]
    public void What_cannot_be_written_is_refused_before_anything_runs(string name, string expected)
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.File("folder.csv"));
        CommandException e = Assert.ThrowsExactly<CommandException>(() => TelemetryFiles.Open(folder.File(name)));
        StringAssert.Contains(e.Message, expected);
        StringAssert.Contains(e.Message, name);
    }

    [TestMethod]
    public void Opening_leaves_what_stands_there_until_rows_come()
    {
        using var folder = new Folder();
        File.WriteAllText(folder.File("old.csv"), "old");
        TelemetryFiles.Open(folder.File("old.csv")).Dispose();
        TelemetryFiles.Open(folder.File("new.parquet")).Dispose();
        Assert.AreEqual("old", File.ReadAllText(folder.File("old.csv")));
        Assert.IsFalse(File.Exists(folder.File("new.parquet")));
    }
}
