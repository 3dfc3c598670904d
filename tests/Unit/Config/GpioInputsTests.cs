using DataBox.Core;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Config;

[TestClass]
public class GpioInputsTests
{
    private readonly PackSample _sample = new(PackLayout.FromCounts(1, [12, 12], [2, 2]));

    [TestMethod]
    public void What_is_not_fitted_is_missing()
    {
        new GpioInputs(new GpioSensor(), new GpioSensor()).Read(_sample);
        Assert.AreEqual(Quality.Missing, _sample.currentQuality);
        Assert.AreEqual(Quality.Missing, _sample.packQuality);
        Assert.AreEqual(Quality.Missing, _sample.vehicleStateQuality);
    }

    [TestMethod]
    public void Sensor_s_voltage_becomes_current_by_zero_and_gain_of_either_sign()
    {
        var current = new GpioSensor { device = 2, gpio = 5, zeroMicrovolts = 2_500_000, gainPerVolt = -200_000 };
        var pack = new GpioSensor { device = 1, gpio = 9, gainPerVolt = 400_000 };
        _sample.gpioMicrovolts[9 + 4] = 2_750_000;
        _sample.gpioMicrovolts[8] = 1_000_100;
        new GpioInputs(current, pack).Read(_sample);
        Assert.AreEqual(-50_000, _sample.currentMilliamps);
        Assert.AreEqual(400_040, _sample.packMillivolts);
        Assert.AreEqual(Quality.Good, _sample.currentQuality);
    }

    [TestMethod]
    [DataRow(AfeStatus.NoReply, Quality.NoReply)]
    [DataRow(AfeStatus.PecError, Quality.PecError)]
    [DataRow(AfeStatus.Stale, Quality.Stale)]
    public void Device_without_data_gives_a_reason_and_leaves_the_value(byte status, byte quality)
    {
        _sample.deviceStatus[1] = status;
        _sample.currentMilliamps = 7;
        _sample.gpioMicrovolts[9] = 4_000_000;
        new GpioInputs(new GpioSensor { device = 2 }, new GpioSensor { device = 1 }).Read(_sample);
        Assert.AreEqual(quality, _sample.currentQuality);
        Assert.AreEqual(7, _sample.currentMilliamps);
        Assert.AreEqual(Quality.Good, _sample.packQuality);
    }

    [TestMethod]
    public void Sample_that_was_left_out_has_no_reading_of_a_sensor_that_is_fitted()
    {
        _sample.isLeftOut = true;
        new GpioInputs(new GpioSensor { device = 2 }, new GpioSensor()).Read(_sample);
        Assert.AreEqual(Quality.LeftOut, _sample.currentQuality);
        Assert.AreEqual(Quality.Missing, _sample.packQuality);
    }

    [TestMethod]
    public void Widest_voltage_and_gain_stay_within_32_bits()
    {
        var sensor = new GpioSensor { zeroMicrovolts = 0, gainPerVolt = 10_000_000 };
        Assert.AreEqual(65_535_000, sensor.ValueOf(6_553_500));
    }
}
