namespace DataBox.Core
{
    /// <summary>Keeps the configuration in a <see cref="RecordStore"/>.</summary>
    public static class ConfigStore
    {
        private const string RecordName = "config";

        /// <summary>Loads the stored configuration.</summary>
        /// <param name="error">Why there is none; "no configuration is stored" where none ever was.</param>
        /// <returns>Null where there is none that this firmware can run with.</returns>
        public static BoxConfig Load(RecordStore store, out string error)
        {
            byte[] record = store.Load(RecordName);
            if (record == null)
            {
                error = "no configuration is stored";
                return null;
            }

            return BoxConfig.Parse(record, out error);
        }

        /// <summary>Checks a configuration, then stores it as it came.</summary>
        /// <param name="error">Why it was not stored; the old one counts then.</param>
        public static bool TrySave(RecordStore store, byte[] json, out string error)
        {
            if (BoxConfig.Parse(json, out error) == null)
            {
                return false;
            }

            if (!store.Save(RecordName, json))
            {
                error = "the configuration could not be stored";
                return false;
            }

            return true;
        }
    }
}
