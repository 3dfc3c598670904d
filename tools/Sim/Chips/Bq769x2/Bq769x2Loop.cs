using System;

namespace DataBox.Sim;

/// <summary>What the end of a slot has brought.</summary>
[Flags]
internal enum Bq769x2LoopEvent
{
    None = 0,

    /// <summary>All slots of one measurement loop are done.</summary>
    AdScan = 1,

    /// <summary>Three loops: every measurement there is was taken.</summary>
    FullScan = 2,
}

/// <summary>
/// The chip's one voltage converter in virtual time. A loop measures the 16 cells, then one of VC16, PACK and LD, one of
/// die temperature, REG18 and VSS, and up to three thermistors; three loops make a full scan. Manual, "Voltage
/// Measurement Schedule" and "Cell Open-Wire".
/// </summary>
internal sealed class Bq769x2Loop(Bq769x2Settings settings, Bq769x2Memory memory, Bq769x2Pins pins, SimRandom noise)
{
    public const long Never = long.MaxValue;
    private const int SlotMicros = 3000;
    private const int FixedSlots = 18;
    private const int PinsPerLoop = 3;

    // The converter reaches five times its reference of 1.212 V.
    private const double RangeMicrovolts = 6060000;
    private const double LowestMicrovolts = -200000;
    private const double ThermistorRangeMicrovolts = 2020000;

    private readonly double[] _measured = new double[Bq769x2Pins.Cells];
    private readonly double[] _published = new double[Bq769x2Pins.Cells];
    private long _loopStart;
    private long _nextOpenWireMicros = Never;
    private int _slot;
    private int _slots = FixedSlots;
    private int _rotation;
    private double _slotMicros = SlotMicros;
    private readonly int[] _pins = new int[Bq769x2Pins.ThermistorPins];
    private int _pinCount;

    /// <summary>When the next slot ends.</summary>
    public long NextMicros { get; private set; } = Never;

    public bool IsAsleep { get; set; }

    public bool IsMuxStuck { get; set; }

    public int OffsetMicrovolts { get; set; }

    public int NoiseMicrovoltsRms { get; set; }

    public int Percent { get; set; } = 100;

    /// <summary>The open-wire sources are on in this loop.</summary>
    public bool IsCheckingWires { get; private set; }

    public double StackMicrovolts { get; private set; }

    public double PackMicrovolts { get; private set; }

    public double LoadMicrovolts { get; private set; }

    public int DieDeciK { get; private set; }

    /// <summary>16-bit counts of REG18, 5/3 of the reference full scale.</summary>
    public int SupplyCounts { get; private set; }

    /// <summary>16-bit counts of VSS, on the cells' scale.</summary>
    public int GroundCounts { get; private set; }

    /// <summary>[9] registers of the thermistor pins: 0.1 K, mV or counts, as each pin is configured.</summary>
    public int[] PinValue { get; } = new int[Bq769x2Pins.ThermistorPins];

    /// <summary>[9] share of REG18, 32,768ths.</summary>
    public int[] PinCounts { get; } = new int[Bq769x2Pins.ThermistorPins];

    /// <summary>Cell voltage as its register shows it, µV.</summary>
    public double Cell(int input) => _published[input];

    public void Start(long nowMicros)
    {
        _rotation = 0;
        _nextOpenWireMicros = nowMicros + (memory.OpenWireSeconds * 1000000L);
        BeginLoop(nowMicros);
    }

    public void Stop()
    {
        NextMicros = Never;
        IsCheckingWires = false;
    }

    /// <summary>As after power-on: nothing runs, nothing is measured yet.</summary>
    public void Clear()
    {
        Stop();
        IsAsleep = false;
        Array.Clear(_measured);
        Array.Clear(_published);
        Array.Clear(PinValue);
        Array.Clear(PinCounts);
        StackMicrovolts = PackMicrovolts = LoadMicrovolts = 0;
        DieDeciK = SupplyCounts = GroundCounts = 0;
    }

    /// <summary>Ends the slot that is due.</summary>
    public Bq769x2LoopEvent Step()
    {
        long nowMicros = NextMicros;
        Measure(_slot);
        _slot++;
        if (_slot < _slots)
        {
            NextMicros = _loopStart + (long)Math.Round(_slotMicros * (_slot + 1));
            return Bq769x2LoopEvent.None;
        }

        if (!settings.PublishesCellByCell)
        {
            _measured.CopyTo(_published, 0);
        }

        _rotation = (_rotation + 1) % 3;
        long length = nowMicros - _loopStart;
        BeginLoop(IsAsleep
            ? _loopStart + (memory.SleepVoltageSeconds * 1000000L)
            : _loopStart + (length * memory.LoopFactor));
        return _rotation == 0 ? Bq769x2LoopEvent.AdScan | Bq769x2LoopEvent.FullScan : Bq769x2LoopEvent.AdScan;
    }

    private void BeginLoop(long startMicros)
    {
        _slot = 0;
        _loopStart = startMicros;
        _slotMicros = SlotMicros * (memory.FastAdc ? 0.5 : 1) * Percent / 100.0;
        FindPins();
        _slots = FixedSlots + Math.Min(_pinCount, PinsPerLoop);
        IsCheckingWires = memory.OpenWireSeconds > 0 && startMicros >= _nextOpenWireMicros;
        if (IsCheckingWires)
        {
            _nextOpenWireMicros += memory.OpenWireSeconds * 1000000L;
        }

        NextMicros = startMicros + (long)Math.Round(_slotMicros);
    }

    private void FindPins()
    {
        _pinCount = 0;
        for (int pin = 0; pin < _pins.Length; pin++)
        {
            if ((memory.PinConfig(pin) & 3) == 3)
            {
                _pins[_pinCount++] = pin;
            }
        }
    }

    private void Measure(int slot)
    {
        if (slot < Bq769x2Pins.Cells)
        {
            MeasureCell(slot);
        }
        else if (slot == Bq769x2Pins.Cells)
        {
            double microvolts = IsMuxStuck ? pins.Cell(0) : _rotation == 0 ? pins.Stack() : pins.PackMicrovolts ?? pins.Stack();
            StackMicrovolts = _rotation == 0 ? microvolts : StackMicrovolts;
            PackMicrovolts = _rotation == 1 ? microvolts : PackMicrovolts;
            LoadMicrovolts = _rotation == 2 ? microvolts : LoadMicrovolts;
        }
        else if (slot == Bq769x2Pins.Cells + 1)
        {
            MeasureInside();
        }
        else
        {
            // Up to three thermistors are measured in every loop; more take turns.
            int turn = slot - FixedSlots + (_pinCount <= PinsPerLoop ? 0 : _rotation * PinsPerLoop);
            if (turn < _pinCount)
            {
                MeasurePin(_pins[turn]);
            }
        }
    }

    private void MeasureCell(int input)
    {
        if (settings.InputNanoamps != 0)
        {
            double moved = settings.MicrovoltsOfCharge(settings.InputNanoamps, _slotMicros);
            pins.Drain(input, -moved);
            pins.Drain(input + 1, moved);
        }

        double microvolts = pins.Cell(IsMuxStuck ? 0 : input) + OffsetMicrovolts;
        if (NoiseMicrovoltsRms > 0)
        {
            microvolts += NoiseMicrovoltsRms * noise.NextGaussian();
        }

        _measured[input] = Math.Clamp(microvolts, LowestMicrovolts, RangeMicrovolts);
        if (settings.PublishesCellByCell)
        {
            _published[input] = _measured[input];
        }

        // The source is on at the cell above the one that is measured, so that it disturbs no reading.
        if (IsCheckingWires)
        {
            int wire = input == Bq769x2Pins.Cells - 1 ? 1 : input + 2;
            pins.Drain(wire, settings.MicrovoltsOfCharge(settings.OpenWireNanoamps, _slotMicros));
        }
    }

    private void MeasureInside()
    {
        double stuck = IsMuxStuck ? pins.Cell(0) : double.NaN;
        switch (_rotation)
        {
            case 0:
                DieDeciK = IsMuxStuck ? 0 : pins.DieDeciC + 2732;
                break;
            case 1:
                double supply = IsMuxStuck ? stuck : pins.SupplyMicrovolts;
                SupplyCounts = Counts(supply / ThermistorRangeMicrovolts);
                break;
            default:
                GroundCounts = Counts(((IsMuxStuck ? stuck : 0) + OffsetMicrovolts) / RangeMicrovolts);
                break;
        }
    }

    // Pin configuration: bits 7:6 pull-up 18 kOhm, 180 kOhm or none; 5:4 model, 3 is none (counts); 3:2 0 is plain ADC input.
    private void MeasurePin(int pin)
    {
        int config = memory.PinConfig(pin);
        double pullUpOhms = (config >> 6) switch { 0 => 18000, 1 => 180000, _ => double.PositiveInfinity };
        bool isPlain = (config & 0x0C) == 0;
        double ratio = IsMuxStuck
            ? pins.Cell(0) / pins.SupplyMicrovolts
            : pins.Ratio(pin, isPlain ? double.PositiveInfinity : pullUpOhms);
        PinCounts[pin] = Counts(ratio);
        PinValue[pin] = isPlain ? (int)Math.Round(ratio * pins.SupplyMicrovolts / 1000)
            : (config & 0x30) == 0x30 ? PinCounts[pin]
            : pins.DeciCAt(ratio, double.IsInfinity(pullUpOhms) ? 18000 : pullUpOhms) + 2732;
    }

    private static int Counts(double share) => (int)Math.Clamp(Math.Round(share * 32768), -32768, 32767);
}
