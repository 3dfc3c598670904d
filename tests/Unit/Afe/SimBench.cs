using System;
using DataBox.Afe;
using DataBox.Ports;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

/// <summary>
/// The driver on simulated chips whose voltages and temperatures are known: says whether a sample tells the truth.
/// </summary>
internal sealed class SimBench
{
    public readonly ManualClock clock = new(5000000);
    public readonly PackLayout layout;
    public readonly Ltc681xSimChain chips;
    public readonly TappedBus bus;
    public readonly Ltc681xChain chain;
    public readonly PackSample sample;
    public readonly int[] cellMicrovolts;
    public readonly int[] tempDeciC;
    private readonly Random _random;

    public SimBench(string chip, PackLayout layout, Ltc681xConfig? config = null, int seed = 1, int clockHz = 1000000,
        bool farEnd = false)
    {
        this.layout = layout;
        _random = new Random(seed);
        Ltc681xConfig used = config ?? new Ltc681xConfig { transferOverheadMicros = 0 };
        Thermistor probe = used.ntcName == "103jt-025" ? Thermistor.Semitec103jt : Thermistor.MurataNcp15xh103;
        chips = new Ltc681xSimChain(clock, Ltc681xPart.Find(chip)!, layout.deviceCount, probe, clockHz);
        bus = new TappedBus(chips);
        chain = new Ltc681xChain(bus, farEnd ? chips.FarEnd! : null!, clock, layout, Ltc681xFamily.Model(chip), used);
        sample = new PackSample(layout);
        cellMicrovolts = new int[layout.cellCount];
        tempDeciC = new int[layout.probeCount];
        NewTruth();
    }

    /// <summary>A started chain of full devices that has taken its first good sample.</summary>
    public static SimBench Running(string chip, int devices, int probes = 3, Ltc681xConfig? config = null, int seed = 1,
        bool farEnd = false)
    {
        int cells = Ltc681xFamily.Model(chip).cellInputs;
        var bench = new SimBench(chip, ChainBytes.Layout(devices, cells, probes), config, seed, farEnd: farEnd);
        Assert.AreEqual(AfeStatus.Ok, bench.chain.Start());
        Assert.AreEqual(AfeStatus.Ok, bench.Read());
        bench.MustBeWhole();
        return bench;
    }

    /// <summary>Moves every cell and probe somewhere else, by more than any error allowed for.</summary>
    public void NewTruth()
    {
        int cell = 0;
        int probe = 0;
        for (int d = 0; d < layout.deviceCount; d++)
        {
            for (int input = 0; input < 18; input++)
            {
                if (((layout.cellInputMask[d] >> input) & 1) != 0)
                {
                    int old = cellMicrovolts[cell];
                    do
                    {
                        cellMicrovolts[cell] = _random.Next(5734300);
                    }
                    while (Math.Abs(cellMicrovolts[cell] - old) < 1000);
                    chips.SetCellMicrovolts(d, input, cellMicrovolts[cell++]);
                }
            }

            for (int gpio = 0; gpio < 9; gpio++)
            {
                if (((layout.probeGpioMask[d] >> gpio) & 1) != 0)
                {
                    int old = tempDeciC[probe];
                    do
                    {
                        tempDeciC[probe] = _random.Next(-400, 851);
                    }
                    while (Math.Abs(tempDeciC[probe] - old) < 10);
                    chips.SetProbeDeciC(d, gpio, tempDeciC[probe++]);
                }
            }
        }
    }

    /// <summary>Reads 100 ms after the last sample, as the box does.</summary>
    public byte Read(int pauseMicros = 100000)
    {
        clock.Advance(pauseMicros);
        return chain.Read(sample);
    }

    /// <summary>No reading that is called good may differ from the truth; the status must be the worst of the devices.</summary>
    /// <returns>How many cells are good.</returns>
    public int MustBeTrue(string context = "")
    {
        int good = 0;
        for (int c = 0; c < layout.cellCount; c++)
        {
            if (sample.cellQuality[c] == Quality.Good)
            {
                good++;
                if (Math.Abs(sample.cellMicrovolts[c] - cellMicrovolts[c]) > 50)
                {
                    Assert.Fail(context + " cell " + c + " reads " + sample.cellMicrovolts[c] + ", is " + cellMicrovolts[c]);
                }
            }
        }

        for (int p = 0; p < layout.probeCount; p++)
        {
            if (sample.tempQuality[p] == Quality.Good && Math.Abs(sample.tempDeciC[p] - tempDeciC[p]) > 2)
            {
                Assert.Fail(context + " probe " + p + " reads " + sample.tempDeciC[p] + ", is " + tempDeciC[p]);
            }
        }

        return good;
    }

    /// <summary>Every reading is good and true.</summary>
    public void MustBeWhole(string context = "")
    {
        Assert.AreEqual(layout.cellCount, MustBeTrue(context), context + " some cells are not good");
        for (int p = 0; p < layout.probeCount; p++)
        {
            Assert.AreEqual(Quality.Good, sample.tempQuality[p], context + " probe " + p);
        }
    }

    /// <summary>All cells and probes of a device bear this quality.</summary>
    public void DeviceMustBe(int device, byte quality)
    {
        for (int c = layout.firstCell[device]; c < layout.firstCell[device + 1]; c++)
        {
            Assert.AreEqual(quality, sample.cellQuality[c], "cell " + c);
        }

        for (int p = layout.firstProbe[device]; p < layout.firstProbe[device + 1]; p++)
        {
            Assert.AreEqual(quality, sample.tempQuality[p], "probe " + p);
        }
    }

    /// <summary>Reads on while the devices from this one on are gone: those below are good, and it costs little.</summary>
    public void LoseDevicesFrom(int first)
    {
        for (int i = 0; i < 12; i++)
        {
            NewTruth();
            long before = clock.MonotonicMicros();
            Assert.AreEqual(AfeStatus.NoReply, Read(50000));
            Assert.IsLessThan(before + 50000 + 60000, clock.MonotonicMicros(), "a dead device costs bounded time");
            MustBeTrue();
            for (int d = 0; d < layout.deviceCount; d++)
            {
                Assert.AreEqual(d >= first, sample.deviceStatus[d] == AfeStatus.NoReply, "device " + d);
                DeviceMustBe(d, d >= first ? Quality.NoReply : Quality.Good);
            }
        }

        // Known by now: no more repeated transfers on its account.
        int retries = chain.RetryCount;
        Read(1000);
        Assert.AreEqual(retries, chain.RetryCount);
    }

    /// <summary>Within half a second and two samples everything is good again.</summary>
    public void ComeBack(string context = "")
    {
        for (int i = 0; i < 7; i++)
        {
            NewTruth();
            Read();
            MustBeTrue(context);
        }

        NewTruth();
        Assert.AreEqual(AfeStatus.Ok, Read(), context);
        MustBeWhole(context);
    }

    /// <summary>Transfers that one sample takes now.</summary>
    public int FramesOfASample()
    {
        long before = chips.FrameCount;
        Read();
        return (int)(chips.FrameCount - before);
    }
}

/// <summary>A bus that lets a test do something before a transfer, counted from 0.</summary>
internal sealed class TappedBus : ISpiBus
{
    private readonly ISpiBus _inner;

    public Action<int>? beforeTransfer;
    public Action<byte[], int>? afterTransfer;
    public int transfers;

    /// <summary>Code of the command that is under way.</summary>
    public int command;

    /// <summary>Sees what is about to be sent.</summary>
    public Action<byte[]>? beforeSend;

    /// <summary>Whose frame of the transfer of this number to break: a device, or -1.</summary>
    public Func<int, int>? breakReply;

    /// <summary>Changes a reply, given what was sent.</summary>
    public Action<byte[], byte[]>? rewrite;

    /// <summary>Commands without data don't reach the chain.</summary>
    public bool swallowsCommands;

    public TappedBus(ISpiBus inner)
    {
        _inner = inner;
    }

    public int ClockHz => _inner.ClockHz;

    public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length)
    {
        command = (writeBuffer[0] << 8) | writeBuffer[1];
        beforeTransfer?.Invoke(transfers);
        beforeSend?.Invoke(writeBuffer);
        int broken = breakReply == null || length == 4 ? -1 : breakReply(transfers);
        transfers++;
        if (!swallowsCommands || length > 4)
        {
            _inner.Transfer(writeBuffer, readBuffer, length);
        }

        if (broken >= 0 && length > 4 + (8 * broken))
        {
            readBuffer[4 + (8 * broken) + (transfers % 8)] ^= 0x10;
        }

        if (length > 4)
        {
            rewrite?.Invoke(writeBuffer, readBuffer);
        }

        afterTransfer?.Invoke(readBuffer, length);
    }

    public void Pulse(int lowMicros) => _inner.Pulse(lowMicros);
}
