namespace DataBox.Ports
{
    /// <summary>
    /// A handful of small files: the internal drive of the ESP32, a folder on .NET. Names are [a-z0-9.-], 1 to 32 characters.
    /// Nothing here promises atomicity but <see cref="Rename"/>; RecordStore in the core builds on exactly these promises.
    /// </summary>
    public interface IStorage
    {
        /// <summary>The whole file, or null where there is none or it cannot be read.</summary>
        byte[] Read(string name);

        /// <summary>Creates or replaces the file with these bytes and closes it (littlefs commits at close).</summary>
        /// <returns>False when the medium refused; the file's content is then unknown.</returns>
        bool Write(string name, byte[] data, int length);

        /// <summary>Renames; replaces an existing target. After a power cut at least one of the two names holds the
        /// data whole.</summary>
        /// <returns>False when the medium refused; nothing changed then, or only the target is gone.</returns>
        bool Rename(string from, string to);

        /// <summary>Deletes the file if it is there.</summary>
        void Delete(string name);
    }
}
