using System;
using System.Linq;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>The checks of the ADBMS683x when a command is lost in them, and on a slow board: no finding at sound chips.</summary>
[TestClass]
public class Adbms683xCheckTests
{
    private readonly ManualClock _clock = new ManualClock(3000000);
    private readonly PackLayout _layout = PackLayout.FromCounts(1, [16, 16], [9, 9]);
    private readonly ISimChain _chips;
    private readonly TappedBus _bus;
    private readonly IAfe _afe;
    private readonly PackSample _sample;

    public Adbms683xCheckTests()
    {
        _chips = SimCatalogue.Find("adbms6830")!.Make(new SimChainPlan(_clock, 2));
        _bus = new TappedBus(_chips);
        _afe = AfeCatalogue.Make("adbms6830", _bus, null, _clock, _layout, new AfeConfig { transferOverheadMicros = 0 });
        _sample = new PackSample(_layout);
        for (int i = 0; i < 32; i++)
        {
            _chips.SetCellMicrovolts(i / 16, i % 16, 3600000 + (i * 1500));
        }

        Assert.AreEqual(AfeStatus.Ok, _afe.Start());
        Read(3);
    }

    [TestMethod]
    [DataRow(AfeCheck.CellWires)]
    [DataRow(AfeCheck.Registers)]
    public void Device_that_lost_the_end_of_a_check_is_not_found_faulty_by_the_next(int check)
    {
        bool isLost = false;
        _bus.beforeTransfer = _ =>
        {
            // The converters' restart, which ends the check.
            if (_bus.command == 0x03E0 && !isLost)
            {
                isLost = true;
                _chips.LoseCommands(1, 1);
            }
        };
        Run(check);
        Assert.IsTrue(isLost);
        Read(3);
        Run(AfeCheck.Redundancy);
        Assert.AreEqual(AfeResult.Passed, ResultOf(AfeCheck.Redundancy, 0));
        Assert.AreEqual(AfeResult.Passed, ResultOf(AfeCheck.Redundancy, 1));
    }

    [TestMethod]
    [DataRow(200)]
    [DataRow(500)]
    [DataRow(1000)]
    [DataRow(1500)]
    public void Slow_board_finds_no_stuck_registers(int transferMicros)
    {
        _bus.beforeTransfer = _ => _clock.Advance(transferMicros);
        for (int i = 0; i < 20; i++)
        {
            _clock.Advance(137 * i);
            Run(AfeCheck.Registers);
            Assert.AreNotEqual(AfeResult.Failed, ResultOf(AfeCheck.Registers, 0), "run " + i);
            Assert.AreNotEqual(AfeResult.Failed, ResultOf(AfeCheck.Registers, 1), "run " + i);
        }
    }

    private void Read(int samples)
    {
        for (int i = 0; i < samples; i++)
        {
            _clock.Advance(100000);
            _afe.Read(_sample);
        }

        Assert.IsTrue(_sample.cellQuality.All(quality => quality == Quality.Good));
    }

    private void Run(int check)
    {
        for (int step = 0; step < _afe.StepCount; step++)
        {
            if (_afe.CheckOfStep(step) == check)
            {
                _clock.Advance(50000);
                _sample.timeMs = _clock.MonotonicMicros() / 1000;
                _afe.RunStep(step, _sample);
            }
        }
    }

    private byte ResultOf(int check, int device) => _sample.health.result[_sample.health.IndexOf(check, device)];
}
