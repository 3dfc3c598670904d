using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// What the driver knows of its devices: of the sample under way, and what the next one need not find out again, so that a
    /// fault that is known costs no retries. Every field is a mask, bit d for device d, but where it says otherwise.
    /// </summary>
    public sealed class Ltc681xFindings
    {
        // Carried from sample to sample.
        public int deadMask;          // silent throughout the last sample
        public int knownUnproven;     // did not show cleared registers in any try
        public int knownBroken;       // answered, and no frame of it verified
        public int knownIdle;         // answered and did not convert
        public int suspectMask;       // news of that kind: perhaps a configuration was lost
        public int samplesLost;       // not a mask: samples in a row that ended with a configuration lost

        /// <summary>Not a mask: the first device that is not reached from the near end, 0..deviceCount; deviceCount where all
        /// are. The break lies in the wire below it, or is the device itself.</summary>
        public int firstNotNear;

        /// <summary>Devices that neither end reached in the last sample: those without a reply.</summary>
        public int NotReachedMask
        {
            get { return deadMask; }
        }

        // Of the sample under way.
        public int answeredMask;      // at least one reply was not all ones
        public int retriedMask;       // something was repeated on its account
        public int lostMask;          // configuration was not ours in some try
        public int lostAtLast;        // in the last try
        public int unprovenCells;     // cell registers were not seen cleared in the last try
        public int unprovenAux;       // auxiliary registers likewise
        public int verifiedMask;      // at least one register group verified
        public int convertedMask;     // at least one cell register holds anything but the cleared pattern
        public int doubtfulMask;      // the reference was not converted, or a GPIO voltage has no reading
        public int brokenMask;        // a register group never verified
        public int mutedMask;         // and was all ones in the last try

        /// <summary>Knows nothing but who is silent.</summary>
        public void Forget(int silentMask)
        {
            deadMask = silentMask;
            knownUnproven = 0;
            knownBroken = 0;
            knownIdle = 0;
            suspectMask = 0;
            samplesLost = 0;
        }

        public void BeginSample()
        {
            answeredMask = 0;
            retriedMask = 0;
            lostMask = 0;
            lostAtLast = 0;
            unprovenCells = 0;
            unprovenAux = 0;
            verifiedMask = 0;
            convertedMask = 0;
            doubtfulMask = 0;
            brokenMask = 0;
            mutedMask = 0;
        }

        /// <summary>Devices whose cells were all found cleared after the conversion, as far as they were read. One cleared
        /// register is that cell's own trouble (over full scale); all of them are a conversion that never was.</summary>
        public int IdleMask(Ltc681xScan scan)
        {
            return scan.cellMask & verifiedMask & ~convertedMask;
        }

        /// <summary>Sets each device's status, and what the next sample need not find out again.</summary>
        /// <param name="split">The first device that is reached from the far end only; deviceCount where none is.</param>
        public byte Conclude(Ltc681xScan scan, PackSample sample, int split)
        {
            int silent = scan.allMask & ~answeredMask;
            int missed = IdleMask(scan);
            int stale = ((unprovenCells | unprovenAux) & answeredMask) | missed | doubtfulMask;
            byte worst = AfeStatus.Ok;
            for (int d = 0; d < scan.deviceCount; d++)
            {
                int bit = 1 << d;
                byte status = ((silent | mutedMask) & bit) != 0 ? AfeStatus.NoReply
                    : (brokenMask & bit) != 0 ? AfeStatus.PecError
                    : (stale & bit) != 0 ? AfeStatus.Stale
                    : (lostMask & bit) != 0 ? AfeStatus.Reconfigured
                    : (retriedMask & bit) != 0 ? AfeStatus.Retried
                    : AfeStatus.Ok;
                sample.deviceStatus[d] = status;
                if (status > worst)
                {
                    worst = status;
                }
            }

            deadMask = silent;
            knownUnproven = (unprovenCells | unprovenAux) & answeredMask;
            knownBroken = brokenMask & ~verifiedMask;
            int idle = missed | (doubtfulMask & verifiedMask);
            suspectMask = (idle & ~knownIdle) | lostAtLast;
            knownIdle = idle;
            firstNotNear = split;
            for (int d = split - 1; d >= 0; d--)
            {
                if ((silent & (1 << d)) != 0)
                {
                    firstNotNear = d;
                }
            }

            samplesLost = lostAtLast == 0 ? 0 : samplesLost + 1;
            return worst;
        }
    }
}
