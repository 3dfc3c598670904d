using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>
    /// The only way in from the cloud: checks, stores, then hands a change on to be obeyed at the next sample. Whatever is
    /// refused changes nothing and is answered with a code and one line.
    /// </summary>
    /// <remarks>
    /// Order of the checks: form, names, types; version; expiry; bounds. A change is stored before it is obeyed, so a
    /// power cut leaves a box that obeys it after the restart, never one that has acknowledged what it then forgets.
    /// </remarks>
    public sealed class CommandGate
    {
        /// <summary>The longest id of a command, characters.</summary>
        public const int MaxIdChars = 64;
        /// <summary>The longest text of an answer, characters, and bytes as it is written; longer ones repeat something long that
        /// came, and are cut.</summary>
        public const int MaxTextChars = 160;
        public const int MaxTextBytes = 320;

        /// <summary>The most keys of a document for the box: all fields of a desired state with all limits that it may hold, and room
        /// for what later ones have.</summary>
        public const int MaxKeys = 40;

        private const string RecordName = "desired";

        private readonly RecordStore _store;
        private readonly RateBounds _bounds;
        private readonly RateSettings _defaults;
        private readonly DetectorSettings _limits;
        private readonly IClock _clock;
        private readonly GateAnswers _answers;
        private readonly SingleCommands _commands;
        private readonly JsonReader _reader = new JsonReader(MaxKeys);
        private readonly JsonWriter _writer = new JsonWriter(Outbox.LongestAlarmListBytes);
        private byte[] _storedBody;
        private uint _storedVersion;
        private DesiredState _pending;
        private DesiredState _inForce;
        private uint _inForceSeq;
        private bool _hasExpired;

        /// <summary>Version of the last document that was refused, 0 where it could not be read; with code and text.</summary>
        public uint refusedVersion;
        public string refusedCode = "";
        public string refusedText = "";

        /// <summary>Loads what was stored; it is in force from the first sample on.</summary>
        /// <param name="defaults">For fields that a document leaves out, checked against the bounds.</param>
        /// <param name="limits">The same for the detector; never changed.</param>
        public CommandGate(RecordStore store, RateBounds bounds, RateSettings defaults, DetectorSettings limits, int bootNumber,
            IClock clock, AlarmKeeper alarms, BaselineKeeper baselines)
        {
            _store = store;
            _bounds = bounds;
            _defaults = defaults.Copy();
            _limits = limits;
            _answers = new GateAnswers(bootNumber, _writer);
            _clock = clock;
            _commands = new SingleCommands(_reader, _answers, alarms, baselines, clock);
            LoadStored();
        }

        /// <summary>The one writer of the box, long enough for its longest message; free between two messages.</summary>
        public JsonWriter Writer
        {
            get { return _writer; }
        }

        /// <summary>The document in force, or null: the box's defaults are.</summary>
        public DesiredState InForce
        {
            get { return _inForce; }
        }

        /// <summary>Version in force; 0 for the defaults.</summary>
        public uint AppliedVersion
        {
            get { return _inForce == null ? 0 : _inForce.version; }
        }

        /// <summary>The highest version that was ever accepted; the next has to be above it. 0: none.</summary>
        public uint StoredVersion
        {
            get { return _storedVersion; }
        }

        /// <summary>True while the defaults count because the time of the last document is over.</summary>
        public bool HasExpired
        {
            get { return _hasExpired; }
        }

        /// <summary>First block under the document in force, in this boot.</summary>
        public uint AppliedSeq
        {
            get { return _inForceSeq; }
        }

        /// <summary>Judges a document from the topic desired. Never throws on contents.</summary>
        public GateResult OnDesired(byte[] payload)
        {
            string code;
            string text;
            if (!_reader.Parse(payload, DesiredLimits.Key))
            {
                return RefuseDesired(0, RefusalCode.Malformed, _reader.Error);
            }

            DesiredState wished = DesiredState.From(_reader, out code, out text);
            if (wished == null)
            {
                return RefuseDesired(VersionRead(), code, text);
            }

            byte[] body = wished.ToJson(_writer);
            if (wished.version < _storedVersion)
            {
                return RefuseDesired(wished.version, RefusalCode.OldVersion,
                    "version is " + wished.version + ", version " + _storedVersion + " is stored");
            }

            if (wished.version == _storedVersion && !SameBytes(body, _storedBody))
            {
                return RefuseDesired(wished.version, RefusalCode.Conflict,
                    "version " + wished.version + " is stored with other contents");
            }

            if (wished.version == _storedVersion && (_inForce != null || _pending != null)
                && (_pending != null || _inForce.version == wished.version))
            {
                return AlreadyTaken(wished.version);
            }

            return Take(wished, body);
        }

        /// <summary>Judges a command from the topic cmd, and obeys it. Never throws on contents.</summary>
        public GateResult OnCommand(byte[] payload)
        {
            return _commands.Take(payload);
        }

        /// <summary>Hands out a change that waits for the next sample, once; follow it with <see cref="Applied"/>.</summary>
        /// <param name="desired">Null: the time of the document in force is over, the defaults count.</param>
        /// <returns>False when none waits.</returns>
        public bool TryTakePending(out DesiredState desired)
        {
            desired = _pending;
            long utcMs;
            return desired != null || (_inForce != null && _inForce.CanExpire && _clock.TryGetUtcMs(out utcMs)
                && _inForce.IsExpiredAt(utcMs));
        }

        /// <summary>The change that was handed out is obeyed from this block on.</summary>
        /// <param name="seq">Sequence number of the first block under it.</param>
        /// <returns>The answer to publish on ack.</returns>
        public byte[] Applied(uint seq)
        {
            GateResult result = new GateResult();
            _hasExpired = _pending == null;
            result.result = _hasExpired ? GateResult.Expired : GateResult.Accepted;
            uint version = _hasExpired ? _inForce.version : _pending.version;
            _inForce = _pending;
            _inForceSeq = seq;
            _pending = null;
            return _answers.Desired(version, result, seq);
        }

        private void LoadStored()
        {
            byte[] body = _store.Load(RecordName);
            string code;
            string text;
            if (body == null || !_reader.Parse(body, DesiredLimits.Key))
            {
                return;
            }

            DesiredState stored = DesiredState.From(_reader, out code, out text);
            if (stored == null)
            {
                return;
            }

            _storedVersion = stored.version;
            _storedBody = body;
            if (IsAllowed(stored, out code, out text))
            {
                _inForce = stored;
                return;
            }

            // The chain or the firmware has changed since: the defaults count, and the state message says why.
            NoteRefusal(stored.version, code, text);
        }

        private GateResult Take(DesiredState wished, byte[] body)
        {
            long utcMs;
            if (_clock.TryGetUtcMs(out utcMs) && wished.IsExpiredAt(utcMs))
            {
                return RefuseDesired(wished.version, RefusalCode.Expired,
                    "expires_ms is " + wished.expiresMs + ", it is " + utcMs + " now");
            }

            string code;
            string text;
            if (!IsAllowed(wished, out code, out text))
            {
                return RefuseDesired(wished.version, code, text);
            }

            if (!_store.Save(RecordName, body))
            {
                return RefuseDesired(wished.version, RefusalCode.StorageFailed,
                    "version " + wished.version + " could not be stored, nothing was changed");
            }

            GateResult result = new GateResult();
            result.result = GateResult.Accepted;
            if (_pending != null)
            {
                GateResult older = GateResult.Refusal(
                    RefusalCode.Superseded, "version " + wished.version + " came before it was obeyed");
                result.supersededAck = _answers.Desired(_pending.version, older);
            }

            _storedVersion = wished.version;
            _storedBody = body;
            _pending = wished;
            NoteRefusal(0, "", "");
            return result;
        }

        private bool IsAllowed(DesiredState state, out string code, out string text)
        {
            code = RefusalCode.OutOfBounds;
            text = state.OutsideBounds() ?? state.limits.Error(_limits);
            return text == null && _bounds.Check(state.Resolve(_defaults), out code, out text);
        }

        private GateResult AlreadyTaken(uint version)
        {
            GateResult result = new GateResult();
            result.result = GateResult.Unchanged;
            if (_pending == null)
            {
                result.text = "version " + version + " is in force already";
                result.ack = _answers.Desired(version, result, _inForceSeq);
            }

            return result;
        }

        private GateResult RefuseDesired(uint version, string code, string text)
        {
            GateResult result = GateResult.Refusal(code, "desired: " + text);
            result.ack = _answers.Desired(version, result);
            NoteRefusal(version, code, result.text);
            return result;
        }

        private void NoteRefusal(uint version, string code, string text)
        {
            refusedVersion = version;
            refusedCode = code;
            refusedText = text;
        }

        /// <summary>The version of a document that was read but refused, as far as it is one.</summary>
        private uint VersionRead()
        {
            long version;
            return _reader.TryGetInteger("version", out version) && version >= 0 && version <= uint.MaxValue
                ? (uint)version
                : 0;
        }

        private static bool SameBytes(byte[] a, byte[] b)
        {
            if (b == null || a.Length != b.Length)
            {
                return false;
            }

            for (int i = 0; i < a.Length; i++)
            {
                if (a[i] != b[i])
                {
                    return false;
                }
            }

            return true;
        }
    }
}
