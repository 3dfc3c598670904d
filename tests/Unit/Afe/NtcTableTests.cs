using System;
using System.Text.Json;
using DataBox.Afe;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class NtcTableTests
{
    private static readonly string[][] s_parts =
    {
        new[] { "ncp15xh103", "murata_ncp15xh103" },
        new[] { "103jt-025", "semitec_103jt" },
    };

    [TestMethod]
    public void Tables_are_made_from_the_makers_resistances()
    {
        foreach (string[] part in s_parts)
        {
            NtcCurve curve = Curve(part[1], out _, out _);
            short[] table = NtcTable.Find(part[0]).centiC;
            Assert.HasCount(NtcTable.EntryCount, table);
            for (int i = 1; i < 128; i++)
            {
                double celsius = curve.CelsiusAt(10000.0 * i / (128 - i));
                double centi = Math.Min(32767, Math.Floor((celsius * 100) + 0.5));
                Assert.AreEqual(centi, table[i], part[0] + " entry " + i);
            }
        }
    }

    [TestMethod]
    public void Makers_points_are_met_within_150_millidegrees_whatever_the_reference_and_pull_up()
    {
        foreach (string[] part in s_parts)
        {
            Curve(part[1], out int[] celsius, out int[] ohms);
            foreach (int pullUp in new[] { 4700, 10000, 22000 })
            {
                foreach (int reference in new[] { 29900, 30000, 30140 })
                {
                    for (int i = 0; i < celsius.Length && celsius[i] <= 85; i++)
                    {
                        int code = (int)Math.Round(reference * (double)ohms[i] / (ohms[i] + pullUp));
                        // A code of the converter is worth 0.01 degC at the ends with 10 kohm, more with another pull-up.
                        double tolerance = pullUp == 10000 ? 0.15 : 0.17;
                        Assert.AreEqual(celsius[i], Measure(part[0], code, reference, pullUp, out byte quality) / 10.0,
                            tolerance, part[0] + " at " + celsius[i]);
                        Assert.AreEqual(Quality.Good, quality);
                    }
                }
            }
        }
    }

    [TestMethod]
    public void Codes_of_the_vectors_give_their_temperatures()
    {
        int points = 0;
        foreach (string[] part in s_parts)
        {
            foreach (JsonElement row in AfeVectors.Part("ntc").GetProperty(part[1]).EnumerateArray())
            {
                int code = row.GetProperty("aux_code_100uV").GetInt32();
                int celsius = row.GetProperty("t_c").GetInt32();
                double tolerance = celsius <= 85 ? 0.15 : 0.3;
                Assert.AreEqual(celsius, Measure(part[0], code, 30000, 10000, out byte quality) / 10.0, tolerance);
                Assert.AreEqual(Quality.Good, quality);
                points++;
            }
        }

        Assert.AreEqual(49, points);
    }

    [TestMethod]
    public void Whole_range_is_within_150_millidegrees_of_the_makers_curve()
    {
        foreach (string[] part in s_parts)
        {
            NtcCurve curve = Curve(part[1], out _, out _);
            double worst = 0;
            for (int centi = -4000; centi <= 8500; centi += 7)
            {
                double ohms = curve.OhmsAt(centi / 100.0);
                int code = (int)Math.Round(30000 * ohms / (ohms + 10000));
                worst = Math.Max(worst, Math.Abs((Measure(part[0], code, 30000, 10000, out _) / 10.0) - (centi / 100.0)));
            }

            Assert.IsLessThanOrEqualTo(0.15, worst, part[0]);
            Assert.IsGreaterThan(0.01, worst, "the measure itself must see the rounding");
        }
    }

    [TestMethod]
    public void Open_and_shorted_probes_are_told_from_cold_and_hot_ones()
    {
        foreach (int pullUp in new[] { 4700, 10000, 100000 })
        {
            Assert.AreEqual(Quality.OpenProbe, QualityAt(30000, pullUp), "at the reference");
            Assert.AreEqual(Quality.OpenProbe, QualityAt(30010, pullUp), "over the reference");
            Assert.AreEqual(Quality.ShortedProbe, QualityAt(0, pullUp));
            Assert.AreEqual(Quality.OpenProbe, QualityAt(CodeFor(700000, pullUp), pullUp));
            Assert.AreEqual(Quality.OutOfRange, QualityAt(CodeFor(300000, pullUp), pullUp), "colder than -40");
            Assert.AreEqual(Quality.Good, QualityAt(CodeFor(195652, pullUp), pullUp), "-40");
            Assert.AreEqual(Quality.Good, QualityAt(CodeFor(10000, pullUp), pullUp));
            Assert.AreEqual(Quality.OutOfRange, QualityAt(CodeFor(400, pullUp), pullUp), "hotter than 125");
            Assert.AreEqual(Quality.ShortedProbe, QualityAt(CodeFor(100, pullUp), pullUp));
        }
    }

    [TestMethod]
    public void Reading_that_is_not_good_keeps_the_old_temperature()
    {
        Assert.AreEqual(-999, Measure("ncp15xh103", 30000, 30000, 10000, out _));
        Assert.AreEqual(-999, Measure("ncp15xh103", 0, 30000, 10000, out _));
        Assert.AreEqual(-999, Measure("ncp15xh103", 15000, 29899, 10000, out byte low));
        Assert.AreEqual(Quality.ReferenceFault, low);
        Measure("ncp15xh103", 15000, 30141, 10000, out byte high);
        Assert.AreEqual(Quality.ReferenceFault, high);
    }

    [TestMethod]
    public void Unknown_part_is_not_found()
    {
        Assert.IsNull(NtcTable.Find("pt100"));
        foreach (string name in NtcTable.Names().Split(", "))
        {
            Assert.AreEqual(name, NtcTable.Find(name).name);
        }
    }

    private static int CodeFor(double ohms, int pullUp) => (int)Math.Round(30000 * ohms / (ohms + pullUp));

    private static byte QualityAt(int code, int pullUp)
    {
        Measure("ncp15xh103", code, 30000, pullUp, out byte quality);
        return quality;
    }

    /// <summary>One probe at GPIO 4, which shares its frame with the reference, through the kernel. -999 where nothing was
    /// written.</summary>
    private static int Measure(string part, int code, int reference, int pullUp, out byte quality)
    {
        var layout = new PackLayout(1, new[] { 1 }, new[] { 8 });
        var config = new Ltc681xConfig { ntcName = part, pullUpOhms = pullUp };
        Ltc681xScan scan = ChainBytes.Scan(layout, "ltc6813", config);
        var sample = new PackSample(layout);
        sample.tempDeciC[0] = -999;
        Ltc681xAuxKernel.Take(scan, ChainBytes.Reply(ChainBytes.Codes(code, 0, reference)), scan.auxSlots[0], true, 1, 0,
            sample.tempDeciC, sample.tempQuality, sample.gpioMicrovolts);
        quality = sample.tempQuality[0];
        return sample.tempDeciC[0];
    }

    private static NtcCurve Curve(string name, out int[] celsius, out int[] ohms)
    {
        JsonElement rows = AfeVectors.Part("ntc").GetProperty(name);
        celsius = new int[rows.GetArrayLength()];
        ohms = new int[celsius.Length];
        for (int i = 0; i < celsius.Length; i++)
        {
            celsius[i] = rows[i].GetProperty("t_c").GetInt32();
            ohms[i] = rows[i].GetProperty("r_ohm").GetInt32();
        }

        return new NtcCurve(celsius, ohms);
    }
}
