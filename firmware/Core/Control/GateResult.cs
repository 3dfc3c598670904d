namespace DataBox.Core
{
    /// <summary>What the gate made of one message from the cloud.</summary>
    public sealed class GateResult
    {
        public const string Accepted = "accepted";
        public const string Refused = "refused";
        public const string Done = "done";
        public const string Unchanged = "unchanged";
        public const string Expired = "expired";

        /// <summary>One of the five words.</summary>
        public string result;

        /// <summary>A <see cref="RefusalCode"/>; empty where nothing was refused.</summary>
        public string code = "";

        /// <summary>One line for people; may be empty.</summary>
        public string text = "";

        /// <summary>The answer to publish on ack now; null where it follows when the change is obeyed
        /// (<see cref="CommandGate.Applied"/>).</summary>
        public byte[] ack;

        /// <summary>The answer to an older document that was accepted but never obeyed, since this one replaces it; or null.
        /// </summary>
        public byte[] supersededAck;

        /// <summary>The birth message is wished for again.</summary>
        public bool rebirth;

        /// <summary>A refusal; its answer is still to be written.</summary>
        public static GateResult Refusal(string code, string text)
        {
            GateResult result = new GateResult();
            result.result = Refused;
            result.code = code;
            result.text = GateAnswers.OneLine(text);
            return result;
        }
    }
}
