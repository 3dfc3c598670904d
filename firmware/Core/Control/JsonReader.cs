using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The one parser of everything that comes as JSON: configuration, desired state, commands. Reads one flat object of
    /// integers, strings and lists of integers; everything else is refused with the position and what was expected. Whoever
    /// reads may name one key that holds such an object itself.
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

        private readonly string[] _keys;
        private readonly byte[] _kinds;
        private readonly long[] _integers;
        private readonly string[] _texts;
        private readonly int[][] _lists;
        private readonly JsonScanner _scanner = new JsonScanner();
        private string _objectKey;
        private int _count;
        private int _insideFrom;
        private int _insideEnd;
        private string _error;

        public JsonReader()
            : this(MaxKeys)
        {
        }

        /// <param name="mostKeys">A document with more is refused; up to <see cref="MaxKeys"/>.</param>
        public JsonReader(int mostKeys)
        {
            _keys = new string[mostKeys];
            _kinds = new byte[mostKeys];
            _integers = new long[mostKeys];
            _texts = new string[mostKeys];
            _lists = new int[mostKeys][];
        }

        /// <summary>Heap bytes of this object without the texts of the document that was read last.</summary>
        public static int BytesFor(int mostKeys)
        {
            return HeapSize.OfObject(11) + (3 * HeapSize.OfReferences(mostKeys)) + HeapSize.OfBytes(mostKeys)
                + HeapSize.OfLongs(mostKeys) + HeapSize.OfObject(4) + HeapSize.OfShorts(MaxTextChars);
        }

        /// <summary>Why the last <see cref="Parse(byte[])"/> failed: one line with the byte's position; null when it did not.
        /// </summary>
        public string Error
        {
            get { return _error; }
        }

        /// <summary>Number of keys read, those inside the object that was asked for included.</summary>
        public int Count
        {
            get { return _count; }
        }

        /// <summary>Key by its place in the document.</summary>
        public string KeyAt(int index)
        {
            return _keys[index];
        }

        /// <summary>True where the key at this place stands inside the object that was asked for, not beside it.</summary>
        public bool IsInside(int index)
        {
            return index >= _insideFrom && index < _insideEnd;
        }

        /// <summary>Integer by its place in the document; false where something else stands there.</summary>
        public bool TryGetIntegerAt(int index, out long value)
        {
            bool isInteger = _kinds[index] == JsonKind.Integer;
            value = isInteger ? _integers[index] : 0;
            return isInteger;
        }

        /// <summary>Reads a document.</summary>
        /// <returns>False when it is not a flat object; <see cref="Error"/> says why, and no key is left from it.</returns>
        public bool Parse(byte[] data)
        {
            return Parse(data, null);
        }

        /// <summary>Reads a document in which one key may hold an object.</summary>
        /// <param name="objectKey">That key; null: none may.</param>
        /// <returns>As above.</returns>
        public bool Parse(byte[] data, string objectKey)
        {
            _objectKey = objectKey;
            _insideFrom = int.MaxValue;
            _insideEnd = int.MaxValue;
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
            return (ReadObject() && _scanner.ExpectEnd()) || Fail("at byte " + _scanner.Position + ": " + _scanner.Error);
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

                return _scanner.Expect('}', "',' or '}'");
            }

            return true;
        }

        private bool ReadMember()
        {
            string key;
            if (!_scanner.ReadText(MaxTextChars, out key))
            {
                return false;
            }

            if (Stands(key))
            {
                return _scanner.Refuse("the key '" + key + "' stands twice");
            }

            if (_count == _keys.Length)
            {
                return _scanner.Refuse("more than " + _keys.Length + " keys");
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
                    return key == _objectKey && _insideFrom == int.MaxValue
                        ? ReadInside(key)
                        : _scanner.Refuse("an integer, a string or a list of integers is expected");
            }

            _keys[_count] = key;
            _kinds[_count] = kind;
            _count++;
            return true;
        }

        private bool ReadInside(string key)
        {
            _keys[_count] = key;
            _kinds[_count] = JsonKind.Object;
            _count++;
            _insideFrom = _count;
            if (!ReadObject())
            {
                return false;
            }

            _insideEnd = _count;
            return true;
        }

        /// <summary>True where the object that is being read has this key already.</summary>
        private bool Stands(string key)
        {
            if (_insideFrom == int.MaxValue || _insideEnd != int.MaxValue)
            {
                return IndexOf(key) >= 0;
            }

            int index = _count - 1;
            while (index >= _insideFrom && _keys[index] != key)
            {
                index--;
            }

            return index >= _insideFrom;
        }

        /// <summary>Place of a key of the document itself.</summary>
        private int IndexOf(string key)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_keys[i] == key && !IsInside(i))
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
