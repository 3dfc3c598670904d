using System;
using System.IO;
using DataBox.Ports;

namespace DataBox.Esp32
{
    /// <summary>
    /// Files on the ESP32's internal drive I: (littlefs on the partition that Wi-Fi and network settings share).
    /// </summary>
    /// <remarks>
    /// littlefs commits a file when it is closed, so each write makes a new file and closes it. The platform can't rename onto
    /// an existing file: Rename deletes the target first. A power cut between the two leaves the source whole and no target,
    /// which is case c of RecordStore; so does a medium that refuses the second half. The drive is never formatted from here.
    /// </remarks>
    public sealed class FileStorage : IStorage
    {
        private const string Root = "I:\\";

        public byte[] Read(string name)
        {
            string path = Root + name;
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
            string path = Root + name;
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
                if (!File.Exists(Root + from))
                {
                    return false;
                }

                File.Delete(Root + to);
                File.Move(Root + from, Root + to);
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
                File.Delete(Root + name);
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
