using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Decoding;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Decoding;

/// <summary>The noise model at its bounds, where encoder and decoder would part first.</summary>
[TestClass]
public sealed class NoiseRoundTripTests
{
    private const int Rows = 60;

    private readonly SimRandom random = new(11);

    [TestMethod]
    [DataRow(1)]
    [DataRow(100)]
    public void Noise_may_die_down_to_nothing_and_come_back(int step) => AssertRoundTrip(
        (row, cell) => 3_700_000 + (row is < 8 or > 45 ? Noise(3 * step) : row == 30 && cell == 2 ? step : 0), step);

    [TestMethod]
    public void The_pack_may_go_where_no_row_has_been() =>
        AssertRoundTrip((row, cell) => 3_700_000 + (cell * 1000) + (row == 0 ? 0 : Leap(row)) + Noise(2000), 100);

    [TestMethod]
    [DataRow(1)]
    [DataRow(1000)]
    public void Current_may_move_all_cells_by_volts(int step) =>
        AssertRoundTrip((row, cell) => 3_000_000 + (Current(row) * 2) + Noise(40 * step), step);

    [TestMethod]
    public void Noise_may_be_as_wide_as_the_range() =>
        AssertRoundTrip((row, cell) => row < 6 ? 3_000_000 + Noise(40_000) : 3_000_000 + Noise(900_000), 1);

    [TestMethod]
    public void A_cell_may_jump_and_stay_or_jump_back() => AssertRoundTrip(
        (row, cell) => 3_700_000 + Noise(300)
            + (cell == 3 && row > 20 ? 90_000 : cell == 5 && row % 9 == 8 ? -70_000 : 0),
        100);

    private static int Leap(int row) => row < 25 ? 60_000 : row < 40 ? -60_000 : row < 50 ? 400_000 : -1_500_000;

    private static int Current(int row) => row < 6 ? row * 10 : row % 4 < 2 ? 900_000 : -900_000;

    private int Noise(int deviation) => (int)(deviation * random.NextGaussian());

    private void AssertRoundTrip(Func<int, int, int> microvolts, int step)
    {
        PackLayout layout = PackLayout.FromCounts(1, [6, 0, 6], [0, 0, 0]);
        var samples = new List<PackSample>();
        for (int row = 0; row < Rows; row++)
        {
            var sample = new PackSample(layout)
            {
                timeMs = row * 100,
                currentMilliamps = Current(row),
                currentQuality = row is 0 or 20 ? Quality.Missing : Quality.Good,
            };
            for (int i = 0; i < layout.cellCount; i++)
            {
                sample.cellMicrovolts[i] = Math.Clamp(microvolts(row, i), 0, 6_553_500) / step * step;
                sample.cellQuality[i] = row is 12 or 33 && i > 3 ? Quality.NoReply : Quality.Good;
            }

            samples.Add(sample);
        }

        int[] masks = Enumerable.Repeat(RoundTrip.Cells | RoundTrip.Pack, Rows).ToArray();
        byte[] bytes = new RoundTrip(layout).Encode(samples, masks);
        DecodedBlock block = BlockDecoder.Decode(bytes);

        Assert.AreNotEqual(0, bytes[2] & 8, "not coded by the noise model");
        for (int row = 0; row < Rows; row++)
        {
            RoundTrip.AssertRow(samples[row], masks[row], block.Rows[row], "row " + row);
        }
    }
}
