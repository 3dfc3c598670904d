namespace DataBox.Core
{
    /// <summary>
    /// The one parser of everything that comes as JSON: configuration, desired state, commands. Reads one flat object of
    /// integers, strings and lists of integers; everything else is refused with the position and what was expected.
    /// </summary>
    /// <remarks>
    /// Bounded in bytes, keys, text length and list length; no recursion. RFC 8259 within these limits: no fraction, exponent,
    /// true, false, null or nested value; a key may stand only once.
    /// </remarks>
    public sealed class JsonReader
    {
        public const int MaxBytes = 8192;
        public const int MaxKeys = 96;
        public const int MaxTextChars = 512;
        public const int MaxListEntries = 64;

        private readonly string[] _keys = new string[MaxKeys];
        private readonly byte[] _kinds = new byte[MaxKeys];
        private readonly long[] _integers = new long[MaxKeys];
        private readonly string[] _texts = new string[MaxKeys];
        private readonly int[][] _lists = new int[MaxKeys][];
        private readonly JsonScanner _scanner = new JsonScanner();
        private int _count;
        private string _error;

        /// <summary>Why the last <see cref="Parse"/> failed: one line with the byte's position; null when it did not.
        /// </summary>
        public string Error
        {
            get { return _error; }
        }

        /// <summary>Number of keys read.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Key by its place in the document.</summary>
        public string KeyAt(int index)
        {
            return _keys[index];
        }

        /// <summary>Reads a document.</summary>
        /// <returns>False when it is not a flat object; <see cref="Error"/> says why, and no key is left from it.</returns>
        public bool Parse(byte[] data)
        {
            _count = 0;
            _error = null;
            if (data == null || data.Length == 0)
            {
                return Fail("the document is empty");
            }

            if (data.Length > MaxBytes)
            {
                return Fail("the document has " + data.Length + " bytes, at most " + MaxBytes);
            }

            _scanner.Start(data);
            if (!ReadObject())
            {
                return Fail("at byte " + _scanner.Position + ": " + _scanner.Error);
            }

            return true;
        }

        /// <summary>What stands at the key.</summary>
        /// <returns><see cref="JsonKind"/>; None where the key is not there.</returns>
        public byte KindOf(string key)
        {
            int index = IndexOf(key);
            return index < 0 ? JsonKind.None : _kinds[index];
        }

        /// <returns>False where the key is not there or holds no integer; value is 0 then.</returns>
        public bool TryGetInteger(string key, out long value)
        {
            int index = IndexOf(key);
            bool found = index >= 0 && _kinds[index] == JsonKind.Integer;
            value = found ? _integers[index] : 0;
            return found;
        }

        /// <returns>False where the key is not there or holds no string; value is null then.</returns>
        public bool TryGetText(string key, out string value)
        {
            int index = IndexOf(key);
            bool found = index >= 0 && _kinds[index] == JsonKind.Text;
            value = found ? _texts[index] : null;
            return found;
        }

        /// <returns>False where the key is not there or holds no list; value is null then.</returns>
        public bool TryGetList(string key, out int[] value)
        {
            int index = IndexOf(key);
            bool found = index >= 0 && _kinds[index] == JsonKind.List;
            value = found ? _lists[index] : null;
            return found;
        }

        private bool ReadObject()
        {
            if (!_scanner.Expect('{', "an object '{'"))
            {
                return false;
            }

            if (!_scanner.Accept('}'))
            {
                do
                {
                    if (!ReadMember())
                    {
                        return false;
                    }
                }
                while (_scanner.Accept(','));

                if (!_scanner.Expect('}', "',' or '}'"))
                {
                    return false;
                }
            }

            return _scanner.ExpectEnd();
        }

        private bool ReadMember()
        {
            string key;
            if (!_scanner.ReadText(MaxTextChars, out key))
            {
                return false;
            }

            if (IndexOf(key) >= 0)
            {
                return _scanner.Refuse("the key '" + key + "' stands twice");
            }

            if (_count == MaxKeys)
            {
                return _scanner.Refuse("more than " + MaxKeys + " keys");
            }

            return _scanner.Expect(':', "':' after the key") && ReadValue(key);
        }

        private bool ReadValue(string key)
        {
            byte kind = _scanner.PeekKind();
            switch (kind)
            {
                case JsonKind.Integer:
                    if (!_scanner.ReadInteger(out _integers[_count]))
                    {
                        return false;
                    }

                    break;
                case JsonKind.Text:
                    if (!_scanner.ReadText(MaxTextChars, out _texts[_count]))
                    {
                        return false;
                    }

                    break;
                case JsonKind.List:
                    if (!_scanner.ReadList(MaxListEntries, out _lists[_count]))
                    {
                        return false;
                    }

                    break;
                default:
                    return _scanner.Refuse("an integer, a string or a list of integers is expected");
            }

            _keys[_count] = key;
            _kinds[_count] = kind;
            _count++;
            return true;
        }

        private int IndexOf(string key)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_keys[i] == key)
                {
                    return i;
                }
            }

            return -1;
        }

        private bool Fail(string error)
        {
            _count = 0;
            _error = error;
            return false;
        }
    }
}
