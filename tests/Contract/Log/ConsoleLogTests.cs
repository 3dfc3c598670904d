using System.IO;
using DataBox.Host;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Log;

[TestClass]
public sealed class ConsoleLogTests
{
    [TestMethod]
    public void Each_call_is_one_line_whatever_the_text_brings_along()
    {
        var writer = new StringWriter { NewLine = "\n" };
        var log = new ConsoleLog(writer);

        log.Line("first");
        log.Line("broken\r\nin two");

        Assert.AreEqual("first\nbroken in two\n", writer.ToString());
    }
}
