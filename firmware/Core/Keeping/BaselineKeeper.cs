using System;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// Keeps what the detector has learned over restarts and updates, and forgets it by command. Writes a while after the start,
    /// then every few hours of sample time, and after a cell was forgotten.
    /// </summary>
    /// <remarks>
    /// The image is cut into pieces, files of their own: a part or a piece a step, so that no step takes longer than a piece does. Two
    /// generations of pieces take turns; <see cref="BaselineHead"/> says which one counts, with the CRC of each piece, and is
    /// replaced only when the other generation is whole. A power cut at any moment leaves the old baselines or the new ones.
    /// <para>A cell that was forgotten is marked in the head before it is forgotten, and the mark goes when an image without it is
    /// stored: an answered command is never taken back by a power cut.</para>
    /// <para>The image lives only while it is written or read.</para>
    /// </remarks>
    public sealed class BaselineKeeper
    {
        /// <summary>Results of <see cref="Relearn"/>.</summary>
        public const int Done = 0;
        public const int UnknownCell = 1;
        public const int NotStored = 2;

        /// <summary>Sample time from the start of a boot to its first image, and between two, ms: a box that runs for an hour a day
        /// keeps what it learned, and the flash sees a few writes a day.</summary>
        public const int FirstMs = 600000;
        public const int IntervalMs = 14400000;

        /// <summary>Storage that refused is asked again after this time.</summary>
        public const long RetryMicros = 600000000;

        /// <summary>Longest text of the state message, characters.</summary>
        public const int MostWordChars = 48;

        private readonly RecordStore _store;
        private readonly IStorage _storage;
        private readonly ILog _log;
        private readonly Detector _detector;
        private readonly PackLayout _layout;
        private readonly BoxStatus _status;
        private readonly LearnedImage _parts;
        private BaselineHead _head;

        // While an image is written: it, the generation that it becomes, the CRC of its pieces, the next part or piece.
        private byte[] _image;
        private BaselineHead _nextHead;
        private int _step;
        private bool _isAsked;
        private long _sinceMs = -1;
        private int _waitMs = FirstMs;
        private long _retryMicros;

        /// <summary>Takes back what was stored; before the first sample, after the alarms.</summary>
        /// <param name="chip">The AFE: baselines of another chip or cell map are about something else.</param>
        /// <param name="status">Takes one word on it for the state message.</param>
        public BaselineKeeper(RecordStore store, IStorage storage, ILog log, Detector detector, PackLayout layout, string chip,
            BoxStatus status)
        {
            _store = store;
            _storage = storage;
            _log = log;
            _detector = detector;
            _layout = layout;
            _status = status;
            _parts = new LearnedImage(detector.Causes, layout);
            uint map = AlarmRecord.MapOf(layout, chip);
            string word = Restore(map);
            if (_head == null)
            {
                _head = new BaselineHead(map);
            }

            status.baseline = word;
            log.Line("baseline: " + word + ", " + _parts.PartCount + " parts of " + _parts.WishedCount + " in " + _parts.Bytes + " bytes");
        }

        /// <summary>Cells that can be forgotten: 0..CellCount-1.</summary>
        public int CellCount
        {
            get { return _layout.cellCount; }
        }

        /// <summary>Heap bytes: this object and its heads, the image and one piece while they are written or read.</summary>
        public static int BytesFor(PackLayout layout)
        {
            int image = LearnedImage.MostBytesFor(layout);
            return HeapSize.OfObject(15) + LearnedImage.BytesFor() + (2 * BaselineHead.BytesFor(image)) + HeapSize.OfBytes(image)
                + (image > BaselineHead.PieceBytes ? HeapSize.OfBytes(BaselineHead.PieceBytes) : 0);
        }

        /// <summary>One step of writing, where it is time: a part of the image, a piece of it, or the head. Not while a block is being
        /// encoded.</summary>
        /// <returns>True where something was done.</returns>
        public bool Step(long nowMicros)
        {
            if (_image == null)
            {
                if (!IsDue(nowMicros))
                {
                    return false;
                }

                _image = _parts.Begin();
                _nextHead = _head.Next(_image.Length);
                _isAsked = false;
                _step = 0;
                return true;
            }

            int pieces = _nextHead.PieceCount;
            if (_step < _parts.PartCount)
            {
                _parts.Write(_image, _step);
            }
            else if (_step < _parts.PartCount + pieces)
            {
                WritePiece(_step - _parts.PartCount, nowMicros);
            }
            else
            {
                Finish(nowMicros);
            }

            _step++;
            return true;
        }

        /// <summary>Forgets what was learned about a cell, after it has stored that it does.</summary>
        /// <param name="cell">From 0; -1: all.</param>
        /// <param name="commandId">The same command again changes nothing: a broker may deliver one twice.</param>
        /// <returns>Done, UnknownCell, or NotStored: nothing was changed.</returns>
        public int Relearn(int cell, string commandId)
        {
            if (cell < -1 || cell >= _layout.cellCount)
            {
                return UnknownCell;
            }

            uint mark = BaselineHead.MarkOf(commandId, cell);
            if (_head.HasMark(mark))
            {
                return Done;
            }

            BaselineHead next = _head.Forgetting(cell, mark);
            if (!_store.Save(BaselineHead.RecordName, next.ToRecord()))
            {
                return NotStored;
            }

            // An image that is half written may hold what is forgotten now: it begins anew.
            Drop();
            _head = next;
            _isAsked = true;
            _detector.Relearn(cell);
            _log.Line("baseline: " + (cell < 0 ? "all cells are" : "cell " + (cell + 1) + " is") + " learned anew");
            return Done;
        }

        private bool IsDue(long nowMicros)
        {
            long nowMs = _detector.NowMs;
            if (_status.sampleCount == 0 || nowMicros < _retryMicros || _parts.PartCount == 0)
            {
                return false;
            }

            if (_sinceMs < 0 || nowMs < _sinceMs)
            {
                _sinceMs = nowMs;
            }

            return _isAsked || nowMs - _sinceMs >= _waitMs;
        }

        private void WritePiece(int index, long nowMicros)
        {
            int from = index * BaselineHead.PieceBytes;
            int left = _image.Length - from;
            int length = left < BaselineHead.PieceBytes ? left : BaselineHead.PieceBytes;
            byte[] piece = _image;
            if (_nextHead.PieceCount > 1)
            {
                piece = new byte[length];
                Array.Copy(_image, from, piece, 0, length);
            }

            _nextHead.SetCrc(index, Crc32.Compute(piece, 0, length));
            if (!_storage.Write(_nextHead.FileOf(index), piece, length))
            {
                Fail(nowMicros);
            }
        }

        private void Finish(long nowMicros)
        {
            if (!_store.Save(BaselineHead.RecordName, _nextHead.ToRecord()))
            {
                Fail(nowMicros);
                return;
            }

            _head = _nextHead;
            _sinceMs = _detector.NowMs;
            _waitMs = IntervalMs;
            Drop();
        }

        private void Fail(long nowMicros)
        {
            Drop();
            _isAsked = true;
            _retryMicros = nowMicros + RetryMicros;
            _log.Line("baseline: the storage refused it, the one before counts; tried again in " + (RetryMicros / 1000000) + " s");
        }

        private void Drop()
        {
            _image = null;
            _nextHead = null;
        }

        /// <summary>Reads what is stored.</summary>
        /// <returns>What became of it, for the state message.</returns>
        private string Restore(uint map)
        {
            byte[] record = _store.Load(BaselineHead.RecordName);
            if (record == null)
            {
                return _storage.Read(BaselineHead.RecordName) == null ? "new" : "refused: damaged";
            }

            BaselineHead head = BaselineHead.From(record);
            if (head == null)
            {
                return "refused: of another firmware";
            }

            if (head.map != map)
            {
                return "refused: of another chip or cell map";
            }

            // Its marks count, and its generation is not written over before another one is whole, whatever comes of the pieces.
            _head = head;
            if (head.length == 0)
            {
                return "new";
            }

            byte[] image = ReadImage(head);
            int taken = image == null ? -1 : _parts.Read(image);
            if (taken < 0)
            {
                return "refused: damaged";
            }

            for (int cell = 0; cell < _layout.cellCount; cell++)
            {
                if (head.IsForgotten(cell))
                {
                    _detector.Causes.Relearn(cell);
                    _isAsked = true;
                }
            }

            return taken == _parts.PartCount ? "restored" : taken == 0 ? "new: all parts have changed" : "restored in part";
        }

        private byte[] ReadImage(BaselineHead head)
        {
            byte[] image = null;
            for (int i = 0; i < head.PieceCount; i++)
            {
                int from = i * BaselineHead.PieceBytes;
                int length = head.length - from < BaselineHead.PieceBytes ? head.length - from : BaselineHead.PieceBytes;
                byte[] piece = _storage.Read(head.FileOf(i));
                if (piece == null || piece.Length != length || Crc32.Compute(piece, 0, length) != head.CrcOf(i))
                {
                    return null;
                }

                if (head.PieceCount == 1)
                {
                    return piece;
                }

                image = image == null ? new byte[head.length] : image;
                Array.Copy(piece, 0, image, from, length);
            }

            return image;
        }
    }
}
