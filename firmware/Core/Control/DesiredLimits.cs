using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// What a desired state says about the detector: rows of <see cref="DetectorSettings"/> by key, in the order of that table
    /// whatever order they came in. A row left out keeps the value of the box's configuration.
    /// </summary>
    public sealed class DesiredLimits
    {
        /// <summary>The key of the object in the document.</summary>
        public const string Key = "limits";

        /// <summary>The most rows in one document: the state message repeats them.</summary>
        public const int MaxCount = 16;

        private readonly byte[] _rows = new byte[MaxCount];
        private readonly long[] _values = new long[MaxCount];
        private int _count;

        /// <summary>Heap bytes.</summary>
        public static int BytesFor()
        {
            return HeapSize.OfObject(3) + HeapSize.OfBytes(MaxCount) + HeapSize.OfLongs(MaxCount);
        }

        /// <summary>The settings in force under a document.</summary>
        /// <param name="state">Null: none is in force.</param>
        /// <param name="box">Of the box's configuration; not changed.</param>
        public static DetectorSettings Of(DesiredState state, DetectorSettings box)
        {
            return state == null || state.limits._count == 0 ? box : state.limits.Over(box);
        }

        /// <summary>Takes the rows out of a document that was read; nothing about bounds is judged here.</summary>
        /// <returns>Null, or why it is refused, with the code.</returns>
        public string Take(JsonReader reader, out string code)
        {
            code = RefusalCode.Malformed;
            byte kind = reader.KindOf(Key);
            if (kind != JsonKind.None && kind != JsonKind.Object)
            {
                return "limits is not an object";
            }

            int inside = 0;
            for (int i = 0; i < reader.Count; i++)
            {
                if (reader.IsInside(i))
                {
                    inside++;
                    long value;
                    string key = reader.KeyAt(i);
                    if (DetectorSettings.IndexOf(key) < 0)
                    {
                        code = RefusalCode.UnknownField;
                        return "unknown limit " + key;
                    }

                    if (!reader.TryGetIntegerAt(i, out value))
                    {
                        return "limits: " + key + " is not an integer";
                    }
                }
            }

            if (inside > MaxCount)
            {
                code = RefusalCode.OutOfBounds;
                return "limits has " + inside + " entries, allowed at most " + MaxCount;
            }

            TakeInOrder(reader);
            return null;
        }

        /// <summary>Why these rows may not be in force, one line; null where they may.</summary>
        /// <param name="box">Of the box's configuration: what the cloud may tighten and never loosen is measured against it.</param>
        public string Error(DetectorSettings box)
        {
            if (_count == 0)
            {
                return null;
            }

            for (int i = 0; i < _count; i++)
            {
                string text = DetectorSettings.Outside(_rows[i], _values[i]) ?? box.Loosened(_rows[i], (int)_values[i]);
                if (text != null)
                {
                    return "limits: " + text;
                }
            }

            string clash = Over(box).Contradiction();
            return clash == null ? null : "limits: " + clash;
        }

        /// <summary>Writes the object, where there is anything in it.</summary>
        public void AddTo(JsonWriter writer)
        {
            if (_count == 0)
            {
                return;
            }

            writer.BeginObject(Key);
            for (int i = 0; i < _count; i++)
            {
                writer.Add(DetectorSettings.KeyAt(_rows[i]), _values[i]);
            }

            writer.EndObject();
        }

        /// <summary>The rows in one line, "key=value" with commas between; empty where there are none.</summary>
        public string Text()
        {
            string text = "";
            for (int i = 0; i < _count; i++)
            {
                text += (i == 0 ? "" : ",") + DetectorSettings.KeyAt(_rows[i]) + "=" + _values[i];
            }

            return text;
        }

        private void TakeInOrder(JsonReader reader)
        {
            _count = 0;
            for (int row = 0; row < DetectorSettings.Count; row++)
            {
                string key = DetectorSettings.KeyAt(row);
                for (int i = 0; i < reader.Count; i++)
                {
                    if (reader.IsInside(i) && reader.KeyAt(i) == key)
                    {
                        _rows[_count] = (byte)row;
                        reader.TryGetIntegerAt(i, out _values[_count]);
                        _count++;
                    }
                }
            }
        }

        private DetectorSettings Over(DetectorSettings box)
        {
            DetectorSettings settings = box.Copy();
            for (int i = 0; i < _count; i++)
            {
                settings.values[_rows[i]] = (int)_values[i];
            }

            return settings;
        }
    }
}
