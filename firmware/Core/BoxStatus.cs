using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// What a box can be asked about itself, cheaply: plain fields that the box writes as it goes. For the state message, the
    /// live view and tests; writing to them changes nothing.
    /// </summary>
    public sealed class BoxStatus
    {
        /// <summary>This boot's number; 0 until the box has started.</summary>
        public int bootNumber;

        /// <summary>Samples since boot, windows that were judged, alarms that were raised or cleared.</summary>
        public int sampleCount;
        public int windowCount;
        public int alarmCount;

        /// <summary>Time of the latest sample, ms.</summary>
        public long sampleTimeMs;

        /// <summary>Rows since boot, and the groups that had one at the latest sample: mask of 1 cells, 2 temperatures, 4 pack.
        /// </summary>
        public int rowCount;
        public int rowGroups;

        /// <summary>Number of the block that the latest sample's row went to.</summary>
        public uint sampleSeq;

        /// <summary>Samples whose place a check of the AFE took; among sampleCount.</summary>
        public int leftOutCount;

        /// <summary>Runs of checks that were completed, and the time on the monotonic clock when the check was completed whose
        /// completion at any one device is longest ago; hasChecks is false where the chain has none.</summary>
        public int checkCount;
        public long oldestCheckMicros;
        public bool hasChecks;

        /// <summary>What the checks have found; that of the box's one sample.</summary>
        public readonly AfeHealth health;

        /// <summary>Samples in which at least one device gave no data.</summary>
        public int badSampleCount;

        /// <summary><see cref="AfeStatus"/> of the latest sample or start, the worst of the devices.</summary>
        public byte afeStatus;

        /// <summary>True while the AFE gives data; slower than afeStatus, so that one bad frame is no news.</summary>
        public bool afeWorks;

        /// <summary>[deviceCount] number (from 1) of each device that gives no data, in order; badDeviceCount of them.</summary>
        public readonly int[] badDevices;
        public int badDeviceCount;

        /// <summary>Open block: its number, and the rows in it.</summary>
        public uint openSeq;
        public int openRowCount;

        /// <summary>What became of the stored baselines at the start.</summary>
        public string baseline = "";

        /// <summary>Messages on a topic that nobody subscribed to.</summary>
        public int strayMessageCount;

        /// <summary>The last changes of alarms: entry i % length is the i-th since boot.</summary>
        public readonly Alarm[] recentAlarms = new Alarm[16];

        public BoxStatus(PackLayout layout, AfeHealth health)
        {
            this.health = health;
            badDevices = new int[layout.deviceCount];
        }
    }
}
