using System;
using System.Runtime.CompilerServices;

namespace DataBox.Sim;

/// <summary>The step itself.</summary>
public sealed partial class CellBank
{
    /// <summary>Moves all cells on.</summary>
    /// <param name="meanAmps">Mean over the step, which moves charge and branches.</param>
    /// <param name="endAmps">At the end of the step, which the ohmic drop at that time has.</param>
    /// <param name="seconds">0 (only the voltages at that current) to 60.</param>
    public void Step(double meanAmps, double endAmps, double seconds)
    {
        if (_sinceRefresh >= RefreshSeconds)
        {
            RefreshResistances();
            _sinceRefresh = 0;
        }

        if (seconds != _stepSeconds)
        {
            SetStep(seconds);
        }

        if (seconds > 0)
        {
            MoveCharge(meanAmps, seconds);
            if (Chemistry.HalfGapVolts.Length > 0)
            {
                MoveHysteresis(seconds);
            }

            MoveHeat(seconds);
            _sinceRefresh += seconds;
        }

        ShowVolts(endAmps);
    }

    private void SetStep(double seconds)
    {
        _stepSeconds = seconds;
        for (int k = 0; k < 3; k++)
        {
            _share[k] = 1 - Math.Exp(-seconds / Chemistry.BranchSeconds[k]);
        }

        for (int cell = 0; cell < Count; cell++)
        {
            int neighbours = (cell > 0 ? 1 : 0) + (cell < Count - 1 ? 1 : 0);
            _conductance[cell] = CoolingWattsPerKelvin[cell] + (neighbours * NeighbourWattsPerKelvin);
            _thermalShare[cell] = 1 - Math.Exp(-seconds * _conductance[cell] / JoulesPerKelvin);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void RefreshResistances()
    {
        double[] ohms = Chemistry.Ohms;
        const int Row = (CellChemistry.SocSteps + 1) * CellChemistry.BranchCount;
        for (int cell = 0; cell < Count; cell++)
        {
            double s = Math.Clamp(Soc[cell], 0, 1) * CellChemistry.SocSteps;
            double t = Math.Clamp(
                (Celsius[cell] - CellChemistry.LowestCelsius) / CellChemistry.CelsiusStep, 0, CellChemistry.CelsiusSteps);
            int i = Math.Min((int)s, CellChemistry.SocSteps - 1);
            int j = Math.Min((int)t, CellChemistry.CelsiusSteps - 1);
            s -= i;
            t -= j;
            int at = (j * Row) + (i * CellChemistry.BranchCount);
            double scale = ResistanceScale[cell] / RatedAmpHours;
            double a = (1 - s) * (1 - t) * scale;
            double b = s * (1 - t) * scale;
            double c = (1 - s) * t * scale;
            double d = s * t * scale;
            _r0[cell] = (a * ohms[at]) + (b * ohms[at + 4]) + (c * ohms[at + Row]) + (d * ohms[at + Row + 4]);
            _r1[cell] = (a * ohms[at + 1]) + (b * ohms[at + 5]) + (c * ohms[at + Row + 1]) + (d * ohms[at + Row + 5]);
            _r2[cell] = (a * ohms[at + 2]) + (b * ohms[at + 6]) + (c * ohms[at + Row + 2]) + (d * ohms[at + Row + 6]);
            _r3[cell] = (a * ohms[at + 3]) + (b * ohms[at + 7]) + (c * ohms[at + Row + 3]) + (d * ohms[at + Row + 7]);
        }
    }

    // A short and the chemistry share the current by the voltage inside at the start of the step.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveCharge(double packAmps, double seconds)
    {
        double share1 = _share[0];
        double share2 = _share[1];
        double share3 = _share[2];
        double heat = 0;
        for (int cell = 0; cell < Count; cell++)
        {
            double amps = packAmps - DrainAmps[cell];
            double siemens = ShortSiemens[cell];
            double leakWatts = 0;
            if (siemens != 0)
            {
                double volts = (_inner[cell] + (amps * _r0[cell])) / (1 + (_r0[cell] * siemens));

                // An empty cell has nothing left to burn.
                double left = Math.Max(0, (Soc[cell] + EmptiestSoc) * CapacityCoulombs[cell] / seconds);
                double leak = Math.Clamp(siemens * volts, 0, left);
                amps -= leak;
                leakWatts = leak * volts;
            }

            CellAmps[cell] = amps;
            double polarisation = Transfer[cell] + Fast[cell] + Slow[cell];
            Transfer[cell] += ((amps * _r1[cell]) - Transfer[cell]) * share1;
            Fast[cell] += ((amps * _r2[cell]) - Fast[cell]) * share2;
            Slow[cell] += ((amps * _r3[cell]) - Slow[cell]) * share3;
            polarisation = (polarisation + Transfer[cell] + Fast[cell] + Slow[cell]) * 0.5;
            Soc[cell] += (amps - SelfDischargeAmps[cell]) * seconds / CapacityCoulombs[cell];
            double watts = (amps * ((amps * _r0[cell]) + polarisation)) + leakWatts + HeaterWatts[cell];
            if (EntropyVoltsPerKelvin != 0)
            {
                watts += amps * (Celsius[cell] + 273.15) * EntropyVoltsPerKelvin;
            }

            _watts[cell] = watts;
            heat += watts;
        }

        HeatJoules += heat * seconds;
    }

    // dh = (sign(I) - h) x (1 - e^(-|dSOC| / width)), the exponential by its Padé form.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveHysteresis(double seconds)
    {
        double perAmp = seconds / LfpTables.HysteresisSoc;
        for (int cell = 0; cell < Count; cell++)
        {
            double x = Math.Min(Math.Abs(CellAmps[cell]) * perAmp / CapacityCoulombs[cell], 2);
            Hysteresis[cell] += (Math.Sign(CellAmps[cell]) - Hysteresis[cell]) * (2 * x / (2 + x));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void MoveHeat(double seconds)
    {
        Array.Copy(Celsius, _before, Count);
        int last = Count - 1;
        double between = NeighbourWattsPerKelvin;
        for (int cell = 0; cell < Count; cell++)
        {
            double watts = _watts[cell] + (CoolingWattsPerKelvin[cell] * AmbientCelsius[cell]);
            watts += cell > 0 ? between * _before[cell - 1] : 0;
            watts += cell < last ? between * _before[cell + 1] : 0;
            double total = _conductance[cell];
            Celsius[cell] += total > 0
                ? ((watts / total) - _before[cell]) * _thermalShare[cell]
                : watts * seconds / JoulesPerKelvin;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ShowVolts(double packAmps)
    {
        double[] ocv = Chemistry.OcvVolts;
        double[] gap = Chemistry.HalfGapVolts;
        for (int cell = 0; cell < Count; cell++)
        {
            // Outside 0..1 the end slopes go on for a little.
            double at = Math.Clamp(Soc[cell], -EmptiestSoc, 1 + EmptiestSoc) * CellChemistry.OcvSteps;
            int i = at <= 0 ? 0 : at >= CellChemistry.OcvSteps ? CellChemistry.OcvSteps - 1 : (int)at;
            double inner = ocv[i] + ((at - i) * (ocv[i + 1] - ocv[i])) + ExtraVolts[cell];
            if (gap.Length > 0)
            {
                inner += (gap[i] + ((at - i) * (gap[i + 1] - gap[i]))) * Hysteresis[cell];
            }

            inner += Transfer[cell] + Fast[cell] + Slow[cell];
            _inner[cell] = inner;
            double volts = inner + ((packAmps - DrainAmps[cell]) * _r0[cell]);
            Volts[cell] = ShortSiemens[cell] != 0 ? volts / (1 + (_r0[cell] * ShortSiemens[cell])) : volts;
        }
    }
}
