using System;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>Faults of joints, wires, converters, probes and cooling show what circuit arithmetic says.</summary>
[TestClass]
public class VehicleWireTests
{
    [TestMethod]
    public void Bad_joint_in_a_cells_loop_is_its_current_times_its_ohms_both_ways_and_warms_its_neighbours()
    {
        Vehicle vehicle = VehicleBench.Make(VehicleBench.Alike(), t => t < 600 ? -100 : 50);
        vehicle.Add(new ContactFault(4, 0, 0.0005));
        vehicle.Run(500, 10);
        Assert.AreEqual(-0.05, vehicle.Apart(4, 5), 0.001);
        Assert.IsTrue(vehicle.Cells.Celsius[4] > vehicle.Cells.Celsius[0] + 0.5);
        Assert.AreEqual(vehicle.Cells.Celsius[4], vehicle.Cells.Celsius[5], 0.1);
        vehicle.Run(200, 10);
        Assert.AreEqual(0.025, vehicle.Apart(4, 5), 0.001);
    }

    [TestMethod]
    public void Growing_joint_grows_and_one_between_modules_shows_only_in_the_packs_voltage()
    {
        Vehicle sound = VehicleBench.Make(VehicleBench.Alike(), _ => -10);
        Vehicle vehicle = VehicleBench.Make(VehicleBench.Alike(), _ => -10);
        var fault = new ContactFault(11, 0, 0.001, 0.024, 0, isBetweenModules: true);
        vehicle.Add(fault);
        sound.Run(3600, 10);
        vehicle.Run(3600, 10);
        Assert.AreEqual(0.002, fault.Ohms, 1e-5);
        Assert.AreEqual(0, vehicle.Apart(11, 2), 0.0005);
        long cells = 0;
        for (int cell = 0; cell < 24; cell++)
        {
            cells += vehicle.Sense.CellMicrovolts[cell] - sound.Sense.CellMicrovolts[cell];
        }

        Assert.AreEqual(-20, vehicle.Sense.PackMillivolts - sound.Sense.PackMillivolts - (cells / 1000.0), 1);
    }

    [TestMethod]
    public void Shorted_taps_pull_one_reading_down_and_its_neighbours_up_with_the_sum_kept()
    {
        Vehicle vehicle = VehicleBench.Resting();
        vehicle.Step(1);
        int volts = vehicle.Sense.CellMicrovolts[5];
        vehicle.Add(new TapShort(5, 0, 1000, 100, 400));
        vehicle.Step(1);
        int[] seen = vehicle.Sense.CellMicrovolts;
        Assert.AreEqual(volts * (1 - (500.0 / 1500)), seen[5], 2);
        Assert.AreEqual(volts * (1 + (100.0 / 1500)), seen[4], 2);
        Assert.AreEqual(volts * (1 + (400.0 / 1500)), seen[6], 2);
        Assert.AreEqual(3.0 * volts, seen[4] + seen[5] + seen[6], 5);
        Assert.AreEqual(volts, vehicle.Cells.Volts[5] * 1e6, 2);
    }

    [TestMethod]
    public void Open_tap_moves_its_two_readings_apart_with_its_time_constant_and_an_end_tap_one()
    {
        Vehicle vehicle = VehicleBench.Resting();
        vehicle.Add(new TapOpen(5, 0, 2));
        vehicle.Add(new TapOpen(11, 0, 2));
        vehicle.Step(2);
        int volts = vehicle.Sense.CellMicrovolts[0];
        double shift = 0.8 * volts * (1 - Math.Exp(-1));
        int[] seen = vehicle.Sense.CellMicrovolts;
        Assert.AreEqual(volts - shift, seen[5], 5);
        Assert.AreEqual(volts + shift, seen[6], 5);
        Assert.AreEqual(volts - shift, seen[11], 5);
        Assert.AreEqual(volts, seen[12], 2);
        vehicle.Run(60, 1);
        Assert.AreEqual(0.2 * volts, seen[5], 5);
    }

    [TestMethod]
    public void Intermittent_tap_comes_and_goes()
    {
        Vehicle vehicle = VehicleBench.Resting();
        var fault = new TapOpen(5, 0, 0.1, 0.8, 77);
        vehicle.Add(fault);
        int open = 0;
        int sound = 0;
        for (int i = 0; i < 3000; i++)
        {
            vehicle.Step(0.1);
            open += vehicle.Apart(5, 0) < -0.1 ? 1 : 0;
            sound += Math.Abs(vehicle.Apart(5, 0)) < 1e-5 ? 1 : 0;
        }

        Assert.IsTrue(open > 300 && sound > 300 && open + sound == 3000, $"{open} open, {sound} sound");
    }

    [TestMethod]
    public void Channel_faults_change_the_reading_and_nothing_else()
    {
        Vehicle vehicle = VehicleBench.Make(VehicleBench.Alike(), t => t < 7200 ? 0 : -50);
        vehicle.Add(new SensorFault(1, 3600, -3000));
        vehicle.Add(new SensorFault(2, 3600, 0, 24000));
        vehicle.Add(new SensorFault(3, 3600, 0, 0, 0.002));
        vehicle.Add(new SensorStuck(4, 3600));
        vehicle.Run(3000, 10);
        Assert.AreEqual(0, vehicle.Apart(1, 0), 2e-6);
        vehicle.Run(4200, 10);
        int volts = vehicle.Sense.CellMicrovolts[0];
        Assert.AreEqual(-0.003, vehicle.Apart(1, 0), 2e-6);
        Assert.AreEqual(0.001, vehicle.Apart(2, 0), 2e-6);
        Assert.AreEqual(0.002 * volts / 1e6, vehicle.Apart(3, 0), 2e-6);
        int held = vehicle.Sense.CellMicrovolts[4];
        vehicle.Run(600, 10);
        Assert.AreEqual(held, vehicle.Sense.CellMicrovolts[4]);
        Assert.IsTrue(vehicle.Sense.CellMicrovolts[0] < volts - 50000);
        Assert.AreEqual(vehicle.Cells.Soc[0], vehicle.Cells.Soc[1], 1e-12);
    }

    [TestMethod]
    public void Probe_faults_change_their_probe()
    {
        Vehicle vehicle = VehicleBench.Resting();
        vehicle.Add(new ProbeFault(0, 0, ProbeFaultKind.Offset, 80));
        vehicle.Add(new ProbeFault(1, 0, ProbeFaultKind.Code, 2550));
        vehicle.Add(new ProbeFault(2, 0, ProbeFaultKind.Stuck, 0));
        vehicle.Step(10);
        int held = vehicle.Sense.ProbeDeciC[2];
        vehicle.Run(300, 10);
        Assert.AreEqual(330, vehicle.Sense.ProbeDeciC[0], 20);
        Assert.AreEqual(2550, vehicle.Sense.ProbeDeciC[1]);
        Assert.AreEqual(held, vehicle.Sense.ProbeDeciC[2]);
        Assert.AreEqual(250, vehicle.Sense.ProbeDeciC[3], 20);
    }

    [TestMethod]
    public void Uncooled_cell_is_warmer_under_load_and_no_other_reading_tells()
    {
        Vehicle vehicle = VehicleBench.Make(VehicleBench.Alike(0.9), t => t % 600 < 300 ? -75 : 75);
        vehicle.Add(new ThermalFault(9, 0, 0.1, 2));
        vehicle.Run(5400, 10);
        Assert.IsTrue(vehicle.Cells.Celsius[9] > vehicle.Cells.Celsius[3] + 2);
        Assert.AreEqual(0, vehicle.Apart(9, 3), 0.02);
    }

    [TestMethod]
    public void Swapped_module_steps_all_its_cells_and_stays_healthy()
    {
        Vehicle vehicle = VehicleBench.Resting();
        vehicle.Add(new ModuleSwap(1, 12, 600, -3, 5));
        vehicle.Run(1200, 10);
        for (int cell = 0; cell < 24; cell++)
        {
            Assert.AreEqual(cell < 12 ? 0.6 : 0.57, vehicle.Cells.Soc[cell], 1e-9);
        }

        Assert.IsTrue(vehicle.Apart(12, 11) < -0.02);
        Assert.AreEqual(0, vehicle.Apart(12, 13), 2e-6);
    }
}
