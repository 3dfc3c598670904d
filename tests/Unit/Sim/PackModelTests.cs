using System;
using System.Linq;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>The made-up pack obeys the physics it claims.</summary>
[TestClass]
public class PackModelTests
{
    private static readonly PackLayout Layout = PackLayout.FromCounts(1, [12, 12], [3, 2]);

    [TestMethod]
    public void Open_circuit_voltage_rises_with_charge_and_meets_its_points()
    {
        Assert.AreEqual(2.5045, OpenCircuitVoltage.At(0), 1e-9);
        Assert.AreEqual(3.6704, OpenCircuitVoltage.At(0.5), 1e-9);
        Assert.AreEqual(4.1753, OpenCircuitVoltage.At(1), 1e-9);
        for (int i = 0; i < 1000; i++)
        {
            Assert.IsTrue(OpenCircuitVoltage.At((i + 1) / 1000.0) > OpenCircuitVoltage.At(i / 1000.0), "at " + i);
        }
    }

    [TestMethod]
    public void Rested_cells_show_their_open_circuit_voltage()
    {
        PackModel model = Resting();
        for (int cell = 0; cell < 24; cell++)
        {
            Assert.AreEqual(OpenCircuitVoltage.At(model.Soc(cell)), model.Volts(cell), 1e-6);
        }
    }

    [TestMethod]
    public void Current_pulse_drops_the_ohmic_part_at_once_and_the_rest_with_its_time_constants()
    {
        PackModel model = Identical();
        model.FixedAmps = 0;
        model.StepTo(0);
        double rest = model.Volts(0);
        model.FixedAmps = -100;
        model.StepTo(1);
        double scale = 1 + (0.015 * (25 - model.Celsius(0)));
        Assert.AreEqual(-0.120 * scale, model.Volts(0) - rest, 0.0005);

        // After five fast and a good third of a slow time constant (100 s, 1 - e^(-100/240) = 0.341).
        model.StepTo(100000);
        scale = 1 + (0.015 * (25 - model.Celsius(0)));
        double sag = model.Volts(0) - OpenCircuitVoltage.At(model.Soc(0));
        Assert.AreEqual(-(0.120 + 0.050 + (0.080 * 0.341)) * scale, sag, 0.002);
    }

    [TestMethod]
    public void Charge_is_counted_with_the_sign_of_the_current()
    {
        PackModel model = Identical();
        model.FixedAmps = -50;
        model.StepTo(0);
        double before = model.Soc(3);
        model.StepTo(360000);
        Assert.AreEqual(-0.1, model.Soc(3) - before, 1e-6);
        model.FixedAmps = 25;
        model.StepTo(720000);
        Assert.AreEqual(-0.05, model.Soc(3) - before, 1e-6);
    }

    [TestMethod]
    public void Energy_out_of_the_chemistry_is_work_at_the_terminals_plus_heat()
    {
        PackModel model = Identical();
        model.FixedAmps = -50;
        model.StepTo(0);

        double chemical = 0;
        double terminal = 0;
        double heatBefore = model.HeatJoules;
        for (int ms = 500; ms <= 1800000; ms += 500)
        {
            model.StepTo(ms);
            for (int cell = 0; cell < 24; cell++)
            {
                chemical += OpenCircuitVoltage.At(model.Soc(cell)) * 50 * 0.5;
                terminal += model.Volts(cell) * 50 * 0.5;
            }
        }

        // After 7.5 slow time constants each branch holds C v^2 / 2 = tau I^2 R / 2.
        double scale = 1 + (0.015 * (25 - model.Celsius(0)));
        double stored = 24 * 0.5 * 50 * 50 * ((8 * 0.0005) + (240 * 0.0008)) * scale;
        double heat = model.HeatJoules - heatBefore;
        Assert.AreEqual(chemical - terminal - stored, heat, heat * 0.003);
        Assert.IsTrue(heat > 0);
    }

    [TestMethod]
    public void Loaded_cells_warm_up_towards_their_balance_and_cool_down_to_the_air()
    {
        PackModel model = Identical();
        model.FixedAmps = -50;
        model.StepTo(0);
        model.StepTo(1200000);
        double warm = model.Celsius(0);
        Assert.IsTrue(warm > 27 && warm < 40, warm + " degC after 20 minutes of 1C");
        model.FixedAmps = 0;
        model.StepTo(1200000 + (6 * 3600 * 1000));
        Assert.AreEqual(24, model.Celsius(0), 0.1);
    }

    [TestMethod]
    public void Same_seed_gives_the_same_readings_and_another_seed_others()
    {
        CollectionAssert.AreEqual(Readings(5), Readings(5));
        CollectionAssert.AreNotEqual(Readings(5), Readings(6));
    }

    [TestMethod]
    public void Cells_differ_by_the_spread_and_readings_by_the_noise()
    {
        PackModel model = Resting();
        double[] soc = [.. Enumerable.Range(0, 24).Select(model.Soc)];
        Assert.IsTrue(soc.Max() - soc.Min() is > 0.004 and < 0.04);
        double square = 0;
        for (int i = 1; i <= 1000; i++)
        {
            model.StepTo(1000 + i);
            double off = model.CellMicrovolts[0] - (model.Volts(0) * 1000000);
            square += off * off;
        }

        Assert.AreEqual(150, Math.Sqrt(square / 1000), 15);
    }

    [TestMethod]
    public void Journey_rests_drives_and_charges_within_the_cells_limits()
    {
        var model = new PackModel(Layout, new PackSettings { Seed = 11 });
        bool[] seen = new bool[4];
        double lowest = 9;
        double highest = 0;
        double mostAmps = 0;
        double leastAmps = 0;
        for (long second = 0; second < 4 * 3600; second++)
        {
            model.StepTo(second * 1000);
            seen[model.VehicleState] = true;
            lowest = Math.Min(lowest, model.Volts(0));
            highest = Math.Max(highest, model.Volts(0));
            mostAmps = Math.Max(mostAmps, model.Amps);
            leastAmps = Math.Min(leastAmps, model.Amps);
            if (model.VehicleState == VehicleState.Charging)
            {
                Assert.IsTrue(model.Amps >= 0, "discharging while charging");
            }
        }

        Assert.IsTrue(seen[0] && seen[VehicleState.Ignition] && seen[VehicleState.Charging]);
        Assert.IsTrue(lowest > 2.8 && highest < 4.2, lowest + " to " + highest + " V");
        Assert.IsTrue(leastAmps < -60 && mostAmps > 20, leastAmps + " to " + mostAmps + " A");
    }

    [TestMethod]
    public void Faults_disturb_their_cell_or_probe_for_their_time_and_no_other()
    {
        PackModel model = Resting();
        model.Add(new PackFault(PackFaultKind.CellOffset, 3, -900000, 5000, 6000));
        model.Add(new PackFault(PackFaultKind.ProbeOffset, 1, 400, 5000, 6000));
        model.Add(new PackFault(PackFaultKind.ProbeOpen, 4, 0, 5000, 6000));
        model.StepTo(4999);
        int before = model.CellMicrovolts[3];
        int neighbour = model.CellMicrovolts[4];
        int probe = model.ProbeDeciC[1];
        model.StepTo(5000);
        Assert.AreEqual(before - 900000, model.CellMicrovolts[3], 1500);
        Assert.AreEqual(neighbour, model.CellMicrovolts[4], 1500);
        Assert.AreEqual(probe + 400, model.ProbeDeciC[1], 2);
        Assert.IsTrue(model.IsProbeOpen[4]);
        model.StepTo(6000);
        Assert.AreEqual(before, model.CellMicrovolts[3], 1500);
        Assert.IsFalse(model.IsProbeOpen[4]);
    }

    [TestMethod]
    public void Stuck_cell_stops_moving_and_noisy_wire_moves_more()
    {
        PackModel model = Resting();
        model.Add(new PackFault(PackFaultKind.CellStuck, 0, 0, 2000));
        model.Add(new PackFault(PackFaultKind.WireNoise, 1, 5000, 2000));
        model.StepTo(2000);
        int held = model.CellMicrovolts[0];
        double square = 0;
        for (int i = 1; i <= 500; i++)
        {
            model.StepTo(2000 + i);
            Assert.AreEqual(held, model.CellMicrovolts[0]);
            double off = model.CellMicrovolts[1] - (model.Volts(1) * 1000000);
            square += off * off;
        }

        Assert.AreEqual(5000, Math.Sqrt(square / 500), 700);
    }

    [TestMethod]
    public void Internal_short_drains_and_heats_its_cell_and_worn_cell_sags_under_load()
    {
        PackModel model = Identical();
        model.FixedAmps = 0;
        model.StepTo(0);
        model.Add(new PackFault(PackFaultKind.InternalShort, 2, 1000, 0));
        model.Add(new PackFault(PackFaultKind.CellResistance, 7, 300, 0));
        model.StepTo(1800000);

        // About 3.9 V over 1 ohm for half an hour: 1.95 Ah of 50.
        Assert.AreEqual(-0.039, model.Soc(2) - model.Soc(0), 0.002);
        Assert.IsTrue(model.Celsius(2) > model.Celsius(0) + 5);
        model.FixedAmps = -100;
        model.StepTo(1800001);
        Assert.AreEqual(-0.240, model.Volts(7) - model.Volts(8), 0.01);
    }

    [TestMethod]
    public void Fault_of_a_cell_that_is_not_there_is_refused()
    {
        ArgumentOutOfRangeException e = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Resting().Add(new PackFault(PackFaultKind.ProbeOpen, 5, 0, 0)));
        StringAssert.Contains(e.Message, "5 probes");
    }

    private static int[] Readings(ulong seed)
    {
        var model = new PackModel(Layout, new PackSettings { Seed = seed });
        model.StepTo(0);
        model.StepTo(90000);
        return [.. model.CellMicrovolts];
    }

    private static PackModel Resting()
    {
        var model = new PackModel(Layout) { FixedAmps = 0 };
        model.StepTo(1000);
        return model;
    }

    private static PackModel Identical() => new(Layout, new PackSettings
    {
        CapacitySpreadPercent = 0,
        ResistanceSpreadPercent = 0,
        SocSpreadPoints = 0,
        NoiseMicrovoltsRms = 0,
    });
}
