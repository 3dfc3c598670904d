using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Takes what came from the cloud to the gate, one message at a time, and puts the answers in the outbox.
    /// </summary>
    public sealed class CloudDesk
    {
        /// <summary>A message is taken when so many answers have room (two to it, one to a change that waits, one spare), and when
        /// an acknowledged alarm can be told. So no answer is ever refused; what can't be taken stays in the link's inbox, which
        /// counts what it drops.</summary>
        public const int AcksPerMessage = 4;

        /// <summary>A person beside the box reads at most this often of refusals, whoever floods it.</summary>
        private const long RefusalLogMicros = 1000000;

        private readonly LinkKeeper _keeper;
        private readonly CommandGate _gate;
        private readonly AlarmKeeper _alarms;
        private readonly Topics _topics;
        private readonly Outbox _outbox;
        private readonly BoxReporter _reporter;
        private readonly BoxStatus _status;
        private readonly ILog _log;
        private long _nextRefusalLogMicros;

        public CloudDesk(LinkKeeper keeper, CommandGate gate, AlarmKeeper alarms, Topics topics, Outbox outbox,
            BoxReporter reporter, BoxStatus status, ILog log)
        {
            _keeper = keeper;
            _gate = gate;
            _alarms = alarms;
            _topics = topics;
            _outbox = outbox;
            _reporter = reporter;
            _status = status;
            _log = log;
        }

        /// <summary>Takes one message, if one is there.</summary>
        /// <returns>False when there was none.</returns>
        public bool TakeOne(long nowMicros)
        {
            InboundMessage message = _outbox.HasRoomForAcks(AcksPerMessage) && _alarms.HasRoom ? _keeper.TryTakeReceived() : null;
            if (message == null)
            {
                return false;
            }

            if (message.topic == _topics.desired)
            {
                Answer(_gate.OnDesired(message.payload), nowMicros);
            }
            else if (message.topic == _topics.command)
            {
                Answer(_gate.OnCommand(message.payload), nowMicros);
            }
            else
            {
                _status.strayMessageCount++;
            }

            return true;
        }

        private void Answer(GateResult result, long nowMicros)
        {
            if (result.supersededAck != null)
            {
                _outbox.PutAck(result.supersededAck);
            }

            if (result.ack != null)
            {
                _outbox.PutAck(result.ack);
            }

            if (result.rebirth)
            {
                _reporter.PutBirth();
            }

            if (result.result == GateResult.Refused)
            {
                _reporter.stateDue = true;
                if (nowMicros >= _nextRefusalLogMicros)
                {
                    _log.Line("cloud: refused (" + result.code + "): " + result.text);
                    _nextRefusalLogMicros = nowMicros + RefusalLogMicros;
                }
            }
        }
    }
}
