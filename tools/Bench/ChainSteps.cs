using System.Collections.Generic;
using System.Linq;

namespace DataBox.Bench;

/// <summary>Interpreted instructions of a chain's samples and checks.</summary>
/// <param name="Read">Mean of a sample: <c>IAfe.Read</c>.</param>
/// <param name="ReadWorst">Most in one sample.</param>
/// <param name="Judge">Mean of a sample: detector and window, its closing once a second included.</param>
/// <param name="JudgeWorst">Most in one sample, which is one that closes a window.</param>
/// <param name="Encode">Mean of a sample that is a row.</param>
/// <param name="Round">All checks once.</param>
/// <param name="StepWorst">Most in one step of a check.</param>
/// <param name="Hottest">Methods of <paramref name="Read"/>, steps a sample, most first.</param>
/// <param name="HottestJudge">Likewise of <paramref name="Judge"/>.</param>
public sealed record ChainSteps(
    double Read, long ReadWorst, double Judge, long JudgeWorst, double Encode, long Round, long StepWorst,
    IReadOnlyList<(string Method, double Steps)> Hottest, IReadOnlyList<(string Method, double Steps)> HottestJudge)
{
    /// <summary>Counts.</summary>
    /// <param name="samples">At 10 Hz.</param>
    public static ChainSteps Count(AfeRatePack pack, int samples)
    {
        (long[][] steps, IReadOnlyList<string> methods) = StepContext.Run(
            nameof(StepWork.Chain), pack.Chip, pack.Cells, pack.ProbesEach, samples);
        long[] worst = steps[4];
        return new ChainSteps(
            (double)steps[0].Sum() / samples,
            worst[0],
            (double)steps[1].Sum() / samples,
            worst[1],
            (double)steps[2].Sum() / samples,
            steps[3].Sum(),
            worst[2],
            Rank(steps[0]),
            Rank(steps[1]));

        List<(string, double)> Rank(long[] phase) =>
            [.. methods.Select((method, i) => (method, (double)phase[i] / samples)).OrderByDescending(row => row.Item2)];
    }
}
