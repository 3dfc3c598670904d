using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>What a box is wired to. All of them are needed.</summary>
    public sealed class BoxParts
    {
        public IAfe afe;

        /// <summary>Bytes of the device's heap that the AFE driver keeps: what its catalogue says.</summary>
        public int afeBytes;

        public IVehicleInputs inputs;
        public ISampleSchedule schedule;
        public IClock clock;
        public IStorage storage;
        public INetLink link;
        public ILog log;
    }
}
