using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// What the cloud wishes: one whole, versioned document. A field left out takes the box's own default, not the value of
    /// the document before, so the meaning of a document never depends on what came earlier.
    /// </summary>
    public sealed class DesiredState
    {
        /// <summary>The schema that this firmware reads.</summary>
        public const int Schema = 1;

        /// <summary>Names that the contract keeps for later firmware; refused until then.</summary>
        public static readonly string[] Reserved =
        {
            "mac", "key_id", "budget_bytes_day", "alarm_reserve_bytes", "suspicion_period_ms", "suspicion_hold_ms",
            "suspicion_raises_hour", "alarm_period_ms", "quiet_until_ms", "evidence_before_ms", "evidence_after_ms",
            "requests",
        };

        private static readonly string[] RateNames =
        {
            "cells_period_ms", "temperatures_period_ms", "pack_period_ms", "sample_period_ms", "window_ms",
            "block_seconds",
        };

        /// <summary>Bounds of each of RateNames, for values that don't even fit the settings' 32 bits.</summary>
        private static readonly int[] Least =
        {
            RateBounds.MinGroupPeriodMs, RateBounds.MinGroupPeriodMs, RateBounds.MinGroupPeriodMs,
            RateBounds.MinSamplePeriodMs, RateBounds.MinWindowMs, RateBounds.MinBlockSeconds,
        };

        private static readonly int[] Most =
        {
            RateBounds.MaxGroupPeriodMs, RateBounds.MaxGroupPeriodMs, RateBounds.MaxGroupPeriodMs,
            RateBounds.MaxSamplePeriodMs, RateBounds.MaxWindowMs, RateBounds.MaxBlockSeconds,
        };

        private readonly long[] _rates = new long[RateNames.Length];
        private readonly bool[] _hasRate = new bool[RateNames.Length];
        private bool _hasIssued;
        private bool _hasExpires;

        /// <summary>1..4,294,967,295; rises with every change.</summary>
        public uint version;

        /// <summary>When the cloud made it, ms since 1970; for people, the box does not judge it.</summary>
        public long issuedMs;

        /// <summary>Neither accepted nor in force after this wall time, ms since 1970.</summary>
        public long expiresMs;

        /// <summary>Who asked, or null.</summary>
        public string by;

        /// <summary>Rows of the detector's settings.</summary>
        public readonly DesiredLimits limits = new DesiredLimits();

        /// <summary>Takes the fields out of a document that was read; nothing about bounds is judged here.</summary>
        /// <returns>Null when it is refused: code and text say why.</returns>
        public static DesiredState From(JsonReader reader, out string code, out string text)
        {
            DesiredState state = new DesiredState();
            for (int i = 0; i < reader.Count; i++)
            {
                string key = reader.KeyAt(i);
                if (reader.IsInside(i))
                {
                    continue;
                }

                if (IsReserved(key))
                {
                    code = RefusalCode.NotSupported;
                    text = key + " is not supported by this firmware";
                    return null;
                }

                if (!IsKnown(key))
                {
                    code = RefusalCode.UnknownField;
                    text = "unknown field " + key;
                    return null;
                }
            }

            code = RefusalCode.Malformed;
            text = state.TakeHead(reader);
            for (int i = 0; i < RateNames.Length && text == null; i++)
            {
                text = TakeInteger(reader, RateNames[i], out state._hasRate[i], out state._rates[i]);
            }

            if (text != null)
            {
                return null;
            }

            text = state.limits.Take(reader, out code);
            if (text != null)
            {
                return null;
            }

            code = null;
            return state;
        }

        /// <summary>True where the document says how long it holds.</summary>
        public bool CanExpire
        {
            get { return _hasExpires; }
        }

        /// <summary>True where the document may not be accepted, and is not in force any more, at this wall time.</summary>
        public bool IsExpiredAt(long utcMs)
        {
            return _hasExpires && utcMs > expiresMs;
        }

        /// <summary>The first of the six rates that lies outside its fixed bounds, in words; null where none does.</summary>
        public string OutsideBounds()
        {
            for (int i = 0; i < RateNames.Length; i++)
            {
                string text = _hasRate[i] ? Bounds.Outside(RateNames[i], _rates[i], Least[i], Most[i]) : null;
                if (text != null)
                {
                    return text;
                }
            }

            return null;
        }

        /// <summary>The settings that this document means.</summary>
        /// <param name="defaults">For the fields that it leaves out.</param>
        /// <remarks>Only after <see cref="OutsideBounds"/> found nothing.</remarks>
        public RateSettings Resolve(RateSettings defaults)
        {
            RateSettings settings = defaults.Copy();
            settings.cellsPeriodMs = Rate(0, settings.cellsPeriodMs);
            settings.temperaturesPeriodMs = Rate(1, settings.temperaturesPeriodMs);
            settings.packPeriodMs = Rate(2, settings.packPeriodMs);
            settings.samplePeriodMs = Rate(3, settings.samplePeriodMs);
            settings.windowMs = Rate(4, settings.windowMs);
            settings.blockSeconds = Rate(5, settings.blockSeconds);
            return settings;
        }

        /// <summary>The document in one fixed form: the same meaning gives the same bytes, in whatever order it came.
        /// </summary>
        public byte[] ToJson(JsonWriter writer)
        {
            writer.Begin().Add("schema", Schema).Add("version", version);
            for (int i = 0; i < RateNames.Length; i++)
            {
                if (_hasRate[i])
                {
                    writer.Add(RateNames[i], _rates[i]);
                }
            }

            limits.AddTo(writer);
            if (_hasIssued)
            {
                writer.Add("issued_ms", issuedMs);
            }

            if (_hasExpires)
            {
                writer.Add("expires_ms", expiresMs);
            }

            if (by != null)
            {
                writer.Add("by", by);
            }

            return writer.End();
        }

        private string TakeHead(JsonReader reader)
        {
            bool hasSchema;
            long schema;
            string text = TakeInteger(reader, "schema", out hasSchema, out schema);
            if (text != null || !hasSchema || schema != Schema)
            {
                return text ?? (hasSchema ? "schema is " + schema + ", this firmware reads " + Schema : "schema is missing");
            }

            bool hasVersion;
            long number;
            text = TakeInteger(reader, "version", out hasVersion, out number);
            if (text != null || !hasVersion)
            {
                return text ?? "version is missing";
            }

            text = Bounds.Outside("version", number, 1, uint.MaxValue);
            version = text == null ? (uint)number : 0;
            text = text ?? TakeInteger(reader, "issued_ms", out _hasIssued, out issuedMs);
            text = text ?? TakeInteger(reader, "expires_ms", out _hasExpires, out expiresMs);
            if (text == null && reader.KindOf("by") != JsonKind.None && !reader.TryGetText("by", out by))
            {
                text = "by is not a string";
            }

            return text;
        }

        private static string TakeInteger(JsonReader reader, string key, out bool found, out long value)
        {
            found = reader.TryGetInteger(key, out value);
            return found || reader.KindOf(key) == JsonKind.None ? null : key + " is not an integer";
        }

        private int Rate(int index, int otherwise)
        {
            return _hasRate[index] ? (int)_rates[index] : otherwise;
        }

        private static bool IsKnown(string key)
        {
            return key == "schema" || key == "version" || key == "issued_ms" || key == "expires_ms" || key == "by"
                || key == DesiredLimits.Key || Contains(RateNames, key);
        }

        private static bool IsReserved(string key)
        {
            return key.StartsWith("suspicion_") || Contains(Reserved, key);
        }

        private static bool Contains(string[] names, string name)
        {
            for (int i = 0; i < names.Length; i++)
            {
                if (names[i] == name)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
