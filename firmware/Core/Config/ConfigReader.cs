using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Takes typed values out of a document, keeps the first thing that is wrong, and knows which keys nobody took.
    /// </summary>
    public sealed class ConfigReader
    {
        private readonly JsonReader _json;
        private readonly bool[] _taken = new bool[JsonReader.MaxKeys];
        private string _error;

        /// <param name="json">After a successful Parse.</param>
        public ConfigReader(JsonReader json)
        {
            _json = json;
        }

        /// <summary>The first thing that was wrong: one line with key and value; null: nothing.</summary>
        public string Error
        {
            get { return _error; }
        }

        /// <summary>Keeps an error if it is the first.</summary>
        public void Refuse(string error)
        {
            _error = _error ?? error;
        }

        public bool Has(string key)
        {
            return _json.KindOf(key) != JsonKind.None;
        }

        /// <summary>The integer at the key, or the default where it is not there. Bounds are judged later, in one place; here only
        /// that it fits 32 bits.</summary>
        public int Integer(string key, int otherwise)
        {
            long value;
            if (!Take(key))
            {
                return otherwise;
            }

            if (!_json.TryGetInteger(key, out value))
            {
                Refuse(key + " is not an integer");
                return otherwise;
            }

            string outside = Bounds.Outside(key, value, int.MinValue, int.MaxValue);
            if (outside != null)
            {
                Refuse(outside);
                return otherwise;
            }

            return (int)value;
        }

        /// <summary>The string at the key, or the default.</summary>
        public string Text(string key, string otherwise)
        {
            string value;
            if (!Take(key))
            {
                return otherwise;
            }

            if (!_json.TryGetText(key, out value))
            {
                Refuse(key + " is not a string");
                return otherwise;
            }

            return value;
        }

        /// <summary>The list at the key, or null where it is not there.</summary>
        public int[] List(string key)
        {
            int[] value;
            if (!Take(key))
            {
                return null;
            }

            if (!_json.TryGetList(key, out value))
            {
                Refuse(key + " is not a list of integers");
                return null;
            }

            return value;
        }

        /// <summary>The first key that nobody asked for; null: none.</summary>
        public string FirstUntaken()
        {
            for (int i = 0; i < _json.Count; i++)
            {
                if (!_taken[i])
                {
                    return _json.KeyAt(i);
                }
            }

            return null;
        }

        private bool Take(string key)
        {
            for (int i = 0; i < _json.Count; i++)
            {
                if (_json.KeyAt(i) == key)
                {
                    _taken[i] = true;
                    return true;
                }
            }

            return false;
        }
    }
}
