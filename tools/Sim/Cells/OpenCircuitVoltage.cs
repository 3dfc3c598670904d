using System;

namespace DataBox.Sim;

/// <summary>
/// Open-circuit voltage over state of charge, 21 points, straight between them. From the C/20 discharge at 25 °C of a
/// Panasonic NCR18650PF (NCA/graphite, 2.9 Ah) in P. Kollmeyer's data set, Mendeley Data wykht8y7tg, plus 5 mV for what
/// C/20 costs; rounded to millivolts.
/// </summary>
public static class OpenCircuitVoltage
{
    private static readonly int[] Millivolts =
    [
        2504, 3260, 3336, 3407, 3466, 3514, 3549, 3578, 3607, 3636, 3670,
        3717, 3774, 3822, 3865, 3905, 3951, 4005, 4058, 4099, 4175,
    ];

    /// <param name="soc">State of charge; outside 0..1 the end slopes go on.</param>
    /// <returns>Volts.</returns>
    public static double At(double soc)
    {
        double position = soc * (Millivolts.Length - 1);
        int i = Math.Clamp((int)Math.Floor(position), 0, Millivolts.Length - 2);
        return (Millivolts[i] + ((position - i) * (Millivolts[i + 1] - Millivolts[i]))) / 1000;
    }
}
