using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The stored form of the list of alarms: 10 bytes, 44 an alarm and 5 a feature of its evidence, numbers low byte first.
    /// </summary>
    /// <remarks>
    /// <para>Byte 0 version, 2; 1..4 the highest id that may be in use; 5..8 which chip and cell map it is about; 9 count; then of
    /// each alarm id 4, first boot 4, cause 1, flags 1 (bit 0 acknowledged, 1 cleared, 2 of probes, 3 in permille), device 1,
    /// cell 2, probe 2, wire 1, check 1, value 4, limit 4, time 8, since 8, certainty 1, the other cause 1, number of features 1. An
    /// index of none is all ones. After the last alarm the features of all of them, in their order: row of
    /// <see cref="Evidence"/> 1, value 4.</para>
    /// <para>Version 1 ended an alarm with since, and had no features: it is read as alarms without evidence. The first five bytes
    /// keep their meaning in every version, so that other firmware at least doesn't give an id twice.</para>
    /// </remarks>
    public static class AlarmRecord
    {
        /// <summary>The longest record, bytes.</summary>
        public const int MostBytes = HeadBytes + (AlarmBook.MaxOpen * AlarmBytes) + (MostFeatures * FeatureBytes);

        /// <summary>Features of all alarms together; an alarm whose own find no place is stored without.</summary>
        public const int MostFeatures = 40;

        private const int Version = 2;
        private const int HeadBytes = 10;
        private const int AlarmBytes = 44;
        private const int FirstVersion = 1;
        private const int FirstAlarmBytes = 41;
        private const int FeatureBytes = 5;
        private const int CertaintyAt = 41;
        private const int OrCauseAt = 42;
        private const int FeatureCountAt = 43;
        private const int Acknowledged = 1;
        private const int Cleared = 2;
        private const int OfProbes = 4;

        // Without a current a cause may say its value as a ratio, not in the unit of its row.
        private const int InPermille = 8;
        private const string Permille = "permille";

        /// <summary>A number for what the indices in the record are about; another chip or cell map has another one.</summary>
        public static uint MapOf(PackLayout layout, string chip)
        {
            byte[] text = new byte[chip.Length + (8 * layout.deviceCount)];
            for (int i = 0; i < chip.Length; i++)
            {
                text[i] = (byte)chip[i];
            }

            for (int d = 0; d < layout.deviceCount; d++)
            {
                int at = chip.Length + (8 * d);
                Put(text, at, 4, layout.cellInputMask[d]);
                Put(text, at + 4, 4, layout.probeGpioMask[d]);
            }

            return Crc32.Compute(text, 0, text.Length);
        }

        /// <summary>Writes the list; a cleared alarm that is marked as acknowledged is about to leave it: left out.</summary>
        /// <param name="reservedId">No id above it was given, or will be before the next record.</param>
        public static byte[] Write(AlarmBook book, uint map, int reservedId)
        {
            int count = 0;
            int features = 0;
            for (int i = 0; i < book.ListCount; i++)
            {
                if (IsKept(book, i))
                {
                    count++;
                    features += book.At(i).EvidenceWithin(MostFeatures - features);
                }
            }

            byte[] record = new byte[HeadBytes + (count * AlarmBytes) + (features * FeatureBytes)];
            record[0] = Version;
            Put(record, 1, 4, reservedId);
            Put(record, 5, 4, (int)map);
            record[9] = (byte)count;
            int at = HeadBytes;
            int evidenceAt = HeadBytes + (count * AlarmBytes);
            features = 0;
            for (int i = 0; i < book.ListCount; i++)
            {
                if (IsKept(book, i))
                {
                    Alarm alarm = book.At(i);
                    int own = alarm.EvidenceWithin(MostFeatures - features);
                    WriteOne(record, at, alarm, i >= book.OpenCount);
                    record[at + FeatureCountAt] = (byte)own;
                    WriteEvidence(record, evidenceAt + (features * FeatureBytes), alarm, own);
                    features += own;
                    at += AlarmBytes;
                }
            }

            return record;
        }

        /// <summary>The highest id that may have been given; 0 where nothing was stored.</summary>
        public static int ReservedId(byte[] record)
        {
            int id = record == null || record.Length < 5 ? 0 : (int)Get(record, 1, 4);
            return id < 0 ? 0 : id;
        }

        /// <summary>How many alarms of this chip and cell map the record holds; 0 where it can't be read.</summary>
        public static int CountOf(byte[] record, uint map)
        {
            if (record == null || record.Length < HeadBytes || (record[0] != Version && record[0] != FirstVersion)
                || (uint)Get(record, 5, 4) != map || record[9] > AlarmBook.MaxOpen)
            {
                return 0;
            }

            int count = record[9];
            if (record[0] == FirstVersion)
            {
                return record.Length == HeadBytes + (count * FirstAlarmBytes) ? count : 0;
            }

            int evidenceAt = HeadBytes + (count * AlarmBytes);
            return record.Length >= evidenceAt && record.Length == evidenceAt + (FeaturesBefore(record, count) * FeatureBytes)
                ? count : 0;
        }

        /// <summary>Reads an alarm.</summary>
        /// <param name="index">0..CountOf-1.</param>
        /// <param name="isOpen">False: it is over.</param>
        /// <returns>Null where this firmware doesn't know its cause or check.</returns>
        public static Alarm Read(byte[] record, int index, out bool isOpen)
        {
            bool hasEvidence = record[0] != FirstVersion;
            int at = HeadBytes + (index * (hasEvidence ? AlarmBytes : FirstAlarmBytes));
            int check = record[at + 16];
            isOpen = (record[at + 9] & Cleared) == 0;
            if (record[at + 8] >= FaultCauses.Count || (check != 0xFF && check >= AfeCheck.Count))
            {
                return null;
            }

            Alarm alarm = new Alarm();
            alarm.id = (int)Get(record, at, 4);
            alarm.firstBoot = (int)Get(record, at + 4, 4);
            alarm.causeId = record[at + 8];
            alarm.isAcknowledged = (record[at + 9] & Acknowledged) != 0;
            alarm.isOfProbes = (record[at + 9] & OfProbes) != 0;
            alarm.deviceIndex = Index(record[at + 10], 0xFF);
            alarm.cellIndex = Index((int)Get(record, at + 11, 2), 0xFFFF);
            alarm.probeIndex = Index((int)Get(record, at + 13, 2), 0xFFFF);
            alarm.wireIndex = Index(record[at + 15], 0xFF);
            alarm.check = check == 0xFF ? null : AfeCheck.NameOf(check);
            alarm.unit = (record[at + 9] & InPermille) != 0 ? Permille
                : check == 0xFF ? FaultCauses.UnitOf(alarm.causeId)
                : FaultCauses.UnitOfCheck(check);
            alarm.value = (int)Get(record, at + 17, 4);
            alarm.limit = (int)Get(record, at + 21, 4);
            alarm.timeMs = Get(record, at + 25, 8);
            alarm.sinceMs = Get(record, at + 33, 8);
            if (hasEvidence)
            {
                ReadEvidence(record, at, index, alarm);
            }

            return alarm;
        }

        /// <summary>A row that this firmware doesn't know is left out: it can't be named.</summary>
        private static void ReadEvidence(byte[] record, int at, int index, Alarm alarm)
        {
            int certainty = record[at + CertaintyAt];
            int orCause = record[at + OrCauseAt];
            alarm.certaintyPercent = certainty <= 100 ? certainty : -1;
            alarm.orCauseId = orCause < FaultCauses.Count ? orCause : -1;
            int from = HeadBytes + (record[9] * AlarmBytes) + (FeaturesBefore(record, index) * FeatureBytes);
            for (int k = 0; k < record[at + FeatureCountAt] && k < Alarm.MaxEvidence; k++)
            {
                int id = record[from + (k * FeatureBytes)];
                if (id < Evidence.Count)
                {
                    alarm.AddEvidence(id, (int)Get(record, from + (k * FeatureBytes) + 1, 4));
                }
            }
        }

        private static int FeaturesBefore(byte[] record, int index)
        {
            int features = 0;
            for (int i = 0; i < index; i++)
            {
                features += record[HeadBytes + (i * AlarmBytes) + FeatureCountAt];
            }

            return features;
        }

        private static void WriteOne(byte[] record, int at, Alarm alarm, bool isCleared)
        {
            int check = AfeCheck.Count - 1;
            while (check >= 0 && AfeCheck.NameOf(check) != alarm.check)
            {
                check--;
            }

            Put(record, at, 4, alarm.id);
            Put(record, at + 4, 4, alarm.firstBoot);
            record[at + 8] = (byte)alarm.causeId;
            record[at + 9] = (byte)((alarm.isAcknowledged ? Acknowledged : 0) | (isCleared ? Cleared : 0)
                | (alarm.isOfProbes ? OfProbes : 0) | (alarm.unit == Permille ? InPermille : 0));
            record[at + 10] = (byte)alarm.deviceIndex;
            Put(record, at + 11, 2, alarm.cellIndex);
            Put(record, at + 13, 2, alarm.probeIndex);
            record[at + 15] = (byte)alarm.wireIndex;
            record[at + 16] = (byte)check;
            Put(record, at + 17, 4, alarm.value);
            Put(record, at + 21, 4, alarm.limit);
            Put(record, at + 25, 8, alarm.timeMs);
            Put(record, at + 33, 8, alarm.sinceMs);
            record[at + CertaintyAt] = (byte)alarm.certaintyPercent;
            record[at + OrCauseAt] = (byte)alarm.orCauseId;
        }

        private static void WriteEvidence(byte[] record, int at, Alarm alarm, int count)
        {
            for (int k = 0; k < count; k++)
            {
                record[at + (k * FeatureBytes)] = (byte)alarm.evidence[2 * k];
                Put(record, at + (k * FeatureBytes) + 1, 4, alarm.evidence[(2 * k) + 1]);
            }
        }

        private static bool IsKept(AlarmBook book, int index)
        {
            return index < book.OpenCount || !book.At(index).isAcknowledged;
        }

        private static int Index(int stored, int none)
        {
            return stored == none ? -1 : stored;
        }

        private static void Put(byte[] target, int at, int bytes, long value)
        {
            for (int i = 0; i < bytes; i++)
            {
                target[at + i] = (byte)(value >> (8 * i));
            }
        }

        private static long Get(byte[] source, int at, int bytes)
        {
            long value = 0;
            for (int i = bytes - 1; i >= 0; i--)
            {
                value = (value << 8) | source[at + i];
            }

            return value;
        }
    }
}
