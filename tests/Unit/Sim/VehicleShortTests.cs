using System;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Internal shorts show what circuit arithmetic says.</summary>
[TestClass]
public class VehicleShortTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void Soft_short_drains_its_cell_by_ohms_law_and_its_reading_sinks_by_the_slope()
    {
        Vehicle vehicle = VehicleBench.Resting();
        vehicle.Add(new SoftShort(5, 3600, 10));
        vehicle.Run(3600, 60);
        Assert.AreEqual(0, vehicle.Apart(5, 6), 2e-6);
        double volts = vehicle.Cells.Volts[5];
        vehicle.Run(36000, 60);
        double lost = (volts + vehicle.Cells.Volts[5]) / 2 / 10 * 10 / 50;
        Assert.AreEqual(-lost, vehicle.Cells.Soc[5] - vehicle.Cells.Soc[6], lost * 0.01);
        double sunk = CellChemistry.Nca.OcvAt(vehicle.Cells.Soc[5]) - CellChemistry.Nca.OcvAt(vehicle.Cells.Soc[6]);
        double drop = vehicle.Cells.Volts[5] / 10 * vehicle.Cells.TotalOhms(5);
        Assert.AreEqual(sunk - drop, vehicle.Apart(5, 6), 0.0002);
        TestContext.WriteLine($"10 ohm on 50 Ah, 10 h: {vehicle.Apart(5, 6) * 1000:F1} mV, {vehicle.Apart(5, 6) * 100:F2} mV/h");
        Assert.AreEqual(0, vehicle.Apart(4, 7), 2e-6);
    }

    [TestMethod]
    public void Falling_short_loses_a_decade_in_its_days_and_stops_at_its_least()
    {
        var fault = new SoftShort(0, 100, 1000, 3, 20);
        Assert.AreEqual(1000, fault.OhmsAt(100), 1e-6);
        Assert.AreEqual(100, fault.OhmsAt(100 + (3 * 86400)), 1e-6);
        Assert.AreEqual(20, fault.OhmsAt(100 + (30 * 86400)), 1e-6);
    }

    [TestMethod]
    public void Burst_drops_the_cell_by_its_volts_and_lets_go()
    {
        Vehicle vehicle = VehicleBench.Resting();
        var fault = new BurstShort(3, 60, 0.04, 1000, 1, 3, 9);
        vehicle.Add(fault);
        int inBurst = 0;
        double deepest = 0;
        double left = 0;
        double rest = 0;
        for (int i = 0; i < 40000; i++)
        {
            bool was = fault.IsOn;
            vehicle.Step(0.2);

            // Against the last sample before the burst: what all bursts drained together is no part of it.
            double drop = vehicle.Apart(3, 2) - rest;
            if (fault.IsOn)
            {
                inBurst++;
                deepest = Math.Min(deepest, drop);
                Assert.IsTrue(drop is < -0.035 and > -0.06, $"{drop} V");
            }
            else
            {
                left = was ? Math.Min(left, drop) : left;
                rest = vehicle.Apart(3, 2);
            }
        }

        TestContext.WriteLine($"{fault.Bursts} bursts in 2.2 h, {inBurst} samples, deepest {deepest * 1000:F1} mV");
        Assert.AreEqual(110, fault.Bursts, 35);
        Assert.AreEqual(fault.Bursts * 10, inBurst, fault.Bursts * 2.5);
        Assert.IsTrue(left > -0.015, left + " V left after a burst");
    }

    [TestMethod]
    public void Hard_short_runs_away_within_minutes_and_a_weak_one_only_warms()
    {
        foreach ((double ohms, double least, double most) in new[] { (0.01, 30.0, 200.0), (0.05, 60, 600), (0.5, -1, -1) })
        {
            Vehicle vehicle = VehicleBench.Resting(0.9);
            var fault = new HardShort(7, 10, ohms);
            vehicle.Add(fault);
            double first = double.NaN;
            for (int i = 0; i < 7200 && double.IsInfinity(fault.RunawaySeconds); i++)
            {
                double before = vehicle.Apart(7, 6);
                vehicle.Step(0.5);
                first = double.IsNaN(first) && vehicle.Apart(7, 6) < -0.005 ? vehicle.Seconds : first;
            }

            double minutes = (fault.RunawaySeconds - 10) / 60;
            TestContext.WriteLine($"{ohms} ohm: {vehicle.Apart(7, 6) * 1000:F0} mV, {vehicle.Cells.Celsius[7]:F0} degC,"
                + $" 150 degC after {minutes:F1} min");
            Assert.AreEqual(10, first, 1.1);
            if (most > 0)
            {
                Assert.IsTrue(minutes * 60 >= least && minutes * 60 <= most, $"{ohms} ohm: {minutes * 60:F0} s");
                Assert.IsTrue(vehicle.Cells.Celsius[6] > vehicle.Cells.Celsius[0] + 1);
            }
            else
            {
                Assert.IsTrue(double.IsInfinity(fault.RunawaySeconds) && vehicle.Cells.Celsius[7] > 28);
            }
        }
    }

    [TestMethod]
    public void Plating_takes_charge_away_holds_the_rest_up_and_leaves_a_smaller_cell()
    {
        // Half a charge at 0.3C and 0 °C, then rest.
        Vehicle vehicle = VehicleBench.Make(VehicleBench.Alike(0.4, 0), t => t < 6000 ? 15 : 0);
        var fault = new PlatingFault(8, 0, 0.02, 0.4, 0.02, 3600);
        vehicle.Add(fault);
        double capacity = vehicle.Cells.CapacityCoulombs[8];
        vehicle.Run(6000, 10);
        double plated = 6000 * 15 * 0.02;
        Assert.AreEqual(plated * 0.6, fault.PlatedCoulombs, plated * 0.002);
        Assert.AreEqual(plated * 0.4, fault.LostCoulombs, plated * 0.002);
        Assert.AreEqual(1, fault.Charges);
        Assert.AreEqual(
            plated,
            (vehicle.Cells.Soc[7] * capacity) - (vehicle.Cells.Soc[8] * vehicle.Cells.CapacityCoulombs[8]),
            plated * 0.01);
        vehicle.Run(1800, 10);
        double during = vehicle.Apart(8, 7);
        vehicle.Run(5 * 3600, 10);
        double after = vehicle.Apart(8, 7);
        TestContext.WriteLine($"plating: {during * 1000:F1} mV half an hour into the rest, {after * 1000:F1} mV after six");
        Assert.AreEqual(0, fault.PlatedCoulombs, 1e-9);
        Assert.IsTrue(during - after > 0.012 && after < 0);
        Assert.AreEqual(capacity - (plated * 0.4), vehicle.Cells.CapacityCoulombs[8], 5);
    }

    [TestMethod]
    public void Warm_slow_charge_plates_nothing()
    {
        Vehicle vehicle = VehicleBench.Make(VehicleBench.Alike(0.4), _ => 15);
        var fault = new PlatingFault(8, 0, 0.02, 0.4, 0.02, 3600);
        vehicle.Add(fault);
        vehicle.Run(3600, 10);
        Assert.AreEqual(0, fault.PlatedCoulombs + fault.LostCoulombs);
    }
}
