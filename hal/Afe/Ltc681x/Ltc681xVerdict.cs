namespace DataBox.Afe
{
    /// <summary>What one measurement of a check says of each device; filled by whoever measured.</summary>
    public sealed class Ltc681xVerdict
    {
        /// <summary>Bit d: there is a measurement of device d.</summary>
        public int judgedMask;

        /// <summary>Bit d: and it is not as it should be.</summary>
        public int badMask;

        /// <summary>[deviceCount] what was measured and the bound it was held against; units as AfeCheck says.</summary>
        public readonly int[] measured;
        public readonly int[] bound;

        public Ltc681xVerdict(int deviceCount)
        {
            measured = new int[deviceCount];
            bound = new int[deviceCount];
        }

        public void Begin()
        {
            judgedMask = 0;
            badMask = 0;
        }

        /// <summary>A device was measured.</summary>
        public void Judge(int device, bool isBad, int what, int against)
        {
            judgedMask |= 1 << device;
            if (isBad)
            {
                badMask |= 1 << device;
            }

            measured[device] = what;
            bound[device] = against;
        }
    }
}
