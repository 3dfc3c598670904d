using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;

namespace DataBox.Tests.OnDevice
{
    /// <summary>
    /// Window, detector and encoder over a fixed list of samples, reduced to two CRCs: of all blocks and of all
    /// changes of alarms. Whatever runs this code (.NET, the nanoFramework interpreter, a board) must come to the
    /// same numbers. </summary>
    /// <remarks>
    /// 900 samples 100 ms apart of 2 devices with 12 cells and 3 probes each, with one gap and some equal times;
    /// current as a triangle. Noise is the generator x = 1664525 x + 1013904223 modulo 2^32. From sample 300 on cell
    /// 7 sinks below every limit and comes back; from 500 on probe 4 is hot; single readings are invalid, device 2 is
    /// silent for a while. </remarks>
    public sealed class FixedRun
    {
        public const int SampleCount = 900;

        /// <summary>What every platform must come to. They change with the block format or with the detector's rules,
        /// on purpose only; then take the new ones from the failing test.</summary>
        public const uint ExpectedBlocksCrc = 0xDF6FF817;
        public const uint ExpectedAlarmsCrc = 0x46EE5771;

        private const int AlarmBytes = 44;
        private const int OwnCrcBytes = 4;

        private readonly PackLayout _layout = PackLayout.FromCounts(
            3, new int[] { 12, 12 }, new int[] { 3, 3 });

        private readonly byte[] _link = new byte[8];
        private readonly byte[] _alarmBytes = new byte[AlarmBytes];
        private uint _noise = 1;

        /// <summary>Each block's CRC-32, chained: CRC of (chain so far, CRC of the block).</summary>
        public uint blocksCrc;
        public int blockCount;
        public int blockBytes;

        /// <summary>The same over the alarms' numbers.</summary>
        public uint alarmsCrc;
        public int alarmCount;

        /// <summary>Cell of the first alarm that names one; -1: none.</summary>
        public int firstAlarmCell = -1;

        /// <summary>Runs everything once.</summary>
        public void Go()
        {
            PackSample sample = new PackSample(_layout);
            SampleWindow window = new SampleWindow(_layout);
            Detector detector = new Detector(_layout, DetectorSettings.Nmc());
            BlockEncoder encoder = new BlockEncoder(_layout, "fixed-run", 7);
            RowBuffer rows = new RowBuffer(_layout);
            uint seq = 0;
            rows.Open(seq);
            for (int n = 0; n < SampleCount; n++)
            {
                Fill(sample, n);
                if (window.IsOver(sample.timeMs))
                {
                    Close(detector, window);
                    window.Restart(sample.timeMs, 1000);
                }

                detector.OnSample(sample);
                window.Add(sample);
                rows.Add(sample, n % 3 == 0 ? 7 : n % 3 == 1 ? 1 : 5);
                if (rows.rowCount == RowBuffer.MaxRows)
                {
                    encoder.Begin(rows, 0, SignalGroups.Cells | SignalGroups.Pack, seq);
                    TakeBlock(encoder);
                    encoder.Begin(rows, 0, SignalGroups.Temperatures, seq + 1);
                    TakeBlock(encoder);
                    seq += 2;
                    rows.Open(seq);
                }

                TakeAlarms(detector);
            }

            Close(detector, window);
            TakeAlarms(detector);
        }

        private static void Close(Detector detector, SampleWindow window)
        {
            if (window.sampleCount > 0)
            {
                detector.OnWindow(window);
            }
        }

        private void Fill(PackSample sample, int n)
        {
            // Samples 200 and 201 bear the same time; after 450 nothing was sampled for 7.3 s.
            sample.timeMs = 5000000000L + ((n < 201 ? n : n - 1) * 100L) + (n > 450 ? 7300 : 0);
            int sink = n < 300 || n >= 420 ? 0 : (n - 300) * 40000;
            for (int i = 0; i < _layout.cellCount; i++)
            {
                int value = 3700000 + (i * 1370) + (Noise() * 100) - (n * 20) - (i == 7 ? sink : 0);
                sample.cellMicrovolts[i] = value < 0 ? 0 : value;
                sample.cellQuality[i] = n % 97 == i ? Quality.PecError : Quality.Good;
            }

            for (int i = 0; i < _layout.probeCount; i++)
            {
                sample.tempDeciC[i] = (short)(231 + i + (Noise() & 1) + (i == 4 && n >= 500 ? (n - 500) * 3 : 0));
                sample.tempQuality[i] = n % 131 == i ? Quality.OpenProbe : Quality.Good;
            }

            bool isSilent = n >= 700 && n < 720;
            sample.deviceStatus[1] = isSilent ? AfeStatus.NoReply : AfeStatus.Ok;
            for (int i = _layout.firstCell[1]; isSilent && i < _layout.cellCount; i++)
            {
                sample.cellQuality[i] = Quality.NoReply;
            }

            int phase = n % 200;
            sample.currentMilliamps = (phase < 100 ? phase : 200 - phase) * -1500;
            sample.currentQuality = Quality.Good;
            sample.packQuality = Quality.Missing;
            sample.vehicleState = n < 450 ? VehicleState.Ignition : VehicleState.Charging;
            sample.vehicleStateQuality = Quality.Good;
        }

        /// <summary>0..15.</summary>
        private int Noise()
        {
            _noise = (_noise * 1664525u) + 1013904223u;
            return (int)(_noise >> 28);
        }

        private void TakeBlock(BlockEncoder encoder)
        {
            while (!encoder.EncodeNextRow())
            {
            }

            byte[] block = encoder.Finish();

            // Without the block's own CRC: over data and its CRC together every CRC-32 is the same.
            blocksCrc = Chain(blocksCrc, Crc32.Compute(block, 0, block.Length - OwnCrcBytes));
            blockBytes += block.Length;
            blockCount++;
        }

        private void TakeAlarms(Detector detector)
        {
            Alarm alarm = detector.TryTakeAlarm();
            while (alarm != null)
            {
                if (firstAlarmCell < 0)
                {
                    firstAlarmCell = alarm.cellIndex;
                }

                Put(0, alarm.id);
                Put(4, (int)alarm.timeMs);
                Put(8, (int)(alarm.timeMs >> 32));
                Put(12, alarm.causeId);
                Put(16, alarm.severity);
                Put(20, alarm.change);
                Put(24, alarm.deviceIndex);
                Put(28, alarm.cellIndex);
                Put(32, alarm.probeIndex);
                Put(36, alarm.value);
                Put(40, alarm.limit);
                alarmsCrc = Chain(alarmsCrc, Crc32.Compute(_alarmBytes, 0, AlarmBytes));
                alarmCount++;
                alarm = detector.TryTakeAlarm();
            }
        }

        private uint Chain(uint chain, uint crc)
        {
            for (int i = 0; i < 4; i++)
            {
                _link[i] = (byte)(chain >> (8 * i));
                _link[4 + i] = (byte)(crc >> (8 * i));
            }

            return Crc32.Compute(_link, 0, 8);
        }

        private void Put(int offset, int value)
        {
            _alarmBytes[offset] = (byte)value;
            _alarmBytes[offset + 1] = (byte)(value >> 8);
            _alarmBytes[offset + 2] = (byte)(value >> 16);
            _alarmBytes[offset + 3] = (byte)(value >> 24);
        }
    }
}
