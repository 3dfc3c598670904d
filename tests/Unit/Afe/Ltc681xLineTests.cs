using System;
using System.Text.Json;
using DataBox.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Ltc681xLineTests
{
    [TestMethod]
    public void Farthest_device_is_written_first()
    {
        JsonElement vector = AfeVectors.Part("ltc681x_chain_write_order");
        byte[] data = new byte[12];
        AfeVectors.Bytes(vector, "near_device_data").CopyTo(data, 0);
        AfeVectors.Bytes(vector, "far_device_data").CopyTo(data, 6);
        ScriptedBus bus = new ScriptedBus().Expect(vector.GetProperty("mosi").GetString()!);
        new Ltc681xLine(bus, bus, 2).Write(Ltc681xCommands.WriteConfigA, data);
        Assert.AreEqual(0, bus.Left);
    }

    [TestMethod]
    public void One_device_is_written_as_the_vectors_say()
    {
        foreach (JsonElement row in AfeVectors.Part("ltc681x_config_writes").EnumerateArray())
        {
            ScriptedBus bus = new ScriptedBus().Expect(row.GetProperty("write_transaction_one_device").GetString()!);
            new Ltc681xLine(bus, bus, 1).Write(Ltc681xCommands.WriteConfigA, AfeVectors.Bytes(row, "data"));
            Assert.AreEqual(0, bus.Left);
        }
    }

    [TestMethod]
    public void Pulses_before_a_transfer_follow_the_pause()
    {
        const string Sleeping = "pulse300 wait110 pulse300 wait110";
        const string Idle = "pulse10 wait10 pulse10 wait10";
        ScriptedBus bus = new ScriptedBus();
        var line = new Ltc681xLine(bus, bus, 2);
        (int Pause, string Pulses)[] cases =
        {
            (0, Sleeping),          // nothing is known of the chain yet
            (0, ""),
            (4000, ""),
            (4001, Idle),
            (1800000, Idle),
            (1800001, Sleeping),
            (100000000, Sleeping),
        };
        foreach ((int pause, string pulses) in cases)
        {
            bus.nowMicros += pause;
            bus.log.Clear();
            bus.Expect("0711C9C0");
            line.Command(Ltc681xCommands.ClearCells);
            Assert.AreEqual((pulses + " 0711").Trim(), string.Join(" ", bus.log), "after " + pause + " us");
        }
    }

    [TestMethod]
    public void Pulses_that_wake_from_sleep_are_shorter_apart_than_the_port_needs_to_idle()
    {
        ScriptedBus bus = new ScriptedBus();
        long before = bus.nowMicros;
        new Ltc681xLine(bus, bus, 1).WakeAll();
        Assert.IsGreaterThanOrEqualTo(400L, bus.nowMicros - before, "tWAKE at most");
        Assert.IsLessThan(4300L, bus.nowMicros - before, "tIDLE at least");
    }
}
