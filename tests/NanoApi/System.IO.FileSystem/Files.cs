namespace System.IO
{
    public static class File
    {
        public static FileStream Create(string path)
        {
            throw null;
        }

        public static FileStream Create(string path, int bufferSize)
        {
            throw null;
        }

        public static void Delete(string path)
        {
            throw null;
        }

        public static bool Exists(string path)
        {
            throw null;
        }

        public static void Move(string sourceFileName, string destFileName)
        {
            throw null;
        }

        public static FileStream OpenRead(string path)
        {
            throw null;
        }

        public static FileStream OpenWrite(string path)
        {
            throw null;
        }

        public static byte[] ReadAllBytes(string path)
        {
            throw null;
        }

        public static void WriteAllBytes(string path, byte[] bytes)
        {
            throw null;
        }
    }

    public enum FileAccess
    {
        Read = 1,
        Write = 2,
        ReadWrite = 3,
    }

    public enum FileMode
    {
        CreateNew = 1,
        Create = 2,
        Open = 3,
        OpenOrCreate = 4,
        Truncate = 5,
        Append = 6,
    }

    public enum FileShare
    {
        None = 0,
        Read = 1,
        Write = 2,
        ReadWrite = 3,
    }

    public class FileStream : Stream
    {
        public FileStream(string path, FileMode mode)
        {
            throw null;
        }

        public FileStream(string path, FileMode mode, FileAccess access)
        {
            throw null;
        }

        public FileStream(string path, FileMode mode, FileAccess access, FileShare share)
        {
            throw null;
        }

        public FileStream(string path, FileMode mode, FileAccess access, FileShare share, int bufferSize)
        {
            throw null;
        }

        public override bool CanRead
        {
            get { throw null; }
        }

        public override bool CanSeek
        {
            get { throw null; }
        }

        public override bool CanWrite
        {
            get { throw null; }
        }

        public override long Length
        {
            get { throw null; }
        }

        public override long Position
        {
            get { throw null; }
            set { throw null; }
        }

        public string Name
        {
            get { throw null; }
        }

        public override void Close()
        {
            throw null;
        }

        protected override void Dispose(bool disposing)
        {
            throw null;
        }

        public override void Flush()
        {
            throw null;
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            throw null;
        }

        public override int Read(SpanByte buffer)
        {
            throw null;
        }

        public override int ReadByte()
        {
            throw null;
        }

        public override long Seek(long offset, SeekOrigin origin)
        {
            throw null;
        }

        public override void SetLength(long value)
        {
            throw null;
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            throw null;
        }

        public override void WriteByte(byte value)
        {
            throw null;
        }
    }
}
