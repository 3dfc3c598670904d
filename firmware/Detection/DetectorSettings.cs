using System;
using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Every threshold and count of the detector, in one table: configuration key, compiled bounds, default for NMC and for
    /// LFP. Plain integers; units are in the keys.
    /// </summary>
    /// <remarks>Defaults of the limits are typical data sheet values of the chemistry, not of one cell: set them for the cell
    /// that is fitted. docs/diagnosis.md says what each number does.</remarks>
    public sealed class DetectorSettings
    {
        public const int OverVoltage = 0;
        public const int UnderVoltage = 1;
        public const int VoltageHysteresis = 2;
        public const int OverTemperature = 3;
        public const int UnderTemperature = 4;
        public const int TemperatureHysteresis = 5;
        public const int LimitSamples = 6;
        public const int ImplausibleLow = 7;
        public const int ImplausibleHigh = 8;
        public const int TemperatureJump = 9;
        public const int SameSpread = 10;
        public const int LostSamples = 11;
        public const int BrokenSamples = 12;
        public const int RecoverySamples = 13;
        public const int Deviation = 14;
        public const int DeviationScales16 = 15;
        public const int DeviationVotes = 16;
        public const int VotingWindows = 17;
        public const int SuspectVotes = 18;
        public const int FirmSamples = 19;
        public const int StuckMove = 20;
        public const int StuckSamples = 21;
        public const int StuckWindows = 22;
        public const int SuspicionMs = 23;
        public const int CapacityAh = 24;
        public const int RestPermille = 25;
        public const int FastChargePercent = 26;
        public const int Balancing = 27;
        public const int SoftShort = 28;
        public const int TransientDrop = 29;
        public const int TransientEvents = 30;
        public const int HardDrop = 31;
        public const int HardRise = 32;
        public const int HardSlope = 33;
        public const int Contact = 34;
        public const int SenseWire = 35;
        public const int SensorDrift = 36;
        public const int ThermalRise = 37;
        public const int PlatingCharges = 38;
        public const int PlatingShoulder = 39;
        public const int ImbalancePermille = 40;

        /// <summary>Number of rows.</summary>
        public const int Count = 41;

        private static readonly string[] s_keys =
        {
            "over_voltage_uv", "under_voltage_uv", "voltage_hysteresis_uv",
            "over_temperature_dc", "under_temperature_dc", "temperature_hysteresis_dc",
            "limit_samples", "implausible_low_uv", "implausible_high_uv", "temperature_jump_dc", "same_spread_uv",
            "lost_samples", "broken_samples", "recovery_samples",
            "deviation_uv", "deviation_scales16", "deviation_votes", "voting_windows", "suspect_votes", "firm_samples",
            "stuck_move_uv", "stuck_samples", "stuck_windows", "suspicion_ms",
            "capacity_ah", "rest_current_permille", "fast_charge_percent",
            "balancing", "soft_short_uv", "transient_drop_uv", "transient_events", "hard_drop_uv", "hard_rise_dc",
            "hard_slope_dc_per_s", "contact_uohm", "sense_wire_uv", "sensor_drift_uv", "thermal_rise_dc",
            "plating_charges", "plating_shoulder_uv", "imbalance_permille",
        };

        private static readonly int[] s_least =
        {
            2000000, 1000000, 1000, 300, -400, 5, 1, 0, 4500000, 50, 1000, 1, 1, 1,
            5000, 16, 1, 1, 1, 2, 2000, 5, 1, 0, 1, 2, 10,
            0, 1000, 3000, 1, 1000, 5, 1, 20, 20000, 1000, 20, 2, 500, 10,
        };

        private static readonly int[] s_most =
        {
            5000000, 3500000, 500000, 1000, 100, 200, 10, 1500000, 6000000, 500, 100000, 100, 100, 1000,
            500000, 1024, 30, 30, 30, 1000, 500000, 10000, 1000, 86400000, 1000, 50, 500,
            2, 50000, 50000, 100, 5000, 20, 5, 10000, 500000, 100000, 300, 20, 50000, 500,
        };

        private static readonly int[] s_nmc =
        {
            4250000, 2800000, 50000, 600, -200, 30, 2, 500000, 5500000, 200, 10000, 3, 1, 100,
            30000, 96, 24, 30, 12, 5, 20000, 300, 10, 600000, 50, 20, 50,
            0, 3500, 15000, 2, 5000, 20, 5, 120, 80000, 12000, 30, 3, 3000, 150,
        };

        private static readonly int[] s_lfp =
        {
            3700000, 2400000, 50000, 600, -200, 30, 2, 500000, 5500000, 200, 10000, 3, 1, 100,
            30000, 96, 24, 30, 12, 5, 20000, 300, 10, 600000, 50, 20, 50,
            0, 3500, 15000, 2, 5000, 20, 5, 120, 80000, 12000, 30, 3, 3000, 150,
        };

        /// <summary>[Count] the value of each row. Change them with <see cref="TrySet"/>.</summary>
        public readonly int[] values = new int[Count];

        private DetectorSettings(int[] defaults)
        {
            Array.Copy(defaults, values, Count);
        }

        /// <summary>Defaults for lithium cells with nickel-manganese-cobalt (and alike: NCA, LMO) cathodes.</summary>
        public static DetectorSettings Nmc()
        {
            return new DetectorSettings(s_nmc);
        }

        /// <summary>Defaults for lithium iron phosphate cells.</summary>
        public static DetectorSettings Lfp()
        {
            return new DetectorSettings(s_lfp);
        }

        /// <summary>Defaults by chemistry, "nmc" or "lfp"; null for any other word.</summary>
        public static DetectorSettings ForChemistry(string chemistry)
        {
            return chemistry == "nmc" ? Nmc() : chemistry == "lfp" ? Lfp() : null;
        }

        /// <summary>Configuration key of a row.</summary>
        public static string KeyAt(int index)
        {
            return s_keys[index];
        }

        /// <summary>Row of a configuration key, or -1: the key is none of the detector's.</summary>
        public static int IndexOf(string key)
        {
            for (int i = 0; i < Count; i++)
            {
                if (s_keys[i] == key)
                {
                    return i;
                }
            }

            return -1;
        }

        /// <summary>A copy of its own.</summary>
        public DetectorSettings Copy()
        {
            return new DetectorSettings(values);
        }

        /// <summary>"key is 0, allowed 1 to 10", or null where the value is inside the row's compiled bounds.</summary>
        public static string Outside(int index, long value)
        {
            return Bounds.Outside(s_keys[index], value, s_least[index], s_most[index]);
        }

        /// <summary>Where a value would make the absolute limits or the hard short's path blinder than these settings do: one line.
        /// Null where it would not, and for every other row.</summary>
        /// <remarks>To the limits belong what has to happen before they decide, and what takes readings away from them.</remarks>
        public string Loosened(int index, int value)
        {
            bool isMostHere = true;
            switch (index)
            {
                case OverVoltage:
                case OverTemperature:
                case LimitSamples:
                case ImplausibleLow:
                case HardDrop:
                case HardRise:
                case HardSlope:
                    break;
                case UnderVoltage:
                case UnderTemperature:
                case ImplausibleHigh:
                case TemperatureJump:
                case SameSpread:
                case StuckMove:
                case StuckSamples:
                case StuckWindows:
                    isMostHere = false;
                    break;
                default:
                    return null;
            }

            return (isMostHere ? value <= values[index] : value >= values[index])
                ? null
                : s_keys[index] + " is " + value + ", this box's configuration says " + values[index]
                    + " and may only be tightened: allowed at " + (isMostHere ? "most that" : "least that");
        }

        /// <summary>Sets one row.</summary>
        /// <returns>False where the value is outside the compiled bounds; nothing changes then, and error names key, value and
        /// bounds.</returns>
        public bool TrySet(int index, long value, out string error)
        {
            error = Outside(index, value);
            if (error != null)
            {
                return false;
            }

            values[index] = (int)value;
            return true;
        }

        /// <summary>What contradicts itself between the rows: one line, or null when nothing does.</summary>
        public string Contradiction()
        {
            int hysteresis = values[VoltageHysteresis];
            if (values[UnderVoltage] + hysteresis >= values[OverVoltage] - hysteresis)
            {
                return "under_voltage_uv and over_voltage_uv leave no room between their hystereses";
            }

            if (values[ImplausibleLow] >= values[UnderVoltage] || values[ImplausibleHigh] <= values[OverVoltage])
            {
                return "implausible_low_uv and implausible_high_uv have to lie outside the voltage limits";
            }

            if (values[UnderTemperature] + values[TemperatureHysteresis]
                >= values[OverTemperature] - values[TemperatureHysteresis])
            {
                return "under_temperature_dc and over_temperature_dc leave no room between their hystereses";
            }

            if (values[DeviationVotes] > values[VotingWindows] || values[SuspectVotes] > values[DeviationVotes])
            {
                return "suspect_votes, deviation_votes and voting_windows have to rise in this order";
            }

            return null;
        }
    }
}
