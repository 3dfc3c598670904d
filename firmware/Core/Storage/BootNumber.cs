namespace DataBox.Core
{
    /// <summary>
    /// The number of this boot: the first part of every message's key (box, boot, seq), so it must never be used twice.
    /// </summary>
    public static class BootNumber
    {
        private const string RecordName = "boot";

        /// <summary>Takes the next number; it is stored before it is returned, so that whatever is sent under it can't be
        /// sent again under the same number after a power cut.</summary>
        /// <param name="bootNumber">1..2,147,483,647; counts on from the stored one.</param>
        /// <returns>False when it could not be stored: nothing may be sent under it.</returns>
        public static bool TryTakeNext(RecordStore store, out int bootNumber)
        {
            byte[] record = store.Load(RecordName);
            int last = record != null && record.Length == 4
                ? record[0] | (record[1] << 8) | (record[2] << 16) | (record[3] << 24)
                : 0;
            bootNumber = last < 0 || last == int.MaxValue ? 1 : last + 1;
            record = new byte[4];
            record[0] = (byte)bootNumber;
            record[1] = (byte)(bootNumber >> 8);
            record[2] = (byte)(bootNumber >> 16);
            record[3] = (byte)(bootNumber >> 24);
            return store.Save(RecordName, record);
        }
    }
}
