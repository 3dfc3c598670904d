using System;
using System.Collections.Generic;

namespace DataBox.Evaluation;

/// <summary>A recorded stretch without known faults, and what is put into it.</summary>
/// <param name="Stem">Of the recording.</param>
/// <param name="Passes">Played so often; the fault begins in a later one, so that the box has learned the pack.</param>
/// <param name="GapMs">Between the passes.</param>
/// <param name="OnsetHours">Since the first row.</param>
/// <param name="EndHours">No row after it.</param>
/// <param name="Cells">From 0; one trial each.</param>
/// <param name="Faults">Of a cell of so many Ah.</param>
public sealed record InjectionStretch(
    string Stem, int Passes, long GapMs, double OnsetHours, double EndHours, IReadOnlyList<int> Cells,
    IReadOnlyList<Func<int, double, InjectedFault>> Faults)
{
    private const long Minute = 60_000;

    // Ten-minute stretches: three hours to learn, one and a half with the fault.
    private static readonly Func<int, double, InjectedFault>[] s_fast =
        [.. Leaks(1, 10), .. Contacts(0.2, 0.5), .. Taps(3000, 300), .. Bursts(20, 60)];

    // At a tenth of the rate and steps of 1 mV: what a telemetry box sees.
    private static readonly Func<int, double, InjectedFault>[] s_slow =
        [.. Leaks(1, 10, 100), .. Contacts(0.2, 1), .. Taps(3000, 300), .. Bursts(60)];

    private static readonly Func<int, double, InjectedFault>[] s_slowest =
        [.. Leaks(10, 100, 1000), .. Contacts(0.2, 1), .. Taps(3000, 300)];

    public static IReadOnlyList<InjectionStretch> All { get; } =
    [
        new("noisy-rest-01mv", 27, 100, 3, 4.5, [4, 11], [.. Leaks(1, 10), .. Taps(3000, 300), .. Bursts(20, 60)]),
        new("noisy-drive-01mv", 27, Minute, 3.3, 4.95, [4, 11], s_fast),
        new("noisy-drive-03mv", 27, Minute, 3.3, 4.95, [4, 11], s_fast),
        new("pack-8s-b14", 4, 60 * Minute, 7.1, 13.1, [1, 5], s_slow),
        new("ev-car1", 2, 60 * Minute, 40, 78, [17, 40], s_slow),
        new("ev-car2", 1, 0, 20 * 24, 60 * 24, [14, 58], s_slowest),
    ];

    private static IEnumerable<Func<int, double, InjectedFault>> Leaks(params double[] ohms) =>
        Array.ConvertAll<double, Func<int, double, InjectedFault>>(ohms, r => (cell, capacity) => new LeakInjection(cell, r, capacity));

    private static IEnumerable<Func<int, double, InjectedFault>> Contacts(params double[] milliohms) =>
        Array.ConvertAll<double, Func<int, double, InjectedFault>>(milliohms, r => (cell, _) => new ContactInjection(cell, r));

    private static IEnumerable<Func<int, double, InjectedFault>> Taps(params double[] ohms) =>
        Array.ConvertAll<double, Func<int, double, InjectedFault>>(ohms, r => (cell, _) => new TapShortInjection(cell, r));

    private static IEnumerable<Func<int, double, InjectedFault>> Bursts(params double[] millivolts) =>
        Array.ConvertAll<double, Func<int, double, InjectedFault>>(millivolts, v => (cell, _) => new BurstInjection(cell, v));
}
