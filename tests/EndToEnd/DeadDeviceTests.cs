using System;
using System.IO;
using System.Threading.Tasks;
using DataBox.Tests.EndToEnd.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd;

[TestClass]
public class DeadDeviceTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("databox-dead-").FullName;

    [TestCleanup]
    public void Clean() => Directory.Delete(_folder, true);

    [TestMethod]
    public async Task Device_that_dies_is_named_with_those_behind_it_and_the_others_go_on()
    {
        await using Databox box = Databox.Start(
            "run", "--plain", "--layout", "3x12", "--fault", "device-dead:2@1", "--state", _folder,
            "--port", $"{Mosquitto.FreePort()}");
        await box.LineAsync(l => l.Contains("no data from device 2, 3 of 3", StringComparison.Ordinal), Limit);
        await box.LineAsync(l => l.Contains("afe-lost device 2", StringComparison.Ordinal), Limit);
        await box.LineAsync(l => l.Contains("cells=12/36", StringComparison.Ordinal), Limit);
        Assert.AreEqual(0, await box.InterruptAsync(Limit), string.Join('\n', box.Errors));
    }
}
