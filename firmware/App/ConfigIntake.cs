using System.Threading;
using DataBox.Core;
using DataBox.Ports;

namespace DataBox.App
{
    /// <summary>How a configuration gets into the box: as a plain file that was put on the internal drive by
    /// cable.</summary>
    public static class ConfigIntake
    {
        public const string FileName = "config.json";

        private const int RepeatMs = 60000;

        /// <summary>Takes a new file over if there is one, then loads what is stored. Waits, and says so every
        /// minute, while there is none: without a configuration a box has nobody to talk to.</summary>
        public static BoxConfig Wait(IStorage storage, RecordStore store, ILog log)
        {
            while (true)
            {
                string error;
                TakeFile(storage, store, log);
                BoxConfig config = ConfigStore.Load(store, out error);
                if (config != null)
                {
                    return config;
                }

                log.Line("no configuration: " + error + "; put a " + FileName + " on drive I: (docs/hardware.md)");
                Thread.Sleep(RepeatMs);
            }
        }

        private static void TakeFile(IStorage storage, RecordStore store, ILog log)
        {
            byte[] file = storage.Read(FileName);
            if (file == null)
            {
                return;
            }

            string error;
            if (ConfigStore.TrySave(store, file, out error))
            {
                // It holds the Wi-Fi password, and an older file must not undo what is stored later.
                storage.Delete(FileName);
                log.Line(FileName + " is stored as the configuration");
            }
            else
            {
                log.Line(FileName + " is not taken: " + error);
            }
        }
    }
}
