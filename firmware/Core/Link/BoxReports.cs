using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>Writes what the box says about itself: birth, state, alarms, the last will. docs/wire-contract.md, "Box to
    /// cloud", lists the fields; a test compares the two.</summary>
    public sealed class BoxReports
    {
        /// <summary>Schema of birth, state, alarm, alarms and will.</summary>
        public const int Schema = 1;

        /// <summary>Version of this firmware.</summary>
        public const string Firmware = "0.1.0";

        /// <summary>Codec of the blocks: docs/wire-contract.md, "Block".</summary>
        public const int Codec = 1;

        private static readonly string[] s_afeWords =
        {
            "ok", "retried", "reconfigured", "stale", "pec_error", "no_reply",
        };

        private readonly JsonWriter _writer;
        private readonly string[] _features = new string[Alarm.MaxEvidence];
        private readonly int[] _values = new int[Alarm.MaxEvidence];
        private readonly BoxConfig _config;
        private readonly PackLayout _layout;
        private readonly int _bootNumber;
        private readonly RatePolicy _policy;
        private readonly CommandGate _gate;
        private readonly int _shortestPeriodMs;
        private readonly bool _followsRecording;

        public BoxReports(BoxConfig config, PackLayout layout, int bootNumber, RatePolicy policy, CommandGate gate,
            int shortestPeriodMs, bool followsRecording)
        {
            _config = config;
            _layout = layout;
            _bootNumber = bootNumber;
            _policy = policy;
            _gate = gate;
            _writer = gate.Writer;
            _shortestPeriodMs = shortestPeriodMs;
            _followsRecording = followsRecording;
        }

        /// <summary>Shared with <see cref="AlarmListReport"/>; free between two messages.</summary>
        public JsonWriter Writer
        {
            get { return _writer; }
        }

        /// <summary>The last will: whose, and of which life.</summary>
        public static string Will(string box, int bootNumber)
        {
            return "{\"schema\":" + Schema + ",\"box\":\"" + box + "\",\"boot\":" + bootNumber + "}";
        }

        /// <summary>The birth message.</summary>
        /// <param name="nextSeq">Number of the block that is open.</param>
        public byte[] Birth(uint nextSeq)
        {
            _writer.Begin().Add("schema", Schema).Add("box", _config.box).Add("boot", _bootNumber)
                .Add("next_seq", nextSeq).Add("firmware", Firmware).Add("codec", Codec)
                .Add("chip", _config.chip).Add("layout_version", _layout.version)
                .Add("cell_masks", _layout.cellInputMask, _layout.deviceCount)
                .Add("probe_masks", _layout.probeGpioMask, _layout.deviceCount)
                .Add("cells", _layout.cellCount).Add("probes", _layout.probeCount)
                .Add("signals", "cell_uv*" + _layout.cellCount + ",temp_dc*" + _layout.probeCount
                    + ",current_ma,pack_mv,vehicle_state")
                .Add("time_base", _followsRecording ? "recording" : "box")
                .Add("sample_period_ms", _policy.samplePeriodMs)
                .Add("shortest_sample_period_ms", _shortestPeriodMs)
                .Add("applied_version", _gate.AppliedVersion);
            return _writer.End();
        }

        /// <summary>The state message.</summary>
        /// <param name="nowMicros">Monotonic clock.</param>
        /// <param name="utcMs">Wall time, or 0: not known, and not sent.</param>
        public byte[] State(BoxStatus status, Outbox outbox, LinkKeeper keeper, Detector detector, IAfe afe,
            int missedSamples, long nowMicros, long utcMs)
        {
            _writer.Begin().Add("schema", Schema).Add("box", _config.box).Add("boot", _bootNumber)
                .Add("monotonic_ms", nowMicros / 1000);
            if (utcMs != 0)
            {
                _writer.Add("utc_ms", utcMs);
            }

            AddRates(detector.IsSuspicious);
            _writer.Add("next_seq", status.openSeq).Add("sample_time_ms", status.sampleTimeMs)
                .Add("samples", status.sampleCount).Add("missed_samples", missedSamples)
                .Add("left_out_samples", status.leftOutCount).Add("bad_samples", status.badSampleCount).Add("windows", status.windowCount)
                .Add("afe", AfeWord(status.afeStatus)).Add("bad_devices", status.badDevices, status.badDeviceCount)
                .Add("afe_retries", afe.RetryCount).Add("checks", status.checkCount)
                .Add("oldest_check_seconds", status.hasChecks ? (nowMicros - status.oldestCheckMicros) / 1000000 : 0)
                .Add("failed_checks", HealthWords.FailedChecks(status.health))
                .Add("open_wires", HealthWords.OpenWires(status.health))
                .Add("alarms", status.alarmCount).Add("open_alarms", detector.OpenAlarmCount)
                .Add("deferred_alarms", detector.DeferredChangeCount)
                .Add("suspects", SuspectWords.Count(detector)).Add("first_suspects", SuspectWords.First(detector))
                .Add("learned_permille", detector.Causes.features.LearnedPermille()).Add("baseline", status.baseline)
                .Add("condition", detector.Condition.Word).Add("condition_since_ms", detector.Condition.SinceMs);
            uint oldestSeq;
            if (outbox.TryGetOldestSeq(out oldestSeq))
            {
                _writer.Add("oldest_seq", oldestSeq);
            }

            _writer.Add("outbox_messages", outbox.MessageCount).Add("outbox_bytes", outbox.Bytes)
                .Add("acknowledged_blocks", outbox.acknowledgedBlocks).Add("dropped_blocks", outbox.droppedBlocks)
                .Add("refused_alarms", outbox.refusedAlarms).Add("refused_acks", outbox.refusedAcks)
                .Add("resent_messages", outbox.resentMessages).Add("unknown_tickets", outbox.unknownTickets)
                .Add("inbox_dropped", keeper.InboxDroppedCount).Add("stray_messages", status.strayMessageCount)
                .Add("connects", keeper.ConnectCount);
            AddLink(keeper.Counters);
            return _writer.End();
        }

        /// <summary>An alarm message.</summary>
        /// <param name="openSeq">Number of the block that holds the samples around it.</param>
        public byte[] AlarmMessage(Alarm alarm, uint openSeq)
        {
            _writer.Begin().Add("schema", Schema).Add("boot", _bootNumber).Add("id", alarm.id)
                .Add("first_boot", alarm.firstBoot)
                .Add("change", AlarmChange.NameOf(alarm.change)).Add("acknowledged", alarm.isAcknowledged ? 1 : 0)
                .Add("time_ms", alarm.timeMs).Add("since_ms", alarm.sinceMs).Add("seq", openSeq)
                .Add("cause", alarm.cause).Add("severity", alarm.severity);
            AddIndex("device_index", alarm.deviceIndex);
            AddIndex("cell_index", alarm.cellIndex);
            AddIndex("probe_index", alarm.probeIndex);
            AddIndex("wire_index", alarm.wireIndex);
            if (alarm.check != null)
            {
                _writer.Add("check", alarm.check);
            }

            _writer.Add("value", alarm.value).Add("limit", alarm.limit).Add("unit", alarm.unit);
            AddEvidence(alarm);
            return _writer.Add("advice", alarm.adviceKey).End();
        }

        /// <summary>One word for an <see cref="AfeStatus"/>.</summary>
        public static string AfeWord(byte status)
        {
            return s_afeWords[status];
        }

        private void AddRates(bool suspicious)
        {
            RateSettings settings = _gate.InForce == null ? _config.rates : _gate.InForce.Resolve(_config.rates);
            _writer.Add("version", _gate.StoredVersion).Add("applied_version", _gate.AppliedVersion)
                .Add("applied_seq", _gate.AppliedSeq).Add("refused_version", _gate.refusedVersion)
                .Add("refused_code", _gate.refusedCode).Add("refused_text", _gate.refusedText)
                .Add("cells_period_ms", settings.cellsPeriodMs)
                .Add("temperatures_period_ms", settings.temperaturesPeriodMs)
                .Add("pack_period_ms", settings.packPeriodMs).Add("sample_period_ms", settings.samplePeriodMs)
                .Add("window_ms", settings.windowMs).Add("block_seconds", settings.blockSeconds)
                .Add("limits", _gate.InForce == null ? "" : _gate.InForce.limits.Text())
                .Add("effective_sample_period_ms", _policy.samplePeriodMs)
                .Add("effective_block_seconds", _policy.BlockSeconds(suspicious))
                .Add("shortest_sample_period_ms", _shortestPeriodMs)
                .Add("cause", _gate.InForce != null ? "cloud" : _policy.IsEverySampleARow ? "recording"
                    : _gate.HasExpired ? "expired" : "default")
                .Add("suspicion", suspicious ? 1 : 0);
            if (_gate.InForce != null && _gate.InForce.CanExpire)
            {
                _writer.Add("expires_ms", _gate.InForce.expiresMs);
            }
        }

        private void AddLink(LinkCounters link)
        {
            _writer.Add("link_attempts", link.attempts).Add("link_refused_attempts", link.refusedAttempts)
                .Add("link_hanging", link.hanging).Add("link_abandoned", link.abandoned)
                .Add("link_attempt_timeouts", link.attemptTimeouts).Add("link_publish_timeouts", link.publishTimeouts)
                .Add("link_ack_timeouts", link.ackTimeouts).Add("link_gave_up", link.gaveUp)
                .Add("link_stray_acks", link.strayAcks).Add("link_late_events", link.lateEvents)
                .Add("link_dispose_errors", link.disposeErrors);
        }

        private void AddEvidence(Alarm alarm)
        {
            if (alarm.certaintyPercent >= 0)
            {
                _writer.Add("certainty_percent", alarm.certaintyPercent);
            }

            if (alarm.orCauseId >= 0)
            {
                _writer.Add("or_cause", FaultCauses.NameOf(alarm.orCauseId));
            }

            if (alarm.evidenceCount > 0)
            {
                for (int i = 0; i < alarm.evidenceCount; i++)
                {
                    _features[i] = Evidence.NameOf(alarm.evidence[2 * i]);
                    _values[i] = alarm.evidence[(2 * i) + 1];
                }

                _writer.Add("evidence", _features, alarm.evidenceCount).Add("evidence_values", _values, alarm.evidenceCount);
            }
        }

        private void AddIndex(string key, int index)
        {
            if (index >= 0)
            {
                _writer.Add(key, index);
            }
        }
    }
}
