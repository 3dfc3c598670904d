using System;
using System.IO;
using System.Linq;
using DataBox.Host;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Host;

[TestClass]
public class LinuxSpiBusTests
{
    [TestMethod]
    public void Frame_goes_out_once_with_its_length_and_bytes_past_it_are_left_alone()
    {
        var device = new FakeSpiDevice(1000000);
        using var bus = new LinuxSpiBus(device, "spi");
        byte[] read = [7, 7, 7, 7, 7, 7];
        bus.Transfer([1, 2, 3, 4, 5, 6], read, 4);
        Assert.AreEqual(1, device.frames.Count);
        CollectionAssert.AreEqual(new byte[] { 1, 2, 3, 4 }, device.frames[0]);
        CollectionAssert.AreEqual(new byte[] { 0xFE, 0xFD, 0xFC, 0xFB, 7, 7 }, read);
        Assert.AreEqual(1000000, bus.ClockHz);
    }

    [TestMethod]
    [DataRow(1000000, 0, 1)]
    [DataRow(1000000, 8, 1)]
    [DataRow(1000000, 9, 2)]
    [DataRow(1000000, 400, 50)]
    [DataRow(1000000, 401, 51)]
    [DataRow(2000000, 400, 100)]
    [DataRow(300000, 400, 15)]
    [DataRow(10000, 1, 1)]
    [DataRow(1000000, 32768, 4096)]
    public void Pulse_is_one_frame_of_ones_that_lasts_at_least_as_long_as_asked(int clockHz, int lowMicros, int bytes)
    {
        var device = new FakeSpiDevice(clockHz);
        using var bus = new LinuxSpiBus(device, "spi");
        bus.Pulse(lowMicros);
        Assert.AreEqual(1, device.frames.Count);
        Assert.AreEqual(bytes, device.frames[0].Length);
        Assert.IsTrue(device.frames[0].All(b => b == 0xFF));
        Assert.IsTrue(bytes * 8L * 1000000 >= (long)lowMicros * clockHz, "too short");
    }

    [TestMethod]
    public void Second_pulse_is_ones_again_whatever_came_back()
    {
        var device = new FakeSpiDevice(1000000);
        using var bus = new LinuxSpiBus(device, "spi");
        bus.Pulse(100);
        bus.Pulse(100);
        Assert.IsTrue(device.frames[1].All(b => b == 0xFF));
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_before_anything_is_sent()
    {
        var device = new FakeSpiDevice(1000000);
        using var bus = new LinuxSpiBus(device, "spi");
        Assert.ThrowsExactly<ArgumentException>(() => bus.Transfer(new byte[4], new byte[4], 5));
        Assert.ThrowsExactly<ArgumentException>(() => bus.Transfer(new byte[4], new byte[3], 4));
        Assert.ThrowsExactly<ArgumentException>(() => bus.Transfer(new byte[4], new byte[4], 0));
        Assert.ThrowsExactly<ArgumentException>(() => bus.Transfer(new byte[4097], new byte[4097], 4097));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bus.Pulse(-1));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => bus.Pulse(32769));
        Assert.AreEqual(0, device.frames.Count);
        byte[] longest = new byte[4096];
        bus.Transfer(longest, new byte[4096], 4096);
        Assert.AreEqual(4096, device.frames.Single().Length);
    }

    [TestMethod]
    public void Refusal_of_the_kernel_is_one_line_with_the_bus_and_the_reason()
    {
        var device = new FakeSpiDevice(1000000) { refusal = new IOException("Error 22.\nCan not set SPI mode.") };
        using var bus = new LinuxSpiBus(device, "/dev/spidev1.0");
        var e = Assert.ThrowsExactly<IOException>(() => bus.Transfer(new byte[4], new byte[4], 4));
        Assert.AreEqual("/dev/spidev1.0: the kernel refuses: Error 22. Can not set SPI mode.", e.Message);
    }

    [TestMethod]
    public void Missing_library_is_told_from_a_kernel_that_refuses()
    {
        var inner = new DllNotFoundException("libc");
        var device = new FakeSpiDevice(1000000) { refusal = new TypeInitializationException("Interop", inner) };
        using var bus = new LinuxSpiBus(device, "/dev/spidev1.0");
        var e = Assert.ThrowsExactly<IOException>(() => bus.Pulse(10));
        StringAssert.StartsWith(e.Message, "/dev/spidev1.0: System.Device.Gpio can't load");
    }

    [TestMethod]
    public void Bus_that_is_not_there_says_how_to_switch_it_on()
    {
        var e = Assert.ThrowsExactly<IOException>(() => LinuxSpiBus.Open(99, 3, 1000000, 3));
        StringAssert.Contains(e.Message, OperatingSystem.IsLinux() ? "no SPI bus /dev/spidev99.3" : "no SPI bus 99");
        if (OperatingSystem.IsLinux())
        {
            StringAssert.Contains(e.Message, "raspi-config");
        }

        Assert.IsFalse(e.Message.Contains('\n'));
    }

    [TestMethod]
    [DataRow(-1, 0, 1000000, 3)]
    [DataRow(0, -1, 1000000, 3)]
    [DataRow(0, 0, 9999, 3)]
    [DataRow(0, 0, 10000001, 3)]
    [DataRow(0, 0, 1000000, 4)]
    [DataRow(0, 0, 1000000, -1)]
    public void Number_that_no_bus_has_is_refused(int bus, int select, int clockHz, int mode)
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LinuxSpiBus.Open(bus, select, clockHz, mode));
    }

    [TestMethod]
    public void Device_ends_with_its_bus()
    {
        var device = new FakeSpiDevice(1000000);
        new LinuxSpiBus(device, "spi").Dispose();
        Assert.IsTrue(device.isDisposed);
    }
}
