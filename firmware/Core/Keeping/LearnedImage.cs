using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The stored form of everything that the detector has learned: a table of parts, then the parts. The features are one part,
    /// and so is each cause that learns something.
    /// </summary>
    /// <remarks>
    /// Byte 0 version, 1; 1 number of parts; then of each part id 1 (0 the features, else the cause's row + 1), version 1, length 4,
    /// low byte first; then the bytes of the parts in the same order. A part is read where this firmware has one with the same id,
    /// version and length; others are skipped, so firmware that adds a part or learns one anew finds the rest.
    /// </remarks>
    public sealed class LearnedImage
    {
        /// <summary>The longest image, bytes.</summary>
        public const int MostBytes = 73728;

        private const int Version = 1;
        private const int HeadBytes = 2;
        private const int EntryBytes = 6;

        // What all parts together may take of each cell, probe and device, and beside them, with head and table: a test holds the
        // real parts below it.
        private const int BytesPerCell = 208;
        private const int BytesPerProbe = 32;
        private const int BytesPerDevice = 320;
        private const int OtherBytes = 384;

        private readonly CauseSet _causes;

        // [parts] rows of the rules + 1 that have something to store; 0: the features.
        private readonly byte[] _parts;
        private readonly int _bytes;

        public LearnedImage(CauseSet causes, PackLayout layout)
        {
            _causes = causes;
            byte[] parts = new byte[1 + causes.rules.Length];
            int count = 0;
            int bytes = HeadBytes;
            int most = MostBytesFor(layout);
            for (int k = 0; k <= causes.rules.Length; k++)
            {
                int length = LengthOf(k);
                if (length > 0 && bytes + EntryBytes + length <= most)
                {
                    parts[count++] = (byte)k;
                    bytes += EntryBytes + length;
                }
            }

            _parts = new byte[count];
            System.Array.Copy(parts, 0, _parts, 0, count);
            _bytes = bytes;
        }

        /// <summary>Bytes of the image.</summary>
        public int Bytes
        {
            get { return _bytes; }
        }

        /// <summary>Number of parts in it. A part that would make it longer than <see cref="MostBytesFor"/> is left out.</summary>
        public int PartCount
        {
            get { return _parts.Length; }
        }

        /// <summary>Parts that would be in it if there were room.</summary>
        public int WishedCount
        {
            get
            {
                int count = 0;
                for (int k = 0; k <= _causes.rules.Length; k++)
                {
                    count += LengthOf(k) > 0 ? 1 : 0;
                }

                return count;
            }
        }

        /// <summary>The longest image of a cell map, bytes.</summary>
        public static int MostBytesFor(PackLayout layout)
        {
            int most = OtherBytes + (BytesPerCell * layout.cellCount) + (BytesPerProbe * layout.probeCount)
                + (BytesPerDevice * layout.deviceCount);
            return most < MostBytes ? most : MostBytes;
        }

        /// <summary>Heap bytes of this object.</summary>
        public static int BytesFor()
        {
            return HeapSize.OfObject(3) + HeapSize.OfBytes(16);
        }

        /// <summary>A new image with the table and without the parts.</summary>
        public byte[] Begin()
        {
            byte[] image = new byte[_bytes];
            image[0] = Version;
            image[1] = (byte)_parts.Length;
            for (int i = 0; i < _parts.Length; i++)
            {
                int at = HeadBytes + (i * EntryBytes);
                image[at] = IdOf(_parts[i]);
                image[at + 1] = VersionOf(_parts[i]);
                Put(image, at + 2, LengthOf(_parts[i]));
            }

            return image;
        }

        /// <summary>Writes one part.</summary>
        /// <param name="index">0..PartCount-1.</param>
        public void Write(byte[] image, int index)
        {
            int at = HeadBytes + (_parts.Length * EntryBytes);
            for (int i = 0; i < index; i++)
            {
                at += LengthOf(_parts[i]);
            }

            int part = _parts[index];
            if (part == 0)
            {
                _causes.features.WriteLearned(image, at);
            }
            else
            {
                _causes.rules[part - 1].WriteLearned(image, at);
            }
        }

        /// <summary>Hands the parts of an image to those who wrote them.</summary>
        /// <returns>How many were taken; -1 where it is no image of this version: nothing was taken.</returns>
        public int Read(byte[] image)
        {
            if (image.Length < HeadBytes || image[0] != Version || image.Length < HeadBytes + (image[1] * EntryBytes))
            {
                return -1;
            }

            int count = image[1];
            long end = HeadBytes + (count * EntryBytes);
            for (int i = 0; i < count; i++)
            {
                // Not below 0, so that no later part begins before an earlier one.
                int length = Get(image, HeadBytes + (i * EntryBytes) + 2);
                end += length < 0 ? int.MaxValue : length;
            }

            if (end != image.Length)
            {
                return -1;
            }

            int taken = 0;
            int at = HeadBytes + (count * EntryBytes);
            for (int i = 0; i < count; i++)
            {
                int entry = HeadBytes + (i * EntryBytes);
                int length = Get(image, entry + 2);
                taken += ReadPart(image, image[entry], image[entry + 1], at, length) ? 1 : 0;
                at += length;
            }

            return taken;
        }

        private bool ReadPart(byte[] image, byte id, byte version, int at, int length)
        {
            for (int k = 0; k <= _causes.rules.Length; k++)
            {
                if (IdOf(k) == id && VersionOf(k) == version && LengthOf(k) == length && length > 0)
                {
                    if (k == 0)
                    {
                        _causes.features.ReadLearned(image, at);
                    }
                    else
                    {
                        _causes.rules[k - 1].ReadLearned(image, at);
                    }

                    return true;
                }
            }

            return false;
        }

        private int LengthOf(int part)
        {
            return part == 0 ? _causes.features.LearnedBytes : _causes.rules[part - 1].LearnedBytes;
        }

        private byte IdOf(int part)
        {
            return part == 0 ? (byte)0 : (byte)(_causes.rules[part - 1].causeId + 1);
        }

        private byte VersionOf(int part)
        {
            return part == 0 ? _causes.features.LearnedVersion : _causes.rules[part - 1].LearnedVersion;
        }

        private static void Put(byte[] target, int at, int value)
        {
            target[at] = (byte)value;
            target[at + 1] = (byte)(value >> 8);
            target[at + 2] = (byte)(value >> 16);
            target[at + 3] = (byte)(value >> 24);
        }

        private static int Get(byte[] source, int at)
        {
            return source[at] | (source[at + 1] << 8) | (source[at + 2] << 16) | (source[at + 3] << 24);
        }
    }
}
