using System;
using System.Globalization;

namespace DataBox.Evaluation;

/// <summary>Numbers as the tables show them, alike on every machine.</summary>
public static class Words
{
    public static string Number(double value, int digits = 0) =>
        double.IsNaN(value) ? "-" : value.ToString($"F{digits}", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A share as percent.</summary>
    public static string Percent(double share, int digits = 1) => double.IsNaN(share) ? "-" : Number(100 * share, digits) + " %";

    /// <summary>A part of a number, with the number.</summary>
    public static string Of(int part, int whole) => whole == 0 ? "-" : $"{Percent((double)part / whole, 0)} ({part}/{whole})";

    /// <summary>A time in the unit that suits it.</summary>
    public static string Time(double seconds) => double.IsNaN(seconds) ? "-"
        : double.IsInfinity(seconds) ? "never"
        : Math.Abs(seconds) < 180 ? Number(seconds, Math.Abs(seconds) < 10 ? 1 : 0) + " s"
        : Math.Abs(seconds) < 10800 ? Number(seconds / 60, 0) + " min"
        : Math.Abs(seconds) < 172800 ? Number(seconds / 3600, 1) + " h"
        : Number(seconds / 86400, 1) + " d";
}
