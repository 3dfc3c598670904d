namespace DataBox.Core
{
    /// <summary>Why something from the cloud was refused, for machines; a text for people stands beside it. Part of the wire
    /// contract: a code never changes its meaning.</summary>
    public static class RefusalCode
    {
        /// <summary>Not a document of the contract: syntax, type or a field that has to be there.</summary>
        public const string Malformed = "malformed";

        /// <summary>A field that the contract does not know.</summary>
        public const string UnknownField = "unknown_field";

        /// <summary>A name that the contract reserves for later firmware.</summary>
        public const string NotSupported = "not_supported";

        /// <summary>A value outside its bounds.</summary>
        public const string OutOfBounds = "out_of_bounds";

        /// <summary>A period shorter than this box can sample.</summary>
        public const string TooFast = "too_fast";

        /// <summary>A version below the one that is stored.</summary>
        public const string OldVersion = "old_version";

        /// <summary>The stored version once more, with other contents.</summary>
        public const string Conflict = "conflict";

        /// <summary>Past its expires_ms.</summary>
        public const string Expired = "expired";

        /// <summary>A newer document came before this one could be obeyed.</summary>
        public const string Superseded = "superseded";

        /// <summary>The box could not store it; nothing was changed.</summary>
        public const string StorageFailed = "storage_failed";

        /// <summary>A cmd that this firmware does not know.</summary>
        public const string UnknownCommand = "unknown_command";

        /// <summary>An alarm that is not in the list: no such id, or over and acknowledged.</summary>
        public const string UnknownAlarm = "unknown_alarm";
    }
}
