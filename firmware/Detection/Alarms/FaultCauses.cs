namespace DataBox.Detection
{
    /// <summary>
    /// The one table of what an alarm can say: a row has id, name, severity, unit of value and limit, and the key of its
    /// advice. To add a cause, add a row here, one in docs/diagnosis.md and the texts of a new advice in
    /// tools/Cli/View/AdviceTable.cs; tests compare them.
    /// </summary>
    /// <remarks>Names, units and advice keys are part of the wire contract. Ids stay inside the box, but it stores them: a new
    /// row comes last.</remarks>
    public static class FaultCauses
    {
        public const int OverVoltage = 0;
        public const int UnderVoltage = 1;
        public const int OverTemperature = 2;
        public const int UnderTemperature = 3;
        public const int CellDeviation = 4;
        public const int SensorImplausible = 5;
        public const int SensorStuck = 6;
        public const int AfeLost = 7;
        public const int SenseWireOpen = 8;
        public const int ProbeWireOpen = 9;
        public const int ReadingUntrusted = 10;
        public const int AfeFault = 11;
        public const int ChainBroken = 12;

        public const int TransientShort = 13;
        public const int SoftShort = 14;
        public const int HardShort = 15;
        public const int PlatingSuspected = 16;
        public const int HvConnection = 17;
        public const int SenseWireShort = 18;
        public const int SensorDrift = 19;
        public const int ThermalAnomaly = 20;
        public const int Imbalance = 21;

        /// <summary>Number of rows.</summary>
        public const int Count = 22;

        private static readonly string[] s_names =
        {
            "over-voltage", "under-voltage", "over-temperature", "under-temperature",
            "cell-deviation", "sensor-implausible", "sensor-stuck", "afe-lost",
            "sense-wire-open", "probe-wire-open", "reading-untrusted", "afe-fault", "chain-broken",
            "transient-short", "soft-short", "hard-short", "plating-suspected", "hv-connection", "sense-wire-short",
            "sensor-drift", "thermal-anomaly", "imbalance",
        };

        private static readonly byte[] s_severities =
        {
            AlarmSeverity.Critical, AlarmSeverity.Warning, AlarmSeverity.Critical, AlarmSeverity.Warning,
            AlarmSeverity.Warning, AlarmSeverity.Notice, AlarmSeverity.Notice, AlarmSeverity.Warning,
            AlarmSeverity.Warning, AlarmSeverity.Notice, AlarmSeverity.Warning, AlarmSeverity.Warning, AlarmSeverity.Warning,
            AlarmSeverity.Warning, AlarmSeverity.Warning, AlarmSeverity.Critical, AlarmSeverity.Warning, AlarmSeverity.Warning,
            AlarmSeverity.Warning, AlarmSeverity.Notice, AlarmSeverity.Warning, AlarmSeverity.Notice,
        };

        private static readonly string[] s_units =
        {
            "uV", "uV", "dC", "dC", "uV", "readings", "uV", "samples", "uV", "uV", "by check", "by check", "place",
            "uV", "mA", "uV", "uV", "uohm", "uV", "uV", "dC", "permille",
        };

        // One a row of AfeCheck: what value and limit of its alarm are in.
        private static readonly string[] s_checkUnits =
        {
            "uV", "uV", "uV", "none", "uV", "uV", "uV", "none", "code", "none", "dC", "input", "flags", "place",
        };

        private static readonly string[] s_adviceKeys =
        {
            "stop-charging", "stop-driving-charge", "stop-and-leave", "warm-before-charging",
            "inspect-cell", "inspect-sensor-wiring", "replace-sensing", "inspect-afe-chain",
            "inspect-sense-wire", "inspect-sensor-wiring", "replace-afe", "replace-afe", "inspect-afe-chain",
            "inspect-for-short", "inspect-for-short", "stop-and-leave", "charge-gently", "inspect-connection",
            "inspect-sense-wire", "replace-sensing", "inspect-cooling", "balance-pack",
        };

        /// <summary>Name on the wire.</summary>
        /// <param name="causeId">0..Count-1.</param>
        public static string NameOf(int causeId)
        {
            return s_names[causeId];
        }

        /// <summary><see cref="AlarmSeverity"/> of the cause.</summary>
        public static byte SeverityOf(int causeId)
        {
            return s_severities[causeId];
        }

        /// <summary>Unit of the alarm's value and limit: uV, dC (0.1 °C), mA, uohm, permille, readings, samples, place; "by check" where
        /// <see cref="UnitOfCheck"/> says it.</summary>
        public static string UnitOf(int causeId)
        {
            return s_units[causeId];
        }

        /// <summary>Unit of value and limit of an alarm that a check of the AFE raised.</summary>
        /// <param name="check"><see cref="DataBox.Ports.AfeCheck"/>.</param>
        public static string UnitOfCheck(int check)
        {
            return s_checkUnits[check];
        }

        /// <summary>An alarm is told again when its value has moved by this much: a quarter of its limit, and a 64th of a voltage
        /// limit, since a quarter of that would be a volt.</summary>
        /// <returns>1 or more, in the alarm's unit.</returns>
        public static long StepOf(int causeId, int limit)
        {
            long size = limit < 0 ? -(long)limit : limit;
            long step = causeId == OverVoltage || causeId == UnderVoltage ? size >> 6 : size >> 2;
            return step < 1 ? 1 : step;
        }

        /// <summary>Key of the advice that the tools show.</summary>
        public static string AdviceKeyOf(int causeId)
        {
            return s_adviceKeys[causeId];
        }
    }
}
