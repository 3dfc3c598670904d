namespace DataBox.Sim;

/// <summary>
/// The two cell voltage protections: an alert at once, a fault after the delay, recovery above the hysteresis. Manual,
/// "Cell Overvoltage Protection" and "Cell Undervoltage Protection"; bit 2 CUV, bit 3 COV.
/// </summary>
internal sealed class Bq769x2Protection(Bq769x2Memory memory, Bq769x2Pins pins)
{
    private const int Undervoltage = 4;
    private const int Overvoltage = 8;
    private const long Never = -1;
    private const double StepMicros = 3300;

    private readonly long[] _since = [Never, Never];
    private readonly long[] _goodSince = [Never, Never];

    /// <summary>Safety Alert A.</summary>
    public int Alerts { get; private set; }

    /// <summary>Safety Status A.</summary>
    public int Faults { get; private set; }

    public void Clear()
    {
        Alerts = 0;
        Faults = 0;
        for (int i = 0; i < 2; i++)
        {
            _since[i] = Never;
            _goodSince[i] = Never;
        }
    }

    /// <summary>Looks at the cells at this instant.</summary>
    public void Check(long nowMicros)
    {
        double lowest = double.MaxValue;
        double highest = double.MinValue;
        int mask = memory.CellMask;
        for (int input = 0; input < Bq769x2Pins.Cells; input++)
        {
            if ((mask & (1 << input)) != 0)
            {
                double microvolts = pins.Cell(input);
                lowest = double.Min(lowest, microvolts);
                highest = double.Max(highest, microvolts);
            }
        }

        int under = memory.UndervoltageMicrovolts;
        int over = memory.OvervoltageMicrovolts;
        Judge(0, Undervoltage, lowest <= under, lowest >= under + memory.UndervoltageHysteresisMicrovolts,
            memory.UndervoltageDelaySteps, nowMicros);
        Judge(1, Overvoltage, highest >= over, highest <= over - memory.OvervoltageHysteresisMicrovolts,
            memory.OvervoltageDelaySteps, nowMicros);
    }

    private void Judge(int index, int bit, bool isBeyond, bool isGood, int delaySteps, long nowMicros)
    {
        if ((memory.EnabledProtectionsA & bit) == 0 || delaySteps == 0)
        {
            Alerts &= ~bit;
            Faults &= ~bit;
            return;
        }

        _since[index] = !isBeyond ? Never : _since[index] == Never ? nowMicros : _since[index];
        if (isBeyond && nowMicros - _since[index] >= StepMicros * (2 + delaySteps))
        {
            Faults |= bit;
        }

        Alerts = isBeyond && (Faults & bit) == 0 ? Alerts | bit : Alerts & ~bit;
        _goodSince[index] = !isGood ? Never : _goodSince[index] == Never ? nowMicros : _goodSince[index];
        if (isGood && nowMicros - _goodSince[index] >= memory.RecoverySeconds * 1000000L)
        {
            Faults &= ~bit;
        }
    }
}
