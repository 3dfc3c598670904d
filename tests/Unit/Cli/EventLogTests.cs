using System.Collections.Generic;
using System.Linq;
using DataBox.Cli.Running;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class EventLogTests
{
    [TestMethod]
    public void Each_line_is_printed_once_and_in_order()
    {
        var log = new EventLog();
        log.Line("a");
        log.Line("b");
        CollectionAssert.AreEqual(new[] { "a", "b" }, log.TakeUnprinted().ToArray());
        log.Line("c");
        CollectionAssert.AreEqual(new[] { "c" }, log.TakeUnprinted().ToArray());
        Assert.AreEqual(0, log.TakeUnprinted().Count);
    }

    [TestMethod]
    public void Flood_leaves_the_last_lines_for_the_picture_and_all_for_the_printer()
    {
        var log = new EventLog();
        for (int i = 0; i < 200; i++)
        {
            log.Line($"{i}");
        }

        List<string> last = log.Last();
        Assert.AreEqual("199", last[^1]);
        Assert.AreEqual("150", last[0]);
        Assert.AreEqual(200, log.TakeUnprinted().Count);
    }
}
