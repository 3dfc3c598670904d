using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>What is suspect and not yet an alarm, in the words of the state message.</summary>
    public static class SuspectWords
    {
        /// <summary>Suspicions that are named; the others are only counted.</summary>
        public const int MostNamed = 4;

        /// <summary>Places that a cause suspects, and cells that stand apart.</summary>
        public static int Count(Detector detector)
        {
            int count = 0;
            CauseRule[] rules = detector.Causes.rules;
            for (int k = 0; k < rules.Length; k++)
            {
                byte[] level = rules[k].level;
                for (int i = 0; i < level.Length; i++)
                {
                    count += level[i] == CauseRule.Suspect ? 1 : 0;
                }
            }

            DetectorColumns columns = detector.Columns;
            for (int i = 0; i < columns.isSuspect.Length; i++)
            {
                count += IsApart(columns, i) ? 1 : 0;
            }

            return count;
        }

        /// <summary>The first of them: "17:soft-short,p2:thermal-anomaly", cells, probes and devices (d) from 1; in the order of the causes, cells
        /// that only stand apart last.</summary>
        public static string First(Detector detector)
        {
            string text = "";
            int room = MostNamed;
            CauseRule[] rules = detector.Causes.rules;
            for (int k = 0; k < rules.Length; k++)
            {
                byte[] level = rules[k].level;
                for (int i = 0; i < level.Length && room > 0; i++)
                {
                    if (level[i] == CauseRule.Suspect)
                    {
                        text = With(text, PlaceOf(rules[k].AlarmOf(i)), rules[k].causeId);
                        room--;
                    }
                }
            }

            DetectorColumns columns = detector.Columns;
            for (int i = 0; i < columns.isSuspect.Length && room > 0; i++)
            {
                if (IsApart(columns, i))
                {
                    text = With(text, (i + 1).ToString(), FaultCauses.CellDeviation);
                    room--;
                }
            }

            return text;
        }

        private static bool IsApart(DetectorColumns columns, int cell)
        {
            return columns.isSuspect[cell] != 0 && columns.deviationAlarm[cell] == 0;
        }

        private static string PlaceOf(Alarm alarm)
        {
            return alarm.cellIndex >= 0 ? (alarm.cellIndex + 1).ToString()
                : alarm.probeIndex >= 0 ? "p" + (alarm.probeIndex + 1)
                : "d" + (alarm.deviceIndex + 1);
        }

        private static string With(string text, string place, int causeId)
        {
            return (text.Length == 0 ? "" : text + ",") + place + ":" + FaultCauses.NameOf(causeId);
        }
    }
}
