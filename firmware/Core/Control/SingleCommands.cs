using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Judges and obeys what comes on the topic cmd: rebirth, ack, relearn.</summary>
    public sealed class SingleCommands
    {
        private readonly JsonReader _reader;
        private readonly GateAnswers _answers;
        private readonly AlarmKeeper _alarms;
        private readonly BaselineKeeper _baselines;
        private readonly IClock _clock;

        /// <param name="reader">Shared with the gate; free between two messages.</param>
        public SingleCommands(JsonReader reader, GateAnswers answers, AlarmKeeper alarms, BaselineKeeper baselines, IClock clock)
        {
            _reader = reader;
            _answers = answers;
            _alarms = alarms;
            _baselines = baselines;
            _clock = clock;
        }

        /// <summary>Judges a command. Never throws on contents.</summary>
        public GateResult Take(byte[] payload)
        {
            string id = "";
            if (!_reader.Parse(payload))
            {
                return Refuse(id, RefusalCode.Malformed, _reader.Error);
            }

            if (!_reader.TryGetText("id", out id) || id.Length == 0 || id.Length > CommandGate.MaxIdChars)
            {
                return Refuse(
                    "", RefusalCode.Malformed, "id has to be a string of 1 to " + CommandGate.MaxIdChars + " characters");
            }

            string command;
            if (!_reader.TryGetText("cmd", out command))
            {
                return Refuse(id, RefusalCode.Malformed, "cmd has to be a string");
            }

            for (int i = 0; i < _reader.Count; i++)
            {
                string key = _reader.KeyAt(i);
                if (key != "id" && key != "cmd" && key != "expires_ms" && (key != "alarm" || command != "ack")
                    && (key != "cell_index" || command != "relearn"))
                {
                    return Refuse(id, RefusalCode.UnknownField, "unknown field " + key);
                }
            }

            long expiresMs;
            long utcMs;
            if (!_reader.TryGetInteger("expires_ms", out expiresMs))
            {
                if (_reader.KindOf("expires_ms") != JsonKind.None)
                {
                    return Refuse(id, RefusalCode.Malformed, "expires_ms is not an integer");
                }
            }
            else if (_clock.TryGetUtcMs(out utcMs) && utcMs > expiresMs)
            {
                return Refuse(id, RefusalCode.Expired, "expires_ms is " + expiresMs + ", it is " + utcMs + " now");
            }

            switch (command)
            {
                case "rebirth": return Done(id, true);
                case "ack": return Acknowledge(id);
                case "relearn": return Relearn(id);
                default:
                    return Refuse(
                        id, RefusalCode.UnknownCommand, "unknown command " + command + ", known are ack, rebirth, relearn");
            }
        }

        private GateResult Acknowledge(string id)
        {
            long alarm;
            if (!_reader.TryGetInteger("alarm", out alarm) || alarm < 1 || alarm > int.MaxValue)
            {
                return Refuse(id, RefusalCode.Malformed, "alarm has to be the id of an alarm");
            }

            switch (_alarms.Acknowledge((int)alarm, _clock.MonotonicMicros()))
            {
                case AlarmKeeper.Done:
                    return Done(id, false);
                case AlarmKeeper.Unknown:
                    return Refuse(id, RefusalCode.UnknownAlarm, "no alarm " + alarm + " is open or waits to be acknowledged");
                default:
                    return Refuse(id, RefusalCode.StorageFailed, "the acknowledgement could not be stored, nothing was changed");
            }
        }

        private GateResult Relearn(string id)
        {
            long cell;
            if (!_reader.TryGetInteger("cell_index", out cell))
            {
                if (_reader.KindOf("cell_index") != JsonKind.None)
                {
                    return Refuse(id, RefusalCode.Malformed, "cell_index is not an integer");
                }

                cell = -1;
            }
            else if (cell < 0 || cell > int.MaxValue)
            {
                return NoCell(id, cell);
            }

            switch (_baselines.Relearn((int)cell, id))
            {
                case BaselineKeeper.Done:
                    return Done(id, false);
                case BaselineKeeper.UnknownCell:
                    return NoCell(id, cell);
                default:
                    return Refuse(id, RefusalCode.StorageFailed, "what to forget could not be stored, nothing was changed");
            }
        }

        private GateResult NoCell(string id, long cell)
        {
            return Refuse(id, RefusalCode.OutOfBounds, Bounds.Outside("cell_index", cell, 0, _baselines.CellCount - 1));
        }

        private GateResult Done(string id, bool isRebirth)
        {
            GateResult result = new GateResult();
            result.result = GateResult.Done;
            result.rebirth = isRebirth;
            result.ack = _answers.Command(id, result);
            return result;
        }

        private GateResult Refuse(string id, string code, string text)
        {
            GateResult result = GateResult.Refusal(code, "cmd: " + text);
            result.ack = _answers.Command(id, result);
            return result;
        }
    }
}
