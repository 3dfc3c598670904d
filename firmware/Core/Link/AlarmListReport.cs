using DataBox.Detection;

namespace DataBox.Core
{
    /// <summary>Writes the list of alarms: docs/wire-contract.md, "alarms".</summary>
    /// <remarks>Flat documents hold no objects, so each field is a list with one entry an alarm: numbers in lists, words in one
    /// string with commas. Evidence of all alarms stands in one list, so many entries of it for each alarm.</remarks>
    public sealed class AlarmListReport
    {
        /// <summary>Features of all alarms together; an alarm whose own find no place has none here. They are in its message.
        /// </summary>
        public const int MostFeatures = 20;

        private readonly JsonWriter _writer;
        private readonly string _box;
        private readonly int _bootNumber;
        private readonly long[] _numbers = new long[AlarmBook.MaxOpen];
        private readonly string[] _words = new string[AlarmBook.MaxOpen];

        public AlarmListReport(JsonWriter writer, string box, int bootNumber)
        {
            _writer = writer;
            _box = box;
            _bootNumber = bootNumber;
        }

        /// <summary>The message.</summary>
        public byte[] Message(AlarmBook book)
        {
            _writer.Begin().Add("schema", BoxReports.Schema).Add("box", _box).Add("boot", _bootNumber)
                .Add("open_alarms", book.OpenCount);
            Numbers("ids", book);
            Numbers("first_boots", book);
            Numbers("states", book);
            Numbers("severities", book);
            Numbers("since_ms", book);
            Numbers("device_indexes", book);
            Numbers("cell_indexes", book);
            Numbers("probe_indexes", book);
            Numbers("wire_indexes", book);
            Numbers("values", book);
            Numbers("limits", book);
            Words("causes", book);
            Words("checks", book);
            Words("units", book);
            Words("advice", book);
            Numbers("certainties", book);
            Words("or_causes", book);
            Evidences(book);
            return _writer.End();
        }

        private void Evidences(AlarmBook book)
        {
            int taken = 0;
            for (int i = 0; i < book.ListCount; i++)
            {
                int count = book.At(i).EvidenceWithin(MostFeatures - taken);
                _numbers[i] = count;
                taken += count;
            }

            _writer.Add("evidence_counts", _numbers, book.ListCount);
            taken = 0;
            for (int i = 0; i < book.ListCount; i++)
            {
                Alarm alarm = book.At(i);
                int count = alarm.EvidenceWithin(MostFeatures - taken);
                for (int k = 0; k < count; k++)
                {
                    _words[taken] = Evidence.NameOf(alarm.evidence[2 * k]);
                    _numbers[taken] = alarm.evidence[(2 * k) + 1];
                    taken++;
                }
            }

            _writer.Add("evidence", _words, taken).Add("evidence_values", _numbers, taken);
        }

        private void Numbers(string key, AlarmBook book)
        {
            for (int i = 0; i < book.ListCount; i++)
            {
                _numbers[i] = NumberOf(key, book.At(i), book.StateAt(i));
            }

            _writer.Add(key, _numbers, book.ListCount);
        }

        private void Words(string key, AlarmBook book)
        {
            for (int i = 0; i < book.ListCount; i++)
            {
                _words[i] = WordOf(key, book.At(i));
            }

            _writer.Add(key, _words, book.ListCount);
        }

        private static long NumberOf(string key, Alarm alarm, int state)
        {
            switch (key)
            {
                case "ids": return alarm.id;
                case "first_boots": return alarm.firstBoot;
                case "states": return state;
                case "severities": return alarm.severity;
                case "since_ms": return alarm.sinceMs;
                case "device_indexes": return alarm.deviceIndex;
                case "cell_indexes": return alarm.cellIndex;
                case "probe_indexes": return alarm.probeIndex;
                case "wire_indexes": return alarm.wireIndex;
                case "values": return alarm.value;
                case "certainties": return alarm.certaintyPercent;
                default: return alarm.limit;
            }
        }

        private static string WordOf(string key, Alarm alarm)
        {
            switch (key)
            {
                case "causes": return alarm.cause;
                case "checks": return alarm.check == null ? "" : alarm.check;
                case "units": return alarm.unit;
                case "or_causes": return alarm.orCauseId < 0 ? "" : FaultCauses.NameOf(alarm.orCauseId);
                default: return alarm.adviceKey;
            }
        }
    }
}
