using System;

namespace DataBox.Sim;

/// <summary>
/// An NTC probe by its maker's resistance table, for the divider on a simulated chip's GPIO. Between the points ln R
/// runs over 1/T as a monotone cubic (Fritsch and Carlson 1980), which stays within 0.02 °C of any smooth curve through
/// them.
/// </summary>
public sealed class Thermistor
{
    private const double KelvinAtZeroC = 273.15;
    private const int TableLowDeciC = -600;
    private const int TableHighDeciC = 2000;

    private readonly double[] _inverseKelvin;
    private readonly double[] _logOhms;
    private readonly double[] _slope;
    private readonly double[] _ratio;

    private Thermistor(string name, double[] celsius, double[] ohms)
    {
        Name = name;
        int count = celsius.Length;
        _inverseKelvin = new double[count];
        _logOhms = new double[count];

        // Rising 1/T means falling temperature, so the table is turned round.
        for (int i = 0; i < count; i++)
        {
            _inverseKelvin[i] = 1 / (celsius[count - 1 - i] + KelvinAtZeroC);
            _logOhms[i] = Math.Log(ohms[count - 1 - i]);
        }

        _slope = MonotoneSlopes(_inverseKelvin, _logOhms);
        _ratio = new double[TableHighDeciC - TableLowDeciC + 1];
        for (int i = 0; i < _ratio.Length; i++)
        {
            double resistance = OhmsAt((i + TableLowDeciC) / 10.0);
            _ratio[i] = resistance / (resistance + PullUpOhms);
        }
    }

    /// <summary>Pull-up from VREF2 to the GPIO, ohm.</summary>
    public const double PullUpOhms = 10000;

    /// <summary>Murata NCP15XH103, maker's table.</summary>
    public static Thermistor MurataNcp15xh103 { get; } = new Thermistor(
        "ncp15xh103",
        [
            -40, -35, -30, -25, -20, -15, -10, -5, 0, 5, 10, 15, 20, 25, 30, 35, 40,
            45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 100, 105, 110, 115, 120, 125,
        ],
        [
            195652, 148171, 113347, 87559, 68237, 53650, 42506, 33892, 27219, 22021, 17926, 14674, 12081, 10000, 8315,
            6948, 5834,
            4917, 4161, 3535, 3014, 2586, 2228, 1925, 1669, 1452, 1268, 1110, 974, 858, 758, 672, 596, 531,
        ]);

    /// <summary>Semitec 103JT, maker's table.</summary>
    public static Thermistor Semitec103jt { get; } = new Thermistor(
        "103jt",
        [-40, -30, -20, -10, 0, 10, 20, 25, 30, 40, 50, 60, 70, 80, 90],
        [204700, 118500, 71020, 43670, 27700, 18070, 12110, 10000, 8301, 5811, 4147, 3011, 2224, 1668, 1267]);

    public string Name { get; }

    /// <summary>Resistance at a temperature, ohm; outside the maker's table it runs on along the last slope.</summary>
    public double OhmsAt(double celsius)
    {
        double x = 1 / (celsius + KelvinAtZeroC);
        int last = _inverseKelvin.Length - 1;
        if (x <= _inverseKelvin[0])
        {
            return Math.Exp(_logOhms[0] + (_slope[0] * (x - _inverseKelvin[0])));
        }

        if (x >= _inverseKelvin[last])
        {
            return Math.Exp(_logOhms[last] + (_slope[last] * (x - _inverseKelvin[last])));
        }

        int i = Array.BinarySearch(_inverseKelvin, x);
        i = i >= 0 ? i : ~i - 1;
        double width = _inverseKelvin[i + 1] - _inverseKelvin[i];
        double t = (x - _inverseKelvin[i]) / width;
        double t2 = t * t;
        double t3 = t2 * t;
        return Math.Exp(
            (((2 * t3) - (3 * t2) + 1) * _logOhms[i])
            + ((t3 - (2 * t2) + t) * width * _slope[i])
            + (((3 * t2) - (2 * t3)) * _logOhms[i + 1])
            + ((t3 - t2) * width * _slope[i + 1]));
    }

    /// <summary>Share of the reference voltage at the GPIO with the probe at this temperature.</summary>
    /// <param name="deciC">0.1 °C, taken as -60.0 to 200.0.</param>
    public double RatioAt(int deciC) => _ratio[Math.Clamp(deciC, TableLowDeciC, TableHighDeciC) - TableLowDeciC];

    private static double[] MonotoneSlopes(double[] x, double[] y)
    {
        int count = x.Length;
        double[] secant = new double[count - 1];
        for (int i = 0; i < count - 1; i++)
        {
            secant[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        }

        double[] slope = new double[count];
        slope[0] = secant[0];
        slope[count - 1] = secant[count - 2];
        for (int i = 1; i < count - 1; i++)
        {
            // All secants of an NTC have one sign, so the weighted harmonic mean keeps the curve monotone.
            double before = x[i] - x[i - 1];
            double after = x[i + 1] - x[i];
            double weightBefore = (2 * after) + before;
            double weightAfter = after + (2 * before);
            slope[i] = (weightBefore + weightAfter) / ((weightBefore / secant[i - 1]) + (weightAfter / secant[i]));
        }

        return slope;
    }
}
