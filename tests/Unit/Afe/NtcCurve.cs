using System;

namespace DataBox.Tests.Unit.Afe;

/// <summary>
/// R(T) of a thermistor in double from the maker's points: 1/T as a natural cubic spline of ln R, a straight line beyond the
/// points. What the driver's integer table is made from and measured against.
/// </summary>
internal sealed class NtcCurve
{
    private const double Kelvin = 273.15;

    private readonly double[] _x;   // ln R, rising
    private readonly double[] _y;   // 1/T
    private readonly double[] _m;   // second derivatives

    /// <param name="celsius">Rising.</param>
    /// <param name="ohms">Falling.</param>
    public NtcCurve(int[] celsius, int[] ohms)
    {
        int n = ohms.Length;
        _x = new double[n];
        _y = new double[n];
        _m = new double[n];
        for (int i = 0; i < n; i++)
        {
            _x[i] = Math.Log(ohms[n - 1 - i]);
            _y[i] = 1 / (celsius[n - 1 - i] + Kelvin);
        }

        // Tridiagonal system of the natural spline, forward then back.
        double[] diagonal = new double[n];
        double[] right = new double[n];
        for (int i = 1; i < n - 1; i++)
        {
            double h0 = _x[i] - _x[i - 1];
            double h1 = _x[i + 1] - _x[i];
            double w = i == 1 ? 0 : h0 / diagonal[i - 1];
            diagonal[i] = (2 * (h0 + h1)) - (w * h0);
            right[i] = (6 * (((_y[i + 1] - _y[i]) / h1) - ((_y[i] - _y[i - 1]) / h0))) - (w * right[i - 1]);
        }

        for (int i = n - 2; i > 0; i--)
        {
            _m[i] = (right[i] - ((_x[i + 1] - _x[i]) * _m[i + 1])) / diagonal[i];
        }
    }

    /// <summary>Degree Celsius at a resistance.</summary>
    public double CelsiusAt(double ohms)
    {
        double v = Math.Log(ohms);
        int last = _x.Length - 1;
        double inverse;
        if (v <= _x[0])
        {
            double h = _x[1] - _x[0];
            inverse = _y[0] + ((((_y[1] - _y[0]) / h) - (h * _m[1] / 6)) * (v - _x[0]));
        }
        else if (v >= _x[last])
        {
            double h = _x[last] - _x[last - 1];
            inverse = _y[last] + ((((_y[last] - _y[last - 1]) / h) + (h * _m[last - 1] / 6)) * (v - _x[last]));
        }
        else
        {
            int i = 0;
            while (v > _x[i + 1])
            {
                i++;
            }

            double h = _x[i + 1] - _x[i];
            double t = _x[i + 1] - v;
            double u = v - _x[i];
            inverse = (((_m[i] * t * t * t) + (_m[i + 1] * u * u * u)) / (6 * h))
                + (((_y[i] / h) - (_m[i] * h / 6)) * t) + (((_y[i + 1] / h) - (_m[i + 1] * h / 6)) * u);
        }

        return (1 / inverse) - Kelvin;
    }

    /// <summary>Resistance at a temperature, by bisection.</summary>
    public double OhmsAt(double celsius)
    {
        double low = Math.Log(10);
        double high = Math.Log(1e7);
        for (int i = 0; i < 60; i++)
        {
            double middle = (low + high) / 2;
            if (CelsiusAt(Math.Exp(middle)) > celsius)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return Math.Exp((low + high) / 2);
    }
}
