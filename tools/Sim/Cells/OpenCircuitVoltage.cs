using System;

namespace DataBox.Sim;

/// <summary>Open-circuit voltage of the NCA cell over state of charge, 101 points, straight between them.</summary>
public static class OpenCircuitVoltage
{
    /// <param name="soc">State of charge; outside 0..1 the end slopes go on.</param>
    /// <returns>Volts.</returns>
    public static double At(double soc)
    {
        double[] millivolts = NcaTables.OcvMillivolts;
        double position = soc * (millivolts.Length - 1);
        int i = Math.Clamp((int)Math.Floor(position), 0, millivolts.Length - 2);
        return (millivolts[i] + ((position - i) * (millivolts[i + 1] - millivolts[i]))) / 1000;
    }
}
