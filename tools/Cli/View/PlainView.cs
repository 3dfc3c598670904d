using System.Globalization;
using System.Linq;
using DataBox.Cli.Running;

namespace DataBox.Cli.View;

/// <summary>One line a second for an output that is no terminal.</summary>
public static class PlainView
{
    public static string Line(BoxSnapshot s)
    {
        int[] good = [.. s.CellMicrovolts.Where((_, i) => s.CellQuality[i] == 0)];
        string cells = good.Length == 0 ? "none good" : $"{good.Min() / 1000}..{good.Max() / 1000} mV";
        int[] warm = [.. s.TempDeciC.Where((_, i) => s.TempQuality[i] == 0)];
        string temps = warm.Length == 0
            ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{warm.Min() / 10.0:0.0}..{warm.Max() / 10.0:0.0} degC");
        return $"t={s.SampleTimeMs} ms samples={s.Samples} windows={s.Windows} cells={good.Length}/{s.CellMicrovolts.Length} "
            + $"{cells} temps={temps} rows every {Periods(s)} "
            + $"block={s.OpenSeq} acknowledged={s.Acknowledged} outbox={s.OutboxMessages} dropped={s.Dropped} "
            + $"alarms={s.Alarms.Count} suspects={s.Suspects} {(s.Online ? "online" : "no broker")}";
    }

    private static string Periods(BoxSnapshot s) =>
        s.CellsPeriodMs == 0 ? "sample" : $"{s.CellsPeriodMs}/{s.TemperaturesPeriodMs}/{s.PackPeriodMs} ms";
}
