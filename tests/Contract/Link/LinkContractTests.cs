using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Contract.Link;

[TestClass]
public sealed class FakeClientLinkTests : LinkContract
{
    private protected override ILinkRig NewRig() => new FakeBroker();
}

[TestClass]
public sealed class MqttNetLinkTests : LinkContract
{
    private protected override ILinkRig NewRig() => new LoopbackBroker();
}
