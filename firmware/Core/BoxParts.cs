using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>What a box is wired to. All of them are needed.</summary>
    public sealed class BoxParts
    {
        public IAfe afe;
        public IVehicleInputs inputs;
        public ISampleSchedule schedule;
        public IClock clock;
        public IStorage storage;
        public INetLink link;
        public ILog log;
    }
}
