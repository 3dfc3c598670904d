namespace DataBox.Core
{
    /// <summary>Reads JSON tokens out of bytes for <see cref="JsonReader"/>; never past the end, never throws on content.
    /// </summary>
    public sealed class JsonScanner
    {
        private readonly char[] _text = new char[JsonReader.MaxTextChars];
        private byte[] _data;
        private int _position;
        private string _error;

        /// <summary>Byte, from 0, at which reading stands or stopped.</summary>
        public int Position
        {
            get { return _position; }
        }

        /// <summary>What was wrong there.</summary>
        public string Error
        {
            get { return _error; }
        }

        public void Start(byte[] data)
        {
            _data = data;
            _position = 0;
            _error = null;
        }

        public bool Refuse(string error)
        {
            _error = error;
            return false;
        }

        /// <summary>Takes the character if it comes next, white space before it aside.</summary>
        public bool Accept(char wanted)
        {
            SkipSpace();
            if (_position < _data.Length && _data[_position] == wanted)
            {
                _position++;
                return true;
            }

            return false;
        }

        public bool Expect(char wanted, string name)
        {
            return Accept(wanted) || Refuse(name + " is expected");
        }

        public bool ExpectEnd()
        {
            SkipSpace();
            return _position == _data.Length || Refuse("nothing is expected after the object");
        }

        /// <summary>Kind of the value that comes next, by its first character.</summary>
        public byte PeekKind()
        {
            SkipSpace();
            if (_position == _data.Length)
            {
                return JsonKind.None;
            }

            byte c = _data[_position];
            return c == '"' ? JsonKind.Text
                : c == '[' ? JsonKind.List
                : c == '-' || (c >= '0' && c <= '9') ? JsonKind.Integer
                : JsonKind.None;
        }

        /// <summary>Reads an integer, ±9,223,372,036,854,775,807.</summary>
        public bool ReadInteger(out long value)
        {
            value = 0;
            bool negative = Accept('-');
            int first = _position;
            while (_position < _data.Length && _data[_position] >= '0' && _data[_position] <= '9')
            {
                int digit = _data[_position] - '0';
                // Tested before the step, because nothing on the device notices an overflow.
                if (value > (long.MaxValue - digit) / 10)
                {
                    return Refuse("the integer is too large");
                }

                value = (value * 10) + digit;
                _position++;
            }

            if (_position == first)
            {
                return Refuse("a digit is expected");
            }

            if (_data[first] == '0' && _position - first > 1)
            {
                return Refuse("an integer has no leading zero");
            }

            if (_position < _data.Length
                && (_data[_position] == '.' || _data[_position] == 'e' || _data[_position] == 'E'))
            {
                return Refuse("an integer is expected, not a fraction");
            }

            if (negative)
            {
                value = -value;
            }

            return true;
        }

        /// <summary>Reads a list of integers that fit 32 bits.</summary>
        public bool ReadList(int maxEntries, out int[] values)
        {
            values = null;
            int[] found = new int[maxEntries];
            int count = 0;
            if (!Expect('[', "a list '['"))
            {
                return false;
            }

            if (!Accept(']'))
            {
                do
                {
                    long value;
                    SkipSpace();
                    if (!ReadInteger(out value))
                    {
                        return false;
                    }

                    if (value > int.MaxValue || value < int.MinValue)
                    {
                        return Refuse("an entry of a list has at most 32 bits");
                    }

                    if (count == maxEntries)
                    {
                        return Refuse("a list has at most " + maxEntries + " entries");
                    }

                    found[count++] = (int)value;
                }
                while (Accept(','));

                if (!Expect(']', "',' or ']'"))
                {
                    return false;
                }
            }

            values = new int[count];
            System.Array.Copy(found, values, count);
            return true;
        }

        /// <summary>Reads a string in quotes.</summary>
        public bool ReadText(int maxChars, out string text)
        {
            text = null;
            int length = 0;
            if (!Expect('"', "a string '\"'"))
            {
                return false;
            }

            while (true)
            {
                if (_position == _data.Length)
                {
                    return Refuse("the string has no end");
                }

                if (_data[_position] == '"')
                {
                    _position++;
                    text = new string(_text, 0, length);
                    return true;
                }

                int codePoint;
                if (!(_data[_position] == '\\' ? ReadEscape(out codePoint) : ReadUtf8(out codePoint)))
                {
                    return false;
                }

                int chars = codePoint > 0xFFFF ? 2 : 1;
                if (length + chars > maxChars)
                {
                    return Refuse("a string has at most " + maxChars + " characters");
                }

                if (chars == 1)
                {
                    _text[length++] = (char)codePoint;
                }
                else
                {
                    _text[length++] = (char)(0xD800 + ((codePoint - 0x10000) >> 10));
                    _text[length++] = (char)(0xDC00 + ((codePoint - 0x10000) & 0x3FF));
                }
            }
        }

        private bool ReadEscape(out int codePoint)
        {
            codePoint = 0;
            if (_position + 1 >= _data.Length)
            {
                return Refuse("the string has no end");
            }

            byte c = _data[_position + 1];
            switch (c)
            {
                case (byte)'"':
                case (byte)'\\':
                case (byte)'/': codePoint = c; break;
                case (byte)'b': codePoint = 8; break;
                case (byte)'f': codePoint = 12; break;
                case (byte)'n': codePoint = 10; break;
                case (byte)'r': codePoint = 13; break;
                case (byte)'t': codePoint = 9; break;
                case (byte)'u': return ReadHexEscape(out codePoint);
                default: return Refuse("this escape is not JSON");
            }

            _position += 2;
            return true;
        }

        private bool ReadHexEscape(out int codePoint)
        {
            if (!ReadHex(_position, out codePoint))
            {
                return false;
            }

            if (codePoint >= 0xDC00 && codePoint <= 0xDFFF)
            {
                return Refuse("half a surrogate pair");
            }

            int bytes = 6;
            if (codePoint >= 0xD800 && codePoint <= 0xDBFF)
            {
                int low;
                if (!ReadHex(_position + 6, out low) || low < 0xDC00 || low > 0xDFFF)
                {
                    return Refuse("half a surrogate pair");
                }

                codePoint = 0x10000 + ((codePoint - 0xD800) << 10) + (low - 0xDC00);
                bytes = 12;
            }

            _position += bytes;
            return true;
        }

        /// <summary>Reads \uXXXX at a position without moving there.</summary>
        private bool ReadHex(int position, out int value)
        {
            value = 0;
            if (position + 6 > _data.Length || _data[position] != '\\' || _data[position + 1] != 'u')
            {
                return Refuse("\\u and four hex digits are expected");
            }

            for (int i = position + 2; i < position + 6; i++)
            {
                byte c = _data[i];
                int digit = c >= '0' && c <= '9' ? c - '0'
                    : c >= 'a' && c <= 'f' ? c - 'a' + 10
                    : c >= 'A' && c <= 'F' ? c - 'A' + 10
                    : -1;
                if (digit < 0)
                {
                    return Refuse("\\u and four hex digits are expected");
                }

                value = (value << 4) | digit;
            }

            return true;
        }

        /// <summary>Reads one character of UTF-8 (RFC 3629: shortest form, no surrogates, up to 10FFFF).</summary>
        private bool ReadUtf8(out int codePoint)
        {
            byte first = _data[_position];
            codePoint = first;
            if (first < 0x20)
            {
                return Refuse("a control character must be escaped");
            }

            int extra = first < 0x80 ? 0 : first < 0xC2 ? -1 : first < 0xE0 ? 1 : first < 0xF0 ? 2 : first < 0xF5 ? 3 : -1;
            if (extra < 0 || _position + extra >= _data.Length)
            {
                return Refuse("the text is not UTF-8");
            }

            if (extra > 0)
            {
                codePoint = first & (0x3F >> extra);
                for (int i = 1; i <= extra; i++)
                {
                    byte next = _data[_position + i];
                    if ((next & 0xC0) != 0x80)
                    {
                        return Refuse("the text is not UTF-8");
                    }

                    codePoint = (codePoint << 6) | (next & 0x3F);
                }

                bool tooLong = (extra == 2 && codePoint < 0x800) || (extra == 3 && codePoint < 0x10000);
                if (tooLong || codePoint > 0x10FFFF || (codePoint >= 0xD800 && codePoint <= 0xDFFF))
                {
                    return Refuse("the text is not UTF-8");
                }
            }

            _position += 1 + extra;
            return true;
        }

        private void SkipSpace()
        {
            while (_position < _data.Length
                && (_data[_position] == ' ' || _data[_position] == '\t' || _data[_position] == '\n' || _data[_position] == '\r'))
            {
                _position++;
            }
        }
    }
}
