using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Says when what the box reports about itself goes to the outbox: alarms at once, birth after every connect, the
    /// list of alarms and state after it, after every change and when it is time.</summary>
    public sealed class BoxReporter
    {
        /// <summary>State messages are at least this far apart, whatever changes.</summary>
        public const long LeastStateMicros = 250000;

        /// <summary>Lists of alarms are at least this far apart, however many change.</summary>
        public const long LeastAlarmListMicros = 1000000;

        private readonly BoxConfig _config;
        private readonly BoxParts _parts;
        private readonly BoxReports _reports;
        private readonly AlarmListReport _alarmList;
        private readonly BoxStatus _status;
        private readonly Outbox _outbox;
        private readonly LinkKeeper _keeper;
        private readonly Detector _detector;
        private readonly BlockLine _blocks;
        private long _lastStateMicros;
        private long _lastListMicros;
        private int _listedChanges;
        private int _toldSuspicions;
        private bool _alarmsWait;

        /// <summary>Something has changed that the state message should say.</summary>
        public bool stateDue;

        public BoxReporter(BoxConfig config, BoxParts parts, BoxReports reports, BoxStatus status, Outbox outbox,
            LinkKeeper keeper, Detector detector, BlockLine blocks)
        {
            _config = config;
            _parts = parts;
            _reports = reports;
            _alarmList = new AlarmListReport(reports.Writer, config.box, status.bootNumber);
            _status = status;
            _outbox = outbox;
            _keeper = keeper;
            _detector = detector;
            _blocks = blocks;
        }

        /// <summary>True while alarms may wait in the detector for room.</summary>
        public bool AlarmsWait
        {
            get { return _alarmsWait; }
        }

        /// <summary>True while the list of alarms that the broker keeps is not the latest.</summary>
        public bool ListWaits
        {
            get { return _listedChanges != _detector.Book.listChanges; }
        }

        /// <summary>Puts a new birth message in the outbox.</summary>
        public void PutBirth()
        {
            _outbox.PutRetained(MessageKind.Birth, _reports.Birth(_blocks.OpenSeq));
        }

        /// <summary>Moves alarms from the detector to the outbox. Those that find no room there stay in the detector, which puts
        /// further changes off rather than lose them.</summary>
        /// <returns>True when one was moved.</returns>
        public bool PassAlarms()
        {
            int before = _status.alarmCount;
            while (_outbox.HasRoomForAlarm())
            {
                Alarm alarm = _detector.TryTakeAlarm();
                if (alarm == null)
                {
                    _alarmsWait = false;
                    return _status.alarmCount != before;
                }

                _outbox.PutAlarm(_reports.AlarmMessage(alarm, _blocks.OpenSeq));
                _status.recentAlarms[_status.alarmCount % _status.recentAlarms.Length] = alarm;
                _status.alarmCount++;
                stateDue = true;
            }

            _alarmsWait = true;
            return _status.alarmCount != before;
        }

        /// <summary>Birth, list of alarms and state, where they are due. Nothing is written while no broker is there.
        /// </summary>
        /// <returns>True when something was put in the outbox.</returns>
        public bool Report(long nowMicros)
        {
            bool connected = _keeper.TakeConnected();
            if (!_keeper.IsUp)
            {
                return false;
            }

            if (connected)
            {
                PutBirth();
            }

            bool listDue = connected || (ListWaits && nowMicros - _lastListMicros >= LeastAlarmListMicros);
            if (listDue)
            {
                _outbox.PutRetained(MessageKind.AlarmList, _alarmList.Message(_detector.Book));
                _listedChanges = _detector.Book.listChanges;
                _lastListMicros = nowMicros;
            }

            if (_detector.SuspicionCount != _toldSuspicions)
            {
                _toldSuspicions = _detector.SuspicionCount;
                stateDue = true;
            }

            long sinceMicros = nowMicros - _lastStateMicros;
            bool due = connected || (stateDue && sinceMicros >= LeastStateMicros)
                || sinceMicros >= _config.stateSeconds * 1000000L;
            if (due)
            {
                long utcMs;
                _parts.clock.TryGetUtcMs(out utcMs);
                _outbox.PutRetained(MessageKind.State, _reports.State(_status, _outbox, _keeper, _detector, _parts.afe,
                    _parts.schedule.MissedCount, nowMicros, utcMs));
                _lastStateMicros = nowMicros;
                stateDue = false;
            }

            return due || listDue;
        }
    }
}
