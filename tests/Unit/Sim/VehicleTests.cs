using System;
using System.Diagnostics;
using System.Linq;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>A vehicle's days and its measurement.</summary>
[TestClass]
public class VehicleTests
{
    public TestContext TestContext { get; set; } = null!;

    [TestMethod]
    public void One_seed_is_one_vehicle()
    {
        static int[] Readings(ulong seed)
        {
            VehicleSettings settings = VehicleSettings.Draw(seed, CellChemistry.Nca);
            var vehicle = new Vehicle(settings);
            vehicle.Add(FaultDraw.Draw(FaultCause.TransientShort, settings, 3600, seed));
            vehicle.Run(6 * 3600, 10);
            return [.. vehicle.Sense.CellMicrovolts, .. vehicle.Sense.ProbeDeciC, vehicle.Sense.CurrentMilliamps];
        }

        CollectionAssert.AreEqual(Readings(5), Readings(5));
        CollectionAssert.AreNotEqual(Readings(5), Readings(6));
    }

    [TestMethod]
    public void Ten_days_drive_rest_and_charge_within_the_cells_limits_in_any_climate()
    {
        for (ulong seed = 1; seed <= 6; seed++)
        {
            CellChemistry chemistry = seed % 2 == 0 ? CellChemistry.Lfp : CellChemistry.Nca;
            VehicleSettings settings = VehicleSettings.Draw(seed, chemistry);
            settings.MeanCelsius = -20 + (10 * (int)seed);
            var vehicle = new Vehicle(settings);
            double[] hours = new double[3];
            double lowest = 9;
            double highest = 0;
            double leastSoc = 1;
            for (int i = 0; i < 10 * 8640; i++)
            {
                vehicle.Step(10);
                hours[vehicle.Duty.IsMoving ? 1 : vehicle.Duty.IsCharging ? 2 : 0] += 10 / 3600.0;
                lowest = Math.Min(lowest, vehicle.Cells.Volts.Min());
                highest = Math.Max(highest, vehicle.Cells.Volts.Max());
                leastSoc = Math.Min(leastSoc, vehicle.Cells.Soc.Min());
            }

            string what = $"seed {seed} {chemistry.Name} {settings.CellCount} cells {settings.MeanCelsius:F0} degC:"
                + $" {hours[0]:F0} h rest, {hours[1]:F0} h drive, {hours[2]:F0} h charge;"
                + $" {lowest:F2} to {highest:F3} V, SOC from {leastSoc:P0}";
            TestContext.WriteLine(what);
            Assert.IsTrue(hours[0] > 60 && hours[1] > 6 && hours[2] > 5, what);
            Assert.IsTrue(highest < chemistry.ChargeEndVolts + 0.15 && leastSoc > 0, what);
        }
    }

    [TestMethod]
    public void Readings_have_the_noise_the_steps_and_the_channel_errors_that_were_asked_for()
    {
        VehicleSettings settings = VehicleBench.Alike();
        settings.NoiseMicrovolts = 300;
        settings.LsbMicrovolts = 100;
        settings.OffsetSpreadMicrovolts = 500;
        Vehicle vehicle = VehicleBench.Make(settings, _ => 0);
        double[] sum = new double[24];
        double[] square = new double[24];
        const int Samples = 4000;
        for (int i = 0; i < Samples; i++)
        {
            vehicle.Step(1);
            for (int cell = 0; cell < 24; cell++)
            {
                Assert.AreEqual(0, vehicle.Sense.CellMicrovolts[cell] % 100);
                double off = vehicle.Sense.CellMicrovolts[cell] - (vehicle.Cells.Volts[cell] * 1e6);
                sum[cell] += off / Samples;
                square[cell] += off * off / Samples;
            }
        }

        double noise = Math.Sqrt(Enumerable.Range(0, 24).Average(c => square[c] - (sum[c] * sum[c])));
        double offset = Math.Sqrt(sum.Average(s => s * s));
        Assert.AreEqual(Math.Sqrt((300 * 300) + (100 * 100 / 12.0)), noise, 6);
        Assert.AreEqual(500, offset, 200);
    }

    [TestMethod]
    public void Skewed_cells_see_the_current_of_their_own_time()
    {
        VehicleSettings settings = VehicleBench.Alike();
        settings.CellSkewSeconds = 0.001;
        settings.DeviceSkewSeconds = 0.1;
        Vehicle vehicle = VehicleBench.Make(settings, t => -100 * t);
        vehicle.Step(1);
        double ohms = vehicle.Cells.OhmicOhms(0);
        Assert.AreEqual(-100 * 0.1 * ohms, vehicle.Apart(12, 0), 2e-5);
        Assert.AreEqual(-100 * 0.011 * ohms, vehicle.Apart(11, 0), 2e-6);
    }

    [TestMethod]
    public void Frames_are_lost_device_by_device_at_their_share()
    {
        VehicleSettings settings = VehicleBench.Alike();
        settings.LostShare = 0.05;
        Vehicle vehicle = VehicleBench.Make(settings, _ => 0);
        int lost = 0;
        for (int i = 0; i < 4000; i++)
        {
            vehicle.Step(1);
            lost += vehicle.Sense.IsDeviceLost[1] ? 1 : 0;
            Assert.AreEqual(vehicle.Sense.IsDeviceLost[1], vehicle.Sense.CellMicrovolts[23] == SenseChain.Lost);
            Assert.AreEqual(vehicle.Sense.IsDeviceLost[0], vehicle.Sense.CellMicrovolts[0] == SenseChain.Lost);
        }

        Assert.AreEqual(200, lost, 50);
    }

    [TestMethod]
    public void Balancing_closes_the_spread_after_charges()
    {
        VehicleSettings settings = VehicleBench.Alike();
        settings.SocSpreadPoints = 1.5;
        settings.BalancingAmps = 0.2;
        settings.ChargeBelowSoc = 0.9;
        var vehicle = new Vehicle(settings);
        double before = vehicle.Cells.Soc.Max() - vehicle.Cells.Soc.Min();
        int balanced = 0;
        for (int i = 0; i < 10 * 8640; i++)
        {
            vehicle.Step(10);
            balanced += Enumerable.Range(0, 24).Count(vehicle.IsBalanced);
            Assert.IsFalse(vehicle.Duty.IsMoving && vehicle.IsBalanced(0));
        }

        double after = vehicle.Cells.Soc.Max() - vehicle.Cells.Soc.Min();
        TestContext.WriteLine($"spread {before:P1} before, {after:P2} after ten days; {balanced / 360.0:F0} cell-hours");
        Assert.IsTrue(before > 0.03 && after < 0.01);
    }

    [TestMethod]
    public void Every_cause_can_be_drawn_and_tells_its_truth()
    {
        foreach (FaultCause cause in Enum.GetValues<FaultCause>())
        {
            for (ulong seed = 1; seed <= 20; seed++)
            {
                VehicleSettings settings = VehicleSettings.Draw(seed, CellChemistry.Nca);
                VehicleFault fault = FaultDraw.Draw(cause, settings, 1800, seed);
                Assert.AreEqual(cause, fault.Truth.Cause);
                Assert.AreEqual(1800, fault.Truth.OnsetSeconds);
                Assert.IsTrue(cause == FaultCause.Probe ? fault.Truth.Probe >= 0 : fault.Truth.Cell < settings.CellCount);
                Assert.AreEqual(fault.Truth, FaultDraw.Draw(cause, settings, 1800, seed).Truth);
                var vehicle = new Vehicle(settings);
                vehicle.Add(fault);
                vehicle.Run(7200, 20);
                Assert.IsTrue(vehicle.Cells.Volts.All(double.IsFinite) && vehicle.Cells.Celsius.All(double.IsFinite));
            }
        }
    }

    [TestMethod]
    public void Noise_is_normal_out_to_its_tails()
    {
        var source = new GaussianSource(new SimRandom(3));
        const int Count = 4000000;
        double square = 0;
        double fourth = 0;
        int beyond3 = 0;
        int beyond4 = 0;
        for (int i = 0; i < Count; i++)
        {
            double x = source.Next();
            square += x * x;
            fourth += x * x * x * x;
            beyond3 += Math.Abs(x) > 3 ? 1 : 0;
            beyond4 += Math.Abs(x) > 4 ? 1 : 0;
        }

        Assert.AreEqual(1, square / Count, 0.004);
        Assert.AreEqual(3, fourth / Count, 0.03);
        Assert.AreEqual(Count * 0.0026998, beyond3, 500);
        Assert.AreEqual(Count * 6.334e-5, beyond4, 70);
    }

    [TestMethod]
    public void Simulating_a_vehicle_is_fast_and_allocates_nothing_a_step()
    {
        VehicleSettings settings = VehicleSettings.Draw(3, CellChemistry.Lfp);
        settings.CellCounts = [16, 16, 16, 16, 16, 16];
        settings.CellSkewSeconds = 0.0005;
        settings.BalancingAmps = 0.1;
        var vehicle = new Vehicle(settings);
        vehicle.Add(FaultDraw.Draw(FaultCause.SoftShort, settings, 3600, 3));
        vehicle.Run(7200, 10);
        long bytes = GC.GetAllocatedBytesForCurrentThread();
        double best = double.MaxValue;
        for (int round = 0; round < 8; round++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < 8640; i++)
            {
                vehicle.Step(10);
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds / (8640 * 96.0));
        }

        long after = GC.GetAllocatedBytesForCurrentThread();
        TestContext.WriteLine($"whole vehicle, LFP, 96 cells, 10 s steps: {best:F1} ns a cell-step with measurement;"
            + $" 1,000 vehicles x 30 days: {best * 96 * 259200 * 1000 / 3.6e12:F2} core-hours");
        Assert.AreEqual(bytes, after);
        Assert.IsTrue(best < 2000);
    }
}
