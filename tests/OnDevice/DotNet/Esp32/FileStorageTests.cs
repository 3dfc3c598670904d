using System;
using System.IO;
using DataBox.Core;
using DataBox.Esp32;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.OnDevice.DotNet.Esp32
{
    /// <summary>The device's storage, its source as it is, on a folder: what the platform's file API does
    /// alike.</summary>
    [TestClass]
    public class FileStorageTests
    {
        private string _folder;
        private FileStorage _storage;

        [TestInitialize]
        public void MakeFolder()
        {
            _folder = Directory.CreateTempSubdirectory("databox-esp32-").FullName;
            _storage = new FileStorage(_folder + Path.DirectorySeparatorChar);
        }

        [TestCleanup]
        public void DeleteFolder()
        {
            Directory.Delete(_folder, true);
        }

        [TestMethod]
        public void Shorter_file_replaces_a_longer_one_wholly()
        {
            Assert.IsNull(_storage.Read("a"));
            Assert.IsTrue(_storage.Write("a", new byte[] { 1, 2, 3, 4 }, 4));
            Assert.IsTrue(_storage.Write("a", new byte[] { 9, 8, 7 }, 2));
            CollectionAssert.AreEqual(new byte[] { 9, 8 }, _storage.Read("a"));
        }

        [TestMethod]
        public void Rename_replaces_the_target_and_refuses_without_a_source()
        {
            _storage.Write("a", new byte[] { 1 }, 1);
            _storage.Write("b", new byte[] { 2 }, 1);
            Assert.IsTrue(_storage.Rename("a", "b"));
            Assert.IsNull(_storage.Read("a"));
            CollectionAssert.AreEqual(new byte[] { 1 }, _storage.Read("b"));
            Assert.IsFalse(_storage.Rename("a", "b"));
            CollectionAssert.AreEqual(new byte[] { 1 }, _storage.Read("b"), "a rename that failed deleted its target");
        }

        [TestMethod]
        public void Medium_that_refuses_is_false_or_null_never_an_exception()
        {
            Directory.CreateDirectory(Path.Combine(_folder, "dir"));
            Assert.IsFalse(_storage.Write("dir", new byte[] { 1 }, 1));
            Assert.IsNull(_storage.Read("dir"));
            _storage.Write("a", new byte[] { 1 }, 1);
            Assert.IsFalse(_storage.Rename("a", "dir"));
            CollectionAssert.AreEqual(new byte[] { 1 }, _storage.Read("a"));
            _storage.Delete("dir");
            _storage.Delete("nothing");
            Assert.IsFalse(_storage.Write("no/folder", new byte[] { 1 }, 1));
        }

        [TestMethod]
        public void Records_and_boot_numbers_live_on_it()
        {
            RecordStore store = new RecordStore(_storage);
            Assert.IsTrue(BootNumber.TryTakeNext(store, out int first));
            Assert.IsTrue(BootNumber.TryTakeNext(store, out int second));
            Assert.AreEqual(first + 1, second);

            // A cut between the two halves of a rename: the target is gone, the new file whole.
            store.Save("r", new byte[] { 5 });
            File.Move(Path.Combine(_folder, "r"), Path.Combine(_folder, "r.new"));
            CollectionAssert.AreEqual(new byte[] { 5 }, store.Load("r"));
            Assert.IsTrue(store.Save("r", new byte[] { 6 }));
            CollectionAssert.AreEqual(new byte[] { 6 }, store.Load("r"));
        }
    }
}
