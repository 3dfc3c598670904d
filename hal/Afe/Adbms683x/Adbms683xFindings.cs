using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>
    /// What the driver knows of its devices: of the sample under way, and what the next one need not find out again, so that a
    /// fault that is known costs no retries. Every field is a mask, bit d for device d.
    /// </summary>
    public sealed class Adbms683xFindings
    {
        // Carried from sample to sample.
        public int deadMask;          // silent throughout the last sample
        public int knownUnproven;     // lost commands, or did not convert, in every try
        public int knownBroken;       // answered, and no frame of it verified
        public int samplesLost;       // not a mask: samples in a row that ended with a configuration lost

        // Of the sample under way.
        public int answeredMask;      // at least one reply was not all ones
        public int retriedMask;       // something was repeated on its account
        public int lostMask;          // configuration was not ours in some try
        public int lostAtLast;        // in the last try
        public int unprovenMask;      // lost a command of this snapshot in the last try
        public int stoppedMask;       // its conversion counter stands
        public int verifiedMask;      // at least one frame verified
        public int convertedMask;     // at least one cell register holds a conversion
        public int doubtfulMask;      // a GPIO voltage has no reading
        public int brokenMask;        // a cell frame never verified
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
            unprovenMask = 0;
            stoppedMask = 0;
            verifiedMask = 0;
            convertedMask = 0;
            brokenMask = 0;
            mutedMask = 0;
        }

        /// <summary>Takes note of what a frame has shown of the devices asked.</summary>
        public void Note(Adbms683xScan scan, int asked)
        {
            answeredMask |= asked & ~scan.silentMask;
            verifiedMask |= asked & (scan.goodMask | scan.missedMask);
        }

        /// <summary>Sets each device's status, and what the next sample need not find out again.</summary>
        public byte Conclude(Adbms683xScan scan, PackSample sample)
        {
            int silent = scan.allMask & ~answeredMask;
            // One cleared register is that cell's own trouble; all of them are a conversion that never was.
            int missed = scan.cellMask & verifiedMask & ~convertedMask & ~brokenMask;
            int stale = ((unprovenMask | stoppedMask) & answeredMask) | missed | (doubtfulMask & answeredMask);
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
            knownUnproven = (unprovenMask | stoppedMask | missed) & answeredMask;
            knownBroken = brokenMask & ~verifiedMask;
            samplesLost = lostAtLast == 0 ? 0 : samplesLost + 1;
            return worst;
        }
    }
}
