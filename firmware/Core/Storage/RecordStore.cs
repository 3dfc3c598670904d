using System;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Keeps small records (configuration, boot number, last accepted desired state) so that a power cut at any moment leaves
    /// either the old or the new one, whole.
    /// </summary>
    /// <remarks>
    /// A record is written to NAME.new, closed, then renamed to NAME. File: "DBR1", payload length (4 bytes, low byte first),
    /// payload, CRC-32 of all before it (4 bytes, low byte first).
    /// <para>Where a cut can fall, and what is loaded then:</para>
    /// <para>a. while NAME.new is written: NAME is whole, the old record counts;</para>
    /// <para>b. after it is closed, before the rename: NAME still counts, the save was not confirmed to anybody;</para>
    /// <para>c. inside a rename that deletes the target first (ESP32): NAME is gone, NAME.new is whole and counts;</para>
    /// <para>d. after the rename: the new record counts.</para>
    /// </remarks>
    public sealed class RecordStore
    {
        /// <summary>The longest payload, bytes.</summary>
        public const int MaxPayloadBytes = 8192;

        private const int HeaderBytes = 8;
        private const int CrcBytes = 4;
        private const string NewSuffix = ".new";

        private readonly IStorage _storage;

        public RecordStore(IStorage storage)
        {
            _storage = storage;
        }

        /// <summary>Loads the record.</summary>
        /// <returns>Its payload, or null where none was ever saved whole.</returns>
        public byte[] Load(string name)
        {
            byte[] payload = Unwrap(_storage.Read(name));
            return payload != null ? payload : Unwrap(_storage.Read(name + NewSuffix));
        }

        /// <summary>Saves the record in place of the old one.</summary>
        /// <returns>False when the payload is too long or the medium refused; the old record counts then.</returns>
        public bool Save(string name, byte[] payload)
        {
            if (payload.Length > MaxPayloadBytes)
            {
                return false;
            }

            // NAME may be missing while NAME.new holds the only whole copy (case c): writing would destroy it. First bring it
            // home.
            string newName = name + NewSuffix;
            if (IsOnlyNew(name, newName) && !_storage.Rename(newName, name))
            {
                return false;
            }

            byte[] file = Wrap(payload);
            if (!_storage.Write(newName, file, file.Length))
            {
                return false;
            }

            // A rename may be refused after the target was deleted: then the new record is what a restart finds, so it is
            // saved, and saying otherwise would let something refused come into force later.
            return _storage.Rename(newName, name) || IsOnlyNew(name, newName);
        }

        private bool IsOnlyNew(string name, string newName)
        {
            return Unwrap(_storage.Read(name)) == null && Unwrap(_storage.Read(newName)) != null;
        }

        private static byte[] Wrap(byte[] payload)
        {
            int length = payload.Length;
            byte[] file = new byte[HeaderBytes + length + CrcBytes];
            file[0] = (byte)'D';
            file[1] = (byte)'B';
            file[2] = (byte)'R';
            file[3] = (byte)'1';
            PutUInt32(file, 4, (uint)length);
            Array.Copy(payload, 0, file, HeaderBytes, length);
            PutUInt32(file, HeaderBytes + length, Crc32.Compute(file, 0, HeaderBytes + length));
            return file;
        }

        private static byte[] Unwrap(byte[] file)
        {
            if (file == null || file.Length < HeaderBytes + CrcBytes
                || file[0] != 'D' || file[1] != 'B' || file[2] != 'R' || file[3] != '1')
            {
                return null;
            }

            int length = file.Length - HeaderBytes - CrcBytes;
            if (GetUInt32(file, 4) != (uint)length
                || GetUInt32(file, HeaderBytes + length) != Crc32.Compute(file, 0, HeaderBytes + length))
            {
                return null;
            }

            byte[] payload = new byte[length];
            Array.Copy(file, HeaderBytes, payload, 0, length);
            return payload;
        }

        private static void PutUInt32(byte[] target, int offset, uint value)
        {
            target[offset] = (byte)value;
            target[offset + 1] = (byte)(value >> 8);
            target[offset + 2] = (byte)(value >> 16);
            target[offset + 3] = (byte)(value >> 24);
        }

        private static uint GetUInt32(byte[] source, int offset)
        {
            return source[offset] | ((uint)source[offset + 1] << 8) | ((uint)source[offset + 2] << 16)
                | ((uint)source[offset + 3] << 24);
        }
    }
}
