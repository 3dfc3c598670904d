namespace DataBox.Ports
{
    /// <summary>
    /// What the checks of a chain have found, each with its age. Allocated once, filled in place by the driver; readings and
    /// trust in them travel apart, so nothing here changes a reading.
    /// </summary>
    /// <remarks>
    /// A check that could not be completed (no answer, wrong PEC) leaves the last result and its time: the age tells. A sense
    /// wire has its own entry: wire k of device d, k = 0 at the lower end of the device's lowest cell, is entry
    /// <c>firstCell[d] + d + k</c>; the wire between its cells k - 1 and k.
    /// </remarks>
    public sealed class AfeHealth
    {
        public readonly int deviceCount;

        /// <summary>[AfeCheck.Count * deviceCount] <see cref="AfeResult"/> of the last completed run; see
        /// <see cref="IndexOf"/>.</summary>
        public readonly byte[] result;

        /// <summary>[AfeCheck.Count * deviceCount] sample time of that run, ms; meaningful where result is not NotRun.</summary>
        public readonly long[] ranAtMs;

        /// <summary>[AfeCheck.Count * deviceCount] what was measured, and the bound it was held against; units as
        /// <see cref="AfeCheck"/> says.</summary>
        public readonly int[] value;
        public readonly int[] limit;

        /// <summary>[cellCount + deviceCount] <see cref="AfeResult"/> of each sense wire, of the last completed
        /// <see cref="AfeCheck.CellWires"/> of its device.</summary>
        public readonly byte[] wireResult;

        /// <summary>[cellCount + deviceCount] the evidence, µV: what the test current moved the reading by.</summary>
        public readonly int[] wireMicrovolts;

        /// <summary>[cellCount] second measurement less first one, µV, of the last completed redundancy check.</summary>
        public readonly int[] redundantMicrovolts;

        /// <summary>[cellCount] <see cref="AfeResult"/> of the cell in that check; NotRun where the chip has no second
        /// measurement of this cell.</summary>
        public readonly byte[] redundantResult;

        /// <summary>[probeCount] <see cref="AfeResult"/> of each probe's wire.</summary>
        public readonly byte[] probeWireResult;

        /// <summary>Rises by one with every completed run: nothing here has changed while it stands.</summary>
        public int changeCount;

        private readonly PackLayout _layout;

        public AfeHealth(PackLayout layout)
        {
            _layout = layout;
            deviceCount = layout.deviceCount;
            int entries = AfeCheck.Count * deviceCount;
            result = new byte[entries];
            ranAtMs = new long[entries];
            value = new int[entries];
            limit = new int[entries];
            wireResult = new byte[layout.cellCount + deviceCount];
            wireMicrovolts = new int[layout.cellCount + deviceCount];
            redundantMicrovolts = new int[layout.cellCount];
            redundantResult = new byte[layout.cellCount];
            probeWireResult = new byte[layout.probeCount];
        }

        /// <summary>Entry of a check at a device.</summary>
        public int IndexOf(int check, int device)
        {
            return (check * deviceCount) + device;
        }

        /// <summary>Entry of a device's lowest sense wire; it has one more than cells.</summary>
        public int FirstWireOf(int device)
        {
            return _layout.firstCell[device] + device;
        }

        /// <summary>A check was completed at a device.</summary>
        /// <param name="timeMs">Sample time.</param>
        public void Put(int check, int device, byte checkResult, int measured, int bound, long timeMs)
        {
            int i = IndexOf(check, device);
            result[i] = checkResult;
            ranAtMs[i] = timeMs;
            value[i] = measured;
            limit[i] = bound;
            changeCount++;
        }
    }
}
