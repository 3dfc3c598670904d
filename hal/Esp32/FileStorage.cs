using System;
using System.IO;
using DataBox.Ports;

namespace DataBox.Esp32
{
    /// <summary>
    /// Files on a drive of the board; I: is the internal one (littlefs on the partition that Wi-Fi and network
    /// settings share). </summary>
    /// <remarks>
    /// littlefs commits a file when it is closed, so each write makes a new file and closes it. The platform can't
    /// rename onto an existing file: Rename deletes the target first. A power cut between the two leaves the source
    /// whole and no target, which is case c of RecordStore; so does a medium that refuses the second half. The drive
    /// is never formatted from here. </remarks>
    public sealed class FileStorage : IStorage
    {
        private readonly string _root;

        /// <param name="root">The drive, ending in its separator: "I:\\" is the internal one.</param>
        public FileStorage(string root)
        {
            _root = root;
        }

        public byte[] Read(string name)
        {
            string path = _root + name;
            try
            {
                return File.Exists(path) ? File.ReadAllBytes(path) : null;
            }
            catch (Exception)
            {
                return null;
            }
        }

        public bool Write(string name, byte[] data, int length)
        {
            string path = _root + name;
            FileStream file = null;
            bool written = false;
            try
            {
                File.Delete(path);
                file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
                file.Write(data, 0, length);
                written = true;
            }
            catch (Exception)
            {
                written = false;
            }

            return Close(file) && written;
        }

        public bool Rename(string from, string to)
        {
            try
            {
                if (!File.Exists(_root + from))
                {
                    return false;
                }

                File.Delete(_root + to);
                File.Move(_root + from, _root + to);
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }

        public void Delete(string name)
        {
            try
            {
                File.Delete(_root + name);
            }
            catch (Exception)
            {
                // The port promises nothing here: what can't be deleted is overwritten or read again later.
            }
        }

        /// <summary>Closing is what commits, so a close that fails is a write that failed.</summary>
        private static bool Close(FileStream file)
        {
            if (file == null)
            {
                return false;
            }

            try
            {
                file.Close();
                return true;
            }
            catch (Exception)
            {
                return false;
            }
        }
    }
}
