using System;
using System.Text;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Writes what stands before the coded rows: who, when, which cells, which steps. docs/wire-contract.md, "Block".
    /// </summary>
    public sealed class BlockHeader
    {
        public const byte Magic = 0xDB;
        public const byte Version = 1;

        /// <summary>The longest header: 4 fixed, box id 32, numbers 5 + 5 + 10 + 5, layout 32, steps 3, scale 1.</summary>
        public const int MaxBytes = 4 + 32 + 5 + 5 + 10 + 5 + 32 + 3 + 1;

        private readonly byte[] _boxId;
        private readonly byte[] _layout;
        private readonly uint _boot;
        private byte[] _output;
        private int _length;

        /// <exception cref="ArgumentException">The box id is not 1 to 32 characters of [a-z0-9-], or the boot number is
        /// negative.</exception>
        public BlockHeader(PackLayout layout, string boxId, int bootNumber)
        {
            if (boxId == null || boxId.Length < 1 || boxId.Length > 32)
            {
                throw new ArgumentException("a box id has 1 to 32 characters");
            }

            for (int i = 0; i < boxId.Length; i++)
            {
                char c = boxId[i];
                if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-'))
                {
                    throw new ArgumentException("a box id has the characters a-z, 0-9 and - only");
                }
            }

            if (bootNumber < 0)
            {
                throw new ArgumentException("the boot number is negative");
            }

            _boxId = Encoding.UTF8.GetBytes(boxId);
            _boxId[_boxId.Length - 1] |= 0x80;
            _boot = (uint)bootNumber;
            _output = new byte[MaxBytes];
            WriteLayout(layout);
            _layout = new byte[_length];
            Array.Copy(_output, _layout, _length);
            _output = null;
        }

        /// <summary>Writes the header at the start of output.</summary>
        /// <param name="flagsAndGroups">Flags in bits 4..7, noise model bit 3, groups bits 0..2.</param>
        /// <param name="rowsByte">Row count in bits 0..5, plain cells bit 6, companion bit 7.</param>
        /// <param name="steps">Step indices of the groups present, four bits each, first one lowest.</param>
        /// <param name="stepCount">How many.</param>
        /// <param name="noiseScale">Start of the noise model's mean error, as <see cref="ModelChoice.ScaleOf"/> writes it.</param>
        /// <returns>Its length, bytes.</returns>
        public int Write(
            byte[] output, int flagsAndGroups, int rowsByte, uint seq, long firstTimeMs, int steps, int stepCount, int noiseScale)
        {
            _output = output;
            output[0] = Magic;
            output[1] = Version;
            output[2] = (byte)flagsAndGroups;
            output[3] = (byte)rowsByte;
            Array.Copy(_boxId, 0, output, 4, _boxId.Length);
            _length = 4 + _boxId.Length;
            WriteNumber(_boot);
            WriteNumber(seq);
            WriteNumber((ulong)(firstTimeMs << 1) ^ (ulong)(firstTimeMs >> 63));
            Array.Copy(_layout, 0, output, _length, _layout.Length);
            _length += _layout.Length;
            for (int i = 0; i < stepCount; i += 2)
            {
                output[_length++] = (byte)(steps >> (4 * i));
            }

            if ((flagsAndGroups & BlockFlags.NoiseModel) != 0)
            {
                output[_length++] = (byte)noiseScale;
            }

            return _length;
        }

        /// <summary>Version, then runs of like devices: (devices - 1, probes) in a byte, cells in the next, bit 7 of which ends
        /// the list.</summary>
        private void WriteLayout(PackLayout layout)
        {
            _length = 0;
            WriteNumber((ulong)layout.version);
            int device = 0;
            while (device < layout.deviceCount)
            {
                int cells = layout.CellsOf(device);
                int probes = layout.ProbesOf(device);
                int next = device + 1;
                while (next < layout.deviceCount && layout.CellsOf(next) == cells && layout.ProbesOf(next) == probes)
                {
                    next++;
                }

                _output[_length++] = (byte)(((next - device - 1) << 4) | probes);
                _output[_length++] = (byte)(cells | (next == layout.deviceCount ? 0x80 : 0));
                device = next;
            }
        }

        private void WriteNumber(ulong value)
        {
            while (value >= 0x80)
            {
                _output[_length++] = (byte)(value | 0x80);
                value >>= 7;
            }

            _output[_length++] = (byte)value;
        }
    }
}
