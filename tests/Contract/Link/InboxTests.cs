using DataBox.Link;
using DataBox.Tests.Contract.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Link;

/// <summary>What a flood from the cloud can and can't do to the inbox.</summary>
[TestClass]
public sealed class InboxTests : FaultTestBase
{
    [TestMethod]
    public void Inbox_is_bounded_in_bytes_too()
    {
        ComeUp();
        IMqttSessionSink sink = Broker.Last.Sink;

        sink.OnReceived("box/cmd", new byte[60], false);
        sink.OnReceived("box/cmd", new byte[41], false);
        sink.OnReceived("box/cmd", new byte[40], false);
        Assert.AreEqual(1, Link.InboxDroppedCount);
        Assert.HasCount(60, Link.TryTakeReceived().payload);
        sink.OnReceived("box/cmd", new byte[60], false);

        Assert.AreEqual(1, Link.InboxDroppedCount);
        Assert.HasCount(40, Link.TryTakeReceived().payload);
        Assert.HasCount(60, Link.TryTakeReceived().payload);
        Assert.IsNull(Link.TryTakeReceived());
    }

    [TestMethod]
    public void Flood_on_one_topic_leaves_a_place_for_the_newest_message_of_the_latest_topic()
    {
        Broker.Options.latestTopic = "box/desired";
        ComeUp();
        IMqttSessionSink sink = Broker.Last.Sink;

        sink.OnReceived("box/cmd", new byte[100], false);
        sink.OnReceived("box/cmd", [1], false);
        sink.OnReceived("box/desired", [2], true);
        sink.OnReceived("box/desired", [3], true);
        Assert.AreEqual(2, Link.InboxDroppedCount);

        Assert.HasCount(100, Link.TryTakeReceived().payload);
        Assert.AreEqual(3, Link.TryTakeReceived().payload[0]);
        Assert.IsNull(Link.TryTakeReceived());
        sink.OnReceived("box/desired", [4], true);
        sink.OnReceived("box/desired", [5], true);
        Assert.AreEqual(4, Link.TryTakeReceived().payload[0]);
        Assert.AreEqual(5, Link.TryTakeReceived().payload[0]);
    }
}
