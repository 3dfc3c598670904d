namespace DataBox.Ports
{
    /// <summary>Current, pack voltage and vehicle state, wherever they come from: nowhere, an AFE GPIO, a recording.</summary>
    public interface IVehicleInputs
    {
        /// <summary>Fills currentMilliamps, packMillivolts, vehicleState and their qualities; what is not fitted says
        /// <see cref="Quality.Missing"/>. Called after the AFE has filled the sample. Allocates nothing.</summary>
        void Read(PackSample sample);
    }
}
