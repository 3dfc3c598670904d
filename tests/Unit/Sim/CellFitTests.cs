using System;
using System.Collections.Generic;
using System.Linq;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The NCA cell against the recordings that it was fitted to, and one that it was not.</summary>
[TestClass]
public class CellFitTests
{
    private const double SocAmpHours = 2.997;
    private const double RatedAmpHours = 2.9;

    // Taken for the recorder's own step response: 0.1 s after an edge a third of the step is missing at 25 °C and 0.4 to 0.5
    // of it at 0 °C (above 25 % SOC), where the cell itself slows down by a factor. An inference from this file, not a fact.
    private const double RecorderSeconds = 0.1;

    public TestContext TestContext { get; set; } = null!;

    // The file's charge stops 0.38 Ah before it has given back what the discharge took, so that there is no mean of branches.
    [TestMethod]
    public void Open_circuit_voltage_is_within_10_mV_of_the_C20_discharge_from_10_to_90_percent()
    {
        List<CellRow> all = CellRecording.Read("ocv-c20-25degc");
        List<CellRow> rows = all.SkipWhile(row => row.Amps > -0.1).TakeWhile(row => row.Amps < -0.1).ToList();
        double full = rows[0].AmpHours;
        double taken = full - rows[^1].AmpHours;
        Assert.AreEqual(SocAmpHours, taken, 0.003);
        double worst = 0;
        int seen = 0;
        foreach (CellRow row in rows)
        {
            double soc = 1 - ((full - row.AmpHours) / taken);
            if (soc is >= 0.1 and <= 0.9)
            {
                worst = Math.Max(worst, Math.Abs(CellChemistry.Nca.OcvAt(soc) - row.Volts));
                seen++;
            }
        }

        TestContext.WriteLine($"OCV, discharge branch, {seen} rows: worst {worst * 1000:F1} mV");
        Assert.IsTrue(seen > 900 && worst < 0.010, $"{seen} rows, {worst * 1000:F1} mV");
    }

    // Each pulse starts from the open-circuit SOC of the rest before it: the counter of this file and that of the C/20 file
    // drift apart by some 2 % towards the end.
    [TestMethod]
    public void One_C_pulses_and_their_relaxation_are_within_10_mV_at_every_sample_from_10_to_90_percent()
    {
        List<CellRow> rows = CellRecording.Read("hppc-25degc");
        double worst = 0;
        int pulses = 0;
        for (int i = 1; i < rows.Count; i++)
        {
            if (rows[i - 1].Amps != 0 || Math.Abs(rows[i].Amps + 2.9) > 0.1)
            {
                continue;
            }

            double soc = CellChemistry.Nca.SocAt(rows[i - 1].Volts);
            (double filtered, double bare, int samples, int over) = Pulse(rows, i, 25);
            bool counts = soc is >= 0.1 and <= 0.905;
            TestContext.WriteLine($"1C pulse at {soc:P1}: worst {filtered * 1000:F1} mV of {samples} samples"
                + $" (without the recorder's filter {bare * 1000:F1}, {over} samples above 10){(counts ? "" : ", not counted")}");
            if (counts)
            {
                worst = Math.Max(worst, filtered);
                pulses++;
                Assert.IsTrue(samples > 1500 && over <= 6, $"{samples} samples, {over} above 10 mV without the filter");
            }
        }

        Assert.AreEqual(11, pulses);
        Assert.IsTrue(worst < 0.010, $"{worst * 1000:F1} mV");
    }

    // No goal: what one set of time constants for warm and cold leaves.
    [TestMethod]
    public void Cold_pulses_are_reported()
    {
        List<CellRow> rows = CellRecording.Read("hppc-0degc");
        int pulses = 0;
        for (int i = 1; i < rows.Count; i++)
        {
            double soc = CellChemistry.Nca.SocAt(rows[i - 1].Volts);
            if (rows[i - 1].Amps != 0 || Math.Abs(rows[i].Amps + 2.9) > 0.1 || soc is < 0.2 or > 0.905)
            {
                continue;
            }

            (double filtered, _, _, _) = Pulse(rows, i, 0);
            TestContext.WriteLine($"1C at 0 degC at {soc:P1}: worst {filtered * 1000:F1} mV");
            Assert.IsTrue(filtered < 0.1);
            pulses++;
        }

        Assert.IsTrue(pulses >= 6, pulses + " pulses");
    }

    // No goal: a hold-out.
    [TestMethod]
    public void US06_drive_was_not_fitted_and_is_reported()
    {
        List<CellRow> rows = CellRecording.Read("us06-25degc");
        foreach (double low in new[] { 0.1, 0.2 })
        {
            (double rms, double worst, double mean, int samples) = Drive(rows, low);
            TestContext.WriteLine($"US06 hold-out, {low:P0} to 90 %: rms {rms * 1000:F1} mV, mean {mean * 1000:F1} mV,"
                + $" worst {worst * 1000:F1} mV, {samples} samples");
            Assert.IsTrue(samples > 3500 && rms < 0.1);
        }
    }

    private static (double Rms, double Worst, double Mean, int Samples) Drive(List<CellRow> rows, double lowest)
    {
        CellBank cell = OneCell(CellChemistry.Nca.SocAt(rows[0].Volts), rows[0].Celsius);
        double square = 0;
        double sum = 0;
        double worst = 0;
        int samples = 0;
        for (int i = 1; i < rows.Count; i++)
        {
            cell.Celsius[0] = rows[i].Celsius;
            cell.Step(rows[i].Amps, rows[i].Amps, rows[i].Seconds - rows[i - 1].Seconds);
            if (cell.Soc[0] >= lowest && cell.Soc[0] <= 0.9)
            {
                double off = cell.Volts[0] - rows[i].Volts;
                square += off * off;
                sum += off;
                worst = Math.Abs(off) > Math.Abs(worst) ? off : worst;
                samples++;
            }
        }

        return (Math.Sqrt(square / samples), worst, sum / samples, samples);
    }

    private static (double Filtered, double Bare, int Samples, int Over) Pulse(
        List<CellRow> rows, int first, double celsius)
    {
        CellBank cell = OneCell(CellChemistry.Nca.SocAt(rows[first - 1].Volts), celsius);
        cell.Step(0, 0, 0);
        double shown = cell.Volts[0];
        double worst = 0;
        double bare = 0;
        int samples = 0;
        int over = 0;
        for (int i = first; i < rows.Count; i++)
        {
            double since = rows[i].Seconds - rows[first].Seconds;
            if (since > 1205 || (since > 20 && rows[i].Amps != 0))
            {
                break;
            }

            double seconds = rows[i].Seconds - rows[i - 1].Seconds;
            cell.Celsius[0] = celsius;
            cell.Step(rows[i].Amps, rows[i].Amps, seconds);
            shown += (cell.Volts[0] - shown) * (1 - Math.Exp(-seconds / RecorderSeconds));
            worst = Math.Max(worst, Math.Abs(shown - rows[i].Volts));
            double off = Math.Abs(cell.Volts[0] - rows[i].Volts);
            bare = Math.Max(bare, off);
            over += off > 0.010 ? 1 : 0;
            samples++;
        }

        return (worst, bare, samples, over);
    }

    private static CellBank OneCell(double soc, double celsius)
    {
        var cell = new CellBank(CellChemistry.Nca, 1, RatedAmpHours);
        cell.CapacityCoulombs[0] = SocAmpHours * 3600;
        cell.Soc[0] = soc;
        cell.Celsius[0] = celsius;
        return cell;
    }
}
