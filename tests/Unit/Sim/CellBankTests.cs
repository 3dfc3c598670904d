using System;
using System.Diagnostics;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The cell model keeps its balances, whatever the step.</summary>
[TestClass]
public class CellBankTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Charge_moves_by_current_drain_and_short_together()
    {
        var bank = new CellBank(CellChemistry.Nca, 3, 50);
        bank.DrainAmps[1] = 0.2;
        bank.ShortSiemens[2] = 0.1;
        bank.Step(0, 0, 0);
        double leak = 0;
        for (int i = 0; i < 3600; i++)
        {
            leak += bank.Volts[2] * 0.1;
            bank.Step(10, 10, 1);
        }

        Assert.AreEqual(0.5 + (10.0 / 50), bank.Soc[0], 1e-9);
        Assert.AreEqual(0.5 + (9.8 / 50), bank.Soc[1], 1e-9);
        Assert.AreEqual(0.5 + (10.0 / 50) - (leak / 3600 / 50), bank.Soc[2], 2e-6);
    }

    [TestMethod]
    public void Energy_out_of_the_chemistry_is_work_at_the_terminals_plus_heat()
    {
        foreach (CellChemistry chemistry in new[] { CellChemistry.Nca, CellChemistry.Lfp })
        {
            var bank = new CellBank(chemistry, 1, 50);
            bank.Soc[0] = 0.8;
            bank.ShortSiemens[0] = 0.2;
            bank.Step(0, 0, 0);
            double chemical = 0;
            double work = 0;
            for (int i = 0; i < 7200; i++)
            {
                // One hour at 0.5C, one at rest: nothing is left in the branches.
                double amps = i < 3600 ? -25 : 0;
                double before = chemistry.OcvAt(bank.Soc[0]);
                bank.Step(amps, amps, 1);
                double inner = ((before + chemistry.OcvAt(bank.Soc[0])) / 2) + Gap(bank);
                chemical -= inner * bank.CellAmps[0];
                work -= bank.Volts[0] * amps;
            }

            double heat = bank.HeatJoules;
            TestContext.WriteLine($"{chemistry.Name}: {chemical:F0} J = {work:F0} J work + {heat:F0} J heat");
            Assert.AreEqual(chemical, work + heat, chemical * 0.003, chemistry.Name);
        }
    }

    [TestMethod]
    public void Any_step_length_gives_the_same_pulse_and_relaxation()
    {
        // The tables are read once a step: what is left is how far they move within it, little for the smooth LFP tables.
        foreach ((CellChemistry chemistry, double step, double least) in new[]
        {
            (CellChemistry.Nca, 1.0, 0.0003), (CellChemistry.Nca, 10, 0.0015), (CellChemistry.Nca, 60, 0.006),
            (CellChemistry.Lfp, 10, 0.0003), (CellChemistry.Lfp, 60, 0.001),
        })
        {
            double[] fine = PulseAndRest(chemistry, 0.1);
            double[] coarse = PulseAndRest(chemistry, step);
            double worst = 0;
            for (int i = 0; i < fine.Length; i++)
            {
                worst = Math.Max(worst, Math.Abs(fine[i] - coarse[i]));
            }

            TestContext.WriteLine($"{chemistry.Name}, {step} s against 0.1 s: {worst * 1000:F2} mV");
            Assert.IsTrue(worst < least, $"{chemistry.Name}, {step} s: {worst * 1000:F2} mV");
        }
    }

    [TestMethod]
    public void Resistance_rises_in_the_cold_as_recorded()
    {
        CellChemistry nca = CellChemistry.Nca;
        Assert.AreEqual(28.5e-3 * 2.9, nca.OhmsAt(0, 0.5, 25), 1e-3 * 2.9);
        Assert.AreEqual(61.1e-3 * 2.9, nca.OhmsAt(0, 0.5, 0), 1.5e-3 * 2.9);
        for (double celsius = -35; celsius < 60; celsius += 5)
        {
            Assert.IsTrue(nca.OhmsAt(0, 0.5, celsius) > nca.OhmsAt(0, 0.5, celsius + 5), celsius + " degC");
        }
    }

    [TestMethod]
    public void Heat_settles_at_its_balance_and_spreads_to_the_neighbours()
    {
        var bank = new CellBank(CellChemistry.Nca, 5, 50);
        bank.HeaterWatts[2] = 6;
        for (int i = 0; i < 1000; i++)
        {
            bank.Step(0, 0, 60);
        }

        double away = 0;
        for (int cell = 0; cell < 5; cell++)
        {
            away += (bank.Celsius[cell] - 25) * bank.CoolingWattsPerKelvin[cell];
        }

        Assert.AreEqual(6, away, 0.01);
        Assert.IsTrue(bank.Celsius[2] > bank.Celsius[1] + 2 && bank.Celsius[1] > bank.Celsius[0] + 0.5);
        Assert.AreEqual(bank.Celsius[1], bank.Celsius[3], 1e-6);
    }

    [TestMethod]
    public void Lfp_rests_higher_after_a_charge_than_after_a_discharge()
    {
        double gap = RestAtHalf(0.2) - RestAtHalf(0.8);
        TestContext.WriteLine($"LFP gap at half charge {gap * 1000:F1} mV");
        Assert.AreEqual(2 * 0.010, gap, 0.0005);
        double previous = 0;
        for (int i = 0; i <= CellChemistry.OcvSteps; i++)
        {
            Assert.IsTrue(CellChemistry.Lfp.OcvVolts[i] > previous);
            previous = CellChemistry.Lfp.OcvVolts[i];
        }
    }

    [TestMethod]
    public void A_cell_step_is_a_matter_of_nanoseconds()
    {
        foreach (CellChemistry chemistry in new[] { CellChemistry.Nca, CellChemistry.Lfp })
        {
            var bank = new CellBank(chemistry, 96, 50);
            foreach (double seconds in new[] { 10, 0.1 })
            {
                // The best of some rounds, as others share the machine.
                double best = double.MaxValue;
                for (int round = 0; round < 8; round++)
                {
                    const int Steps = 4000;
                    long start = Stopwatch.GetTimestamp();
                    for (int i = 0; i < Steps; i++)
                    {
                        double amps = (i & 1) == 0 ? 20 : -20;
                        bank.Step(amps, amps, seconds);
                    }

                    best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (Steps * 96.0));
                }

                TestContext.WriteLine($"{chemistry.Name}, {seconds} s: {best:F1} ns a cell-step");
                Assert.IsTrue(best < 2000, best + " ns");
            }
        }

        var quiet = new CellBank(CellChemistry.Lfp, 96, 50);
        quiet.Step(1, 1, 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++)
        {
            quiet.Step(1, 1, 10);
        }

        Assert.AreEqual(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static double Gap(CellBank bank) => bank.Chemistry.HalfGapVolts.Length == 0
        ? 0
        : LfpHalfGap * bank.Hysteresis[0];

    private const double LfpHalfGap = 0.010;

    private static double[] PulseAndRest(CellChemistry chemistry, double step)
    {
        var bank = new CellBank(chemistry, 1, 50);
        var volts = new double[20];
        bank.Step(0, 0, 0);
        for (int minute = 0; minute < volts.Length; minute++)
        {
            double amps = minute < 10 ? -50 : 0;
            for (double at = 0; at < 60 - 1e-6; at += step)
            {
                bank.Step(amps, amps, step);
            }

            volts[minute] = bank.Volts[0];
        }

        return volts;
    }

    private static double RestAtHalf(double from)
    {
        var bank = new CellBank(CellChemistry.Lfp, 1, 50);
        bank.Soc[0] = from;
        double amps = Math.Sign(0.5 - from) * 10;
        while (Math.Abs(bank.Soc[0] - 0.5) > 0.0006)
        {
            bank.Step(amps, amps, 10);
        }

        for (int i = 0; i < 600; i++)
        {
            bank.Step(0, 0, 10);
        }

        return bank.Volts[0] - CellChemistry.Lfp.OcvAt(bank.Soc[0]);
    }
}
