using System;
using DataBox.Cli.Running;

namespace DataBox.Tests.Unit.Cli;

/// <summary>Snapshots to draw.</summary>
internal static class SnapshotOf
{
    /// <summary>A calm pack: all cells at 3,700 mV, three probes a device at 25.0 degC, online.</summary>
    public static BoxSnapshot Pack(int devices, int cellsOfDevice)
    {
        int[] cells = new int[devices];
        Array.Fill(cells, cellsOfDevice);
        int[] microvolts = new int[devices * cellsOfDevice];
        Array.Fill(microvolts, 3_700_400);
        int[] temperatures = new int[devices * 3];
        Array.Fill(temperatures, 250);
        return new BoxSnapshot
        {
            Box = "box1",
            Broker = "127.0.0.1:1883",
            Source = $"simulated pack, seed 1: {microvolts.Length} cells",
            Online = true,
            AfeText = "ok",
            ChecksText = "28 done, oldest 31 s, none failed, 0 samples left out",
            SampleTimeMs = 61_500,
            CellsOfDevice = cells,
            CellMicrovolts = microvolts,
            CellQuality = new byte[microvolts.Length],
            TempDeciC = temperatures,
            TempQuality = new byte[temperatures.Length],
            SamplePeriodMs = 100,
            WindowMs = 1000,
            CellsPeriodMs = 1000,
            TemperaturesPeriodMs = 5000,
            PackPeriodMs = 0,
        };
    }
}
