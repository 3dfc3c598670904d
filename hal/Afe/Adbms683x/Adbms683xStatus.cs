namespace DataBox.Afe
{
    /// <summary>Scales and windows of what the chip says about itself.</summary>
    /// <remarks>ADBMS6830B status groups; windows from foxBMS 2. Codes from 0 V on, 150 µV.</remarks>
    public static class Adbms683xStatus
    {
        /// <summary>A sound second reference, 2.985 to 3.015 V.</summary>
        public const int ReferenceLowCode = 19900;
        public const int ReferenceHighCode = 20100;
    }
}
