using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Converts and reads the status groups: beside the sample, now and then, so plain code and no kernel.</summary>
    public sealed class Ltc681xStatusReader
    {
        private readonly Ltc681xLine _line;
        private readonly IClock _clock;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xSetUp _setUp;
        private readonly Ltc681xModel _model;
        private readonly int _convert;
        private readonly int _waitMicros;
        private readonly int _retries;

        /// <summary>Transfers that the last <see cref="Read"/> repeated.</summary>
        public int repeats;

        public Ltc681xStatusReader(Ltc681xLine line, IClock clock, Ltc681xScan scan, Ltc681xSetUp setUp, Ltc681xModel model,
            Ltc681xConfig config)
        {
            _line = line;
            _clock = clock;
            _scan = scan;
            _setUp = setUp;
            _model = model;
            _convert = Ltc681xCommands.ConvertStatus(config.auxMode);
            _waitMicros = Ltc681xModel.WaitMicros(model.StatusMicros(config.auxMode));
            _retries = config.retries;
        }

        /// <summary>Reads flags, then clears, converts and reads the measured values. Leaves the chips' voltage flags set until
        /// the next sample converts the cells.</summary>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices.</returns>
        public byte Read(Ltc681xStatus status)
        {
            repeats = 0;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                status.quality[d] = Quality.Good;
            }

            ReadGroup(status, Ltc681xCommands.ReadStatusB, FlagsOfB);
            _line.Command(Ltc681xCommands.ClearStatus);
            _line.Command(_convert);
            long convertedAt = _clock.MonotonicMicros();
            _line.Read(Ltc681xCommands.ReadStatusA);
            _setUp.LookForCleared(3);
            int proven = _scan.goodMask & ~_scan.oddMask;
            long left = convertedAt + _waitMicros - _clock.MonotonicMicros();
            if (left > 0)
            {
                _clock.DelayMicros((int)left);
            }

            ReadGroup(status, Ltc681xCommands.ReadStatusA, ValuesOfA);
            ReadGroup(status, Ltc681xCommands.ReadStatusB, ValueOfB);
            byte worst = AfeStatus.Ok;
            for (int d = 0; d < _scan.deviceCount; d++)
            {
                if (status.quality[d] == Quality.Good && (proven & (1 << d)) == 0)
                {
                    status.quality[d] = Quality.Stale;
                }

                byte said = status.quality[d] == Quality.Good ? AfeStatus.Ok
                    : status.quality[d] == Quality.NoReply ? AfeStatus.NoReply
                    : status.quality[d] == Quality.PecError ? AfeStatus.PecError
                    : AfeStatus.Stale;
                worst = said > worst ? said : worst;
            }

            return worst;
        }

        private const int FlagsOfB = 0;
        private const int ValuesOfA = 1;
        private const int ValueOfB = 2;

        private void ReadGroup(Ltc681xStatus status, int command, int what)
        {
            int pending = _scan.allMask;
            int tries = 0;
            while (true)
            {
                _line.Read(command);
                _setUp.LookForCleared(3);
                for (int d = 0; d < _scan.deviceCount; d++)
                {
                    if ((pending & _scan.goodMask & (1 << d)) != 0)
                    {
                        Take(status, d, 4 + (8 * d), what);
                    }
                }

                pending &= ~_scan.goodMask;
                if ((pending & ~_scan.silentMask) == 0 || tries == _retries)
                {
                    break;
                }

                tries++;
                repeats++;
            }

            for (int d = 0; d < _scan.deviceCount; d++)
            {
                int bit = 1 << d;
                if ((pending & bit) != 0 && status.quality[d] == Quality.Good)
                {
                    status.quality[d] = (_scan.silentMask & bit) != 0 ? Quality.NoReply : Quality.PecError;
                }
            }
        }

        private void Take(Ltc681xStatus status, int d, int at, int what)
        {
            byte[] reply = _line.reply;
            int first = reply[at] | (reply[at + 1] << 8);
            if (what == FlagsOfB)
            {
                // Two bits a cell from cell 1 on: under, over.
                int flags = reply[at + 2] | (reply[at + 3] << 8) | (reply[at + 4] << 16);
                int under = 0;
                int over = 0;
                for (int cell = 0; cell < 12; cell++)
                {
                    under |= ((flags >> (2 * cell)) & 1) << cell;
                    over |= ((flags >> ((2 * cell) + 1)) & 1) << cell;
                }

                status.undervoltageMask[d] = under;
                status.overvoltageMask[d] = over;
                status.thermalShutdown[d] = (byte)(reply[at + 5] & 1);
                status.revision[d] = (byte)(reply[at + 5] >> 4);
                return;
            }

            if (status.quality[d] != Quality.Good)
            {
                return;
            }

            int second = reply[at + 2] | (reply[at + 3] << 8);
            int third = reply[at + 4] | (reply[at + 5] << 8);
            if (first == 0xFFFF || (what == ValuesOfA && (second == 0xFFFF || third == 0xFFFF)))
            {
                status.quality[d] = Quality.NotConverted;
            }
            else if (what == ValueOfB)
            {
                status.digitalSupplyMicrovolts[d] = first * 100;
            }
            else
            {
                status.sumMicrovolts[d] = first * _model.sumMicrovoltsPerCode;

                // Codes a degree are whole, so tenths come by ten times the code; 65,534 * 10 fits.
                status.dieDeciC[d] = ((second * 10) / _model.dieCodesPerDegree) - (_model.dieOffsetDegrees * 10);
                status.analogSupplyMicrovolts[d] = third * 100;
            }
        }
    }
}
