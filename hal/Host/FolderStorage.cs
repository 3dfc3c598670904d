using System;
using System.IO;
using DataBox.Ports;

namespace DataBox.Host;

/// <summary>The box's small files in a folder of the user's. One process uses it at a time.</summary>
/// <remarks>
/// What the medium refuses comes back as false or null, as the port says; a name outside the port's rule is the caller's
/// mistake and throws. A rename within one folder is atomic on the file systems that .NET runs on, and the file's bytes are
/// on the medium before it, so after a power cut the target is the old or the new file, whole.
/// </remarks>
public sealed class FolderStorage : IStorage
{
    public const int MaxNameChars = 32;

    private readonly string _folder;

    /// <param name="folder">Made if it is not there.</param>
    /// <exception cref="IOException">It is not there and can't be made; one line that names it.</exception>
    public FolderStorage(string folder)
    {
        _folder = Path.GetFullPath(folder);
        try
        {
            Directory.CreateDirectory(_folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the folder {_folder} can't be made: {e.Message}", e);
        }
    }

    public byte[]? Read(string name)
    {
        try
        {
            return File.ReadAllBytes(PathOf(name));
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return null;
        }
    }

    /// <exception cref="ArgumentOutOfRangeException">length is negative or longer than data.</exception>
    public bool Write(string name, byte[] data, int length)
    {
        string path = PathOf(name);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, data.Length);
        try
        {
            using var file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read);
            file.Write(data, 0, length);
            file.Flush(flushToDisk: true);
            return true;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return false;
        }
    }

    public bool Rename(string from, string to)
    {
        string fromPath = PathOf(from);
        string toPath = PathOf(to);
        try
        {
            File.Move(fromPath, toPath, overwrite: true);
            return true;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return false;
        }
    }

    /// <summary>Deletes the file if it is there and the medium lets it go; the port has no word for a refusal, and a file that
    /// stays is found by the next Read.</summary>
    public void Delete(string name)
    {
        string path = PathOf(name);
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsRefusal(e))
        {
        }
    }

    private static bool IsRefusal(Exception e) => e is IOException or UnauthorizedAccessException;

    // The rule keeps every name inside the folder: no separator, and not only dots.
    private string PathOf(string name)
    {
        bool good = name.Length is > 0 and <= MaxNameChars && name.Trim('.').Length > 0;
        foreach (char c in name)
        {
            good &= c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '.' or '-';
        }

        return good
            ? Path.Combine(_folder, name)
            : throw new ArgumentException($"'{name}' is no storage name: 1 to {MaxNameChars} of a-z 0-9 . -, not only dots");
    }
}
