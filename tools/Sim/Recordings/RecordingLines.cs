using System;
using System.IO;
using System.IO.Compression;

namespace DataBox.Sim;

/// <summary>Lines of a text file, plain or gzip (told by its first two bytes), as bytes; nothing but the present line
/// is held.</summary>
internal sealed class RecordingLines : IDisposable
{
    private const int LongestLineBytes = 65536;
    private const byte LineFeed = (byte)'\n';

    private readonly string _name;
    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[2 * LongestLineBytes];
    private int _start;
    private int _end;

    public RecordingLines(Stream stream, string name)
    {
        _name = name;
        Stream whole = new BufferedStream(stream, 65536);
        byte[] magic = new byte[2];
        int read = whole.ReadAtLeast(magic, 2, throwOnEndOfStream: false);
        if (read == 2 && magic[0] == 0x1F && magic[1] == 0x8B)
        {
            // Two bytes back is possible only where the stream can seek, so they are put in front again.
            _stream = new GZipStream(new PrefixedStream(magic, read, whole), CompressionMode.Decompress);
        }
        else
        {
            _stream = new PrefixedStream(magic, read, whole);
        }
    }

    /// <summary>Number of the line that <see cref="TryRead"/> gave last, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>The next line without its end; valid until the next call.</summary>
    /// <exception cref="RecordingException">The file ends inside gzip, cannot be read, or has a line beyond 65,536
    /// bytes.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        int searched = _start;
        while (true)
        {
            int length = _buffer.AsSpan(searched, _end - searched).IndexOf(LineFeed);
            if (length >= 0)
            {
                line = WithoutReturn(_start, searched + length);
                _start = searched + length + 1;
                LineNumber++;
                return true;
            }

            if (_end - _start >= LongestLineBytes)
            {
                throw new RecordingException(
                    _name + " line " + (LineNumber + 1) + ": longer than " + LongestLineBytes + " bytes");
            }

            searched = MakeRoom();
            int read = Fill();
            if (read == 0)
            {
                line = WithoutReturn(_start, _end);
                _start = _end;
                LineNumber += line.IsEmpty ? 0 : 1;
                return !line.IsEmpty;
            }
        }
    }

    public void Dispose() => _stream.Dispose();

    private ReadOnlySpan<byte> WithoutReturn(int from, int to)
    {
        if (to > from && _buffer[to - 1] == (byte)'\r')
        {
            to--;
        }

        return _buffer.AsSpan(from, to - from);
    }

    private int MakeRoom()
    {
        if (_start > 0)
        {
            Array.Copy(_buffer, _start, _buffer, 0, _end - _start);
            _end -= _start;
            _start = 0;
        }

        return _end;
    }

    private int Fill()
    {
        try
        {
            int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
            _end += read;
            return read;
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new RecordingException(
                _name + " line " + (LineNumber + 1) + ": the file cannot be read on (" + OneLine(e.Message) + ")", e);
        }
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").TrimEnd('.', ' ');

    /// <summary>Some bytes already taken, then the rest of a stream.</summary>
    private sealed class PrefixedStream(byte[] prefix, int prefixLength, Stream rest) : Stream
    {
        private int _given;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_given == prefixLength)
            {
                return rest.Read(buffer, offset, count);
            }

            int take = Math.Min(count, prefixLength - _given);
            Array.Copy(prefix, _given, buffer, offset, take);
            _given += take;
            return take;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            rest.Dispose();
            base.Dispose(disposing);
        }
    }
}
