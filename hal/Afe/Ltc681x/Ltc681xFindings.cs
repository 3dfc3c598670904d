using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// What the driver knows of its devices: of the sample under way, and what the next one need not find out again, so that a
    /// fault that is known costs no retries. Every field is a mask, bit d for device d.
    /// </summary>
    public sealed class Ltc681xFindings
    {
        // Carried from sample to sample.
        public int deadMask;          // silent throughout the last sample
        public int knownUnproven;     // did not show cleared registers in any try
        public int knownBroken;       // answered, and no frame of it verified
        public int samplesLost;       // not a mask: samples in a row that ended with a configuration lost

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

        /// <summary>Sets each device's status, and what the next sample need not find out again.</summary>
        public byte Conclude(Ltc681xScan scan, PackSample sample)
        {
            int silent = scan.allMask & ~answeredMask;
            // One cleared register is that cell's own trouble (over full scale); all of them are a conversion that never was.
            int missed = scan.cellMask & verifiedMask & ~convertedMask;
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
            samplesLost = lostAtLast == 0 ? 0 : samplesLost + 1;
            return worst;
        }
    }
}
