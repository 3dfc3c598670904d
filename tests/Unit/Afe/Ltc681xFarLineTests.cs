using System;
using DataBox.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>Frames at both ends of a chain: who gets what, in which order, and whose port is woken when.</summary>
[TestClass]
public class Ltc681xFarLineTests
{
    private const string ReadA = "000407C2";

    private readonly ScriptedBus _near = new();
    private readonly ScriptedBus _far = new();

    [TestMethod]
    public void Whole_chain_leaves_the_far_end_alone()
    {
        Ltc681xLine line = Line(3);
        _near.Expect(ReadA, Group(0) + Group(1) + Group(2)).Expect("0711C9C0");
        line.Read(Ltc681xCommands.ReadCellsA);
        line.Command(Ltc681xCommands.ClearCells);
        line.WakeAll();
        MustHold(line, 3);
        Assert.IsEmpty(_far.log);
        Assert.AreEqual(0, _near.Left);
    }

    [TestMethod]
    public void Reply_is_in_the_layouts_order_wherever_the_chain_is_broken()
    {
        for (int split = 0; split <= 4; split++)
        {
            Ltc681xLine line = Line(4);
            line.split = split;
            Array.Fill(line.reply, (byte)0);
            string near = "";
            string far = "";
            for (int d = 0; d < 4; d++)
            {
                near += d < split ? Group(d) : "";
                far = (d >= split ? Group(d) : "") + far;
            }

            Expect(split > 0, _near, near);
            Expect(split < 4, _far, far);
            line.Read(Ltc681xCommands.ReadCellsA);
            MustHold(line, 4);
            Assert.AreEqual(0, _near.Left + _far.Left);
        }
    }

    [TestMethod]
    public void Each_end_is_written_its_own_devices_the_farthest_from_it_first()
    {
        var data = new byte[24];
        for (int d = 0; d < 4; d++)
        {
            Convert.FromHexString(Group(d)[..12]).CopyTo(data, d * 6);
        }

        for (int split = 0; split <= 4; split++)
        {
            Ltc681xLine line = Line(4);
            line.split = split;
            string near = "";
            string far = "";
            for (int d = 0; d < 4; d++)
            {
                near = (d < split ? Group(d) : "") + near;
                far += d >= split ? Group(d) : "";
            }

            if (split > 0)
            {
                _near.Expect("00013D6E" + near);
            }

            if (split < 4)
            {
                _far.Expect("00013D6E" + far);
            }

            line.Write(Ltc681xCommands.WriteConfigA, data);
            Assert.AreEqual(0, _near.Left + _far.Left);
        }
    }

    [TestMethod]
    public void Commands_go_to_both_ends_of_a_broken_chain()
    {
        Ltc681xLine line = Line(4);
        line.split = 1;
        _near.Expect("0360F46C");
        _far.Expect("0360F46C");
        line.Command(Ltc681xCommands.ConvertCells(AdcMode.Khz7));
        Assert.AreEqual(0, _near.Left + _far.Left);
    }

    [TestMethod]
    public void Each_end_idles_and_sleeps_by_its_own_clock()
    {
        Ltc681xLine line = Line(3);
        line.split = 2;
        Assert.AreEqual("pulse300 pulse300 0711|pulse300 0711", Pulses(line), "first use");
        Assert.AreEqual("0711|0711", Pulses(line));

        // From the near end only, for longer than the far end stays awake.
        line.split = 3;
        for (int i = 0; i < 10; i++)
        {
            _near.nowMicros += 2000;
            Assert.AreEqual("0711|", Pulses(line));
        }

        line.split = 2;
        Assert.AreEqual("0711|pulse10 0711", Pulses(line));
        line.split = 0;
        _near.nowMicros += 1800100;
        Assert.AreEqual("|pulse300 pulse300 pulse300 0711", Pulses(line));
        line.split = 2;
        Assert.AreEqual("pulse300 pulse300 0711|0711", Pulses(line));
    }

    private Ltc681xLine Line(int devices)
    {
        // One clock: the near bus's.
        return new Ltc681xLine(_near, _far, _near, devices);
    }

    private static void Expect(bool isUsed, ScriptedBus bus, string reply)
    {
        if (isUsed)
        {
            bus.Expect(ReadA, reply);
        }
    }

    /// <summary>What one command puts on the near and on the far bus; waits left out.</summary>
    private string Pulses(Ltc681xLine line)
    {
        _near.log.Clear();
        _far.log.Clear();
        _near.Expect("0711C9C0");
        _far.Expect("0711C9C0");
        line.Command(Ltc681xCommands.ClearCells);
        _near.log.RemoveAll(entry => entry.StartsWith("wait", StringComparison.Ordinal));
        return string.Join(" ", _near.log) + "|" + string.Join(" ", _far.log);
    }

    /// <summary>Six bytes that name the device, and their PEC.</summary>
    private static string Group(int device)
    {
        byte[] reply = ChainBytes.Reply(ChainBytes.Codes(33000 + device, 34000 + device, 35000 + device));
        return Convert.ToHexString(reply, 4, 8);
    }

    private static void MustHold(Ltc681xLine line, int devices)
    {
        for (int d = 0; d < devices; d++)
        {
            Assert.AreEqual(Group(d), Convert.ToHexString(line.reply, 4 + (8 * d), 8), "device " + d);
        }
    }
}
