using DataBox.Cli;
using DataBox.Cli.Cloud;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class BrokerAddressTests
{
    [TestMethod]
    [DataRow("broker.example", "broker.example", 1883)]
    [DataRow("broker.example:8884", "broker.example", 8884)]
    [DataRow("127.0.0.1:1", "127.0.0.1", 1)]
    [DataRow("[::1]:2000", "::1", 2000)]
    [DataRow("[::1]", "::1", 1883)]
    [DataRow("::1", "::1", 1883)]
    public void Address_is_read_as_people_write_it(string text, string host, int port)
    {
        Assert.AreEqual(new BrokerAddress(host, port), BrokerAddress.Parse(text));
    }

    [TestMethod]
    [DataRow("host:0")]
    [DataRow("host:65536")]
    [DataRow("host:abc")]
    [DataRow(":1883")]
    [DataRow("")]
    public void Wrong_address_is_refused_with_its_text(string text)
    {
        CommandException e = Assert.ThrowsExactly<CommandException>(() => BrokerAddress.Parse(text));
        StringAssert.Contains(e.Message, "--broker " + text);
    }
}
