using System;

namespace DataBox.Core
{
    /// <summary>
    /// Writes one JSON object (integers, strings, lists of integers, an object of such) into a buffer of its own. Not in any
    /// sampling path.
    /// </summary>
    /// <remarks>Text is written as ASCII; other characters and controls as \uXXXX, so the output is valid whatever came in.
    /// </remarks>
    public sealed class JsonWriter
    {
        private byte[] _buffer;
        private int _length;
        private bool _first;

        public JsonWriter(int initialBytes)
        {
            _buffer = new byte[initialBytes < 16 ? 16 : initialBytes];
        }

        public JsonWriter Begin()
        {
            _length = 0;
            _first = true;
            Put('{');
            return this;
        }

        public JsonWriter Add(string key, long value)
        {
            Key(key);
            Ascii(value.ToString());
            return this;
        }

        public JsonWriter Add(string key, string value)
        {
            Key(key);
            Text(value);
            return this;
        }

        /// <summary>Writes the first <paramref name="count"/> entries.</summary>
        public JsonWriter Add(string key, int[] values, int count)
        {
            Key(key);
            Put('[');
            for (int i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    Put(',');
                }

                Ascii(values[i].ToString());
            }

            Put(']');
            return this;
        }

        /// <summary>Writes the first <paramref name="count"/> entries.</summary>
        public JsonWriter Add(string key, long[] values, int count)
        {
            Key(key);
            Put('[');
            for (int i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    Put(',');
                }

                Ascii(values[i].ToString());
            }

            Put(']');
            return this;
        }

        /// <summary>Writes the first <paramref name="count"/> entries as one string, a comma between; plain characters only.
        /// </summary>
        public JsonWriter Add(string key, string[] words, int count)
        {
            Key(key);
            Put('"');
            for (int i = 0; i < count; i++)
            {
                if (i > 0)
                {
                    Put(',');
                }

                Ascii(words[i]);
            }

            Put('"');
            return this;
        }

        /// <summary>Begins an object at the key; what is added until <see cref="EndObject"/> stands inside it.</summary>
        public JsonWriter BeginObject(string key)
        {
            Key(key);
            Put('{');
            _first = true;
            return this;
        }

        public JsonWriter EndObject()
        {
            Put('}');
            _first = false;
            return this;
        }

        /// <summary>Closes the document.</summary>
        /// <returns>A new array of exactly the written bytes.</returns>
        public byte[] End()
        {
            Put('}');
            byte[] result = new byte[_length];
            Array.Copy(_buffer, 0, result, 0, _length);
            return result;
        }

        private void Key(string key)
        {
            if (!_first)
            {
                Put(',');
            }

            _first = false;
            Text(key);
            Put(':');
        }

        private void Text(string value)
        {
            Put('"');
            for (int i = 0; i < value.Length; i++)
            {
                char c = value[i];
                if (c == '"' || c == '\\')
                {
                    Put('\\');
                    Put(c);
                }
                else if (c < ' ' || c > '~')
                {
                    Put('\\');
                    Put('u');
                    for (int shift = 12; shift >= 0; shift -= 4)
                    {
                        int digit = (c >> shift) & 15;
                        Put((char)(digit < 10 ? '0' + digit : 'a' + digit - 10));
                    }
                }
                else
                {
                    Put(c);
                }
            }

            Put('"');
        }

        private void Ascii(string value)
        {
            for (int i = 0; i < value.Length; i++)
            {
                Put(value[i]);
            }
        }

        private void Put(char c)
        {
            if (_length == _buffer.Length)
            {
                byte[] larger = new byte[_buffer.Length * 2];
                Array.Copy(_buffer, 0, larger, 0, _length);
                _buffer = larger;
            }

            _buffer[_length++] = (byte)c;
        }
    }
}
