using System;
using DataBox.Cli.Running;
using DataBox.Cli.View;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Cli;

[TestClass]
public class PlainViewTests
{
    [TestMethod]
    public void Line_spans_the_good_readings_and_counts_them()
    {
        BoxSnapshot s = SnapshotOf.Pack(1, 12);
        s.CellMicrovolts[0] = 3_650_900;
        s.CellMicrovolts[1] = 0;
        s.CellQuality[1] = Quality.Implausible;
        s.TempDeciC[0] = -12;
        s.TempQuality[1] = Quality.OpenProbe;
        s.Alarms.Add("one");
        s.Suspects = 2;
        string line = PlainView.Line(s);
        StringAssert.Contains(line, "cells=11/12 3650..3700 mV temps=-1.2..25.0 degC");
        StringAssert.Contains(line, "alarms=1 suspects=2 online");
    }

    [TestMethod]
    public void Rows_of_a_replay_are_every_sample_and_periods_are_told_by_group()
    {
        BoxSnapshot s = SnapshotOf.Pack(1, 12);
        s.PackPeriodMs = 200;
        StringAssert.Contains(PlainView.Line(s), " rows every 1000/5000/200 ms ");
        s.CellsPeriodMs = s.TemperaturesPeriodMs = s.PackPeriodMs = 0;
        StringAssert.Contains(PlainView.Line(s), " rows every sample ");
    }

    [TestMethod]
    public void Pack_without_a_good_reading_says_so()
    {
        BoxSnapshot s = SnapshotOf.Pack(1, 12);
        Array.Fill(s.CellQuality, Quality.NoReply);
        Array.Fill(s.TempQuality, Quality.NoReply);
        s.Online = false;
        string line = PlainView.Line(s);
        StringAssert.Contains(line, "cells=0/12 none good temps=-");
        StringAssert.EndsWith(line, "no broker");
    }
}
