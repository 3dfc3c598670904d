using DataBox.Cli.View;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

/// <summary>An alarm as the live view and the plain lines say it.</summary>
[TestClass]
public class AlarmTextTests
{
    [TestMethod]
    [DataRow(AlarmChange.Raised, "none", 0, 0, "reading-untrusted (mux) device 2: failed")]
    [DataRow(AlarmChange.Cleared, "none", 0, 0, "reading-untrusted (mux) device 2: passed")]
    [DataRow(AlarmChange.Raised, "uV", 0, 0, "reading-untrusted (mux) device 2: failed")]
    [DataRow(AlarmChange.Raised, "uV", 0, 2700000, "reading-untrusted (mux) device 2: 0.0 mV, limit 2700.0 mV")]
    [DataRow(AlarmChange.Raised, "code", 0x9554, 0x9555, "reading-untrusted (mux) device 2: code 0x9554")]
    [DataRow(AlarmChange.Raised, "flags", 0x10, 0, "reading-untrusted (mux) device 2: flags 0x0010")]
    [DataRow(AlarmChange.Raised, "place", 2, 0, "reading-untrusted (mux) device 2: place 2")]
    public void Check_says_what_it_measured_or_how_it_ended(byte change, string unit, int value, int limit, string expected)
    {
        var alarm = new Alarm
        {
            change = change,
            cause = "reading-untrusted",
            check = "mux",
            deviceIndex = 1,
            cellIndex = -1,
            probeIndex = -1,
            wireIndex = -1,
            unit = unit,
            value = value,
            limit = limit,
        };
        Assert.AreEqual(expected, AlarmText.Of(alarm));
    }

    [TestMethod]
    public void Value_of_0_that_no_check_measured_stays_a_value()
    {
        var alarm = new Alarm
        {
            change = AlarmChange.Raised,
            cause = "under-voltage",
            deviceIndex = 0,
            cellIndex = 2,
            probeIndex = -1,
            wireIndex = -1,
            unit = "uV",
        };
        Assert.AreEqual("under-voltage cell 3: 0.0 mV, limit 0.0 mV", AlarmText.Of(alarm));
    }
}
