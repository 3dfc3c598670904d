namespace DataBox.Ports
{
    /// <summary>Bits of <see cref="PackSample.vehicleState"/>.</summary>
    public static class VehicleState
    {
        public const int Ignition = 1;
        public const int Charging = 2;

        /// <summary>All bits that have a meaning; the others are zero.</summary>
        public const int Mask = Ignition | Charging;
    }
}
