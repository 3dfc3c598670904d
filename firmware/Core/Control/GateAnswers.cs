namespace DataBox.Core
{
    /// <summary>Writes what the gate answers: docs/wire-contract.md, "ack".</summary>
    public sealed class GateAnswers
    {
        private readonly JsonWriter _writer;
        private readonly int _bootNumber;

        /// <param name="writer">Shared; free between two messages.</param>
        public GateAnswers(int bootNumber, JsonWriter writer)
        {
            _writer = writer;
            _bootNumber = bootNumber;
        }

        /// <summary>Answer to a desired document that is not in force.</summary>
        public byte[] Desired(uint version, GateResult result)
        {
            BeginDesired(version, result);
            return _writer.End();
        }

        /// <summary>Answer that names the first block under, or after, a document.</summary>
        public byte[] Desired(uint version, GateResult result, uint seq)
        {
            BeginDesired(version, result);
            return _writer.Add("seq", seq).End();
        }

        /// <summary>Answer to a command.</summary>
        public byte[] Command(string id, GateResult result)
        {
            return _writer.Begin().Add("of", "cmd").Add("id", id).Add("result", result.result)
                .Add("code", result.code).Add("text", result.text).Add("boot", _bootNumber).End();
        }

        /// <summary>A text that may repeat what came, fit for one line of a log and of an answer: at most
        /// <see cref="CommandGate.MaxTextChars"/> and <see cref="CommandGate.MaxTextBytes"/>, no control characters, no half of a
        /// surrogate pair.</summary>
        public static string OneLine(string text)
        {
            int most = text.Length <= CommandGate.MaxTextChars ? text.Length : CommandGate.MaxTextChars;
            int length = 0;
            for (int bytes = 0; length < most; length++)
            {
                // As the writer escapes it.
                char c = text[length];
                bytes += c == '"' || c == '\\' ? 2 : c > '~' ? 6 : 1;
                if (bytes > CommandGate.MaxTextBytes)
                {
                    break;
                }
            }

            if (length == 0)
            {
                return "";
            }

            char[] line = text.ToCharArray(0, length);
            if (length < text.Length && line[length - 1] >= 0xD800 && line[length - 1] <= 0xDBFF)
            {
                length--;
            }

            for (int i = 0; i < length; i++)
            {
                if (line[i] < ' ' || (line[i] >= 0x7F && line[i] <= 0x9F))
                {
                    line[i] = '?';
                }
            }

            return new string(line, 0, length);
        }

        private void BeginDesired(uint version, GateResult result)
        {
            _writer.Begin().Add("of", "desired").Add("version", version).Add("result", result.result)
                .Add("code", result.code).Add("text", result.text).Add("boot", _bootNumber);
        }
    }
}
