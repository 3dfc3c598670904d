using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>What the chip says of itself, and whether that is sound. Beside the sample, now and then, so plain code and no kernel.
    /// </summary>
    public sealed class Bq769x2Findings
    {
        // REG18, made from VREF2 and measured against VREF1: 1.8 V +- 10 %, and within 2.5 % of what it was at first.
        private const int SupplyLowMicrovolts = 1620000;
        private const int SupplyHighMicrovolts = 1980000;

        // The chip's own default bound for its measurement of ground, counts.
        private const int GroundCounts = 100;

        private readonly Bq769x2Line _line;
        private readonly Bq769x2Transfer _transfer;
        private readonly Bq769x2SetUp _setUp;
        private readonly Bq769x2Verdict _verdict;
        private int _firstSupplyMicrovolts;

        public Bq769x2Findings(Bq769x2Line line, Bq769x2Transfer transfer, Bq769x2SetUp setUp, Bq769x2Verdict verdict)
        {
            _line = line;
            _transfer = transfer;
            _setUp = setUp;
            _verdict = verdict;
        }

        /// <summary>Measures what a check asks for.</summary>
        /// <returns><see cref="Bq769x2Line"/> state; not Good: nothing was found out.</returns>
        public byte Measure(int check)
        {
            switch (check)
            {
                case AfeCheck.Chain:
                    return Chain();
                case AfeCheck.Registers:
                    return Registers();
                case AfeCheck.ChipFlags:
                    return ChipFlags();
                case AfeCheck.Supply:
                case AfeCheck.Reference:
                    return Supply(check == AfeCheck.Reference);
                default:
                    return Ground();
            }
        }

        private byte Chain()
        {
            byte state = _transfer.ReadBlock(Bq769x2Registers.DeviceNumber, 2);
            if (state == Bq769x2Line.Bad)
            {
                return state;
            }

            bool answers = state == Bq769x2Line.Good && _transfer.Word(0) == Bq769x2Registers.Bq76952;
            _verdict.Conclude(answers, answers ? 0 : 1, 0);
            return Bq769x2Line.Good;
        }

        private byte Registers()
        {
            byte state = _setUp.settings.Inspect();
            if (state == Bq769x2Line.Good)
            {
                state = _transfer.ReadBlock(Bq769x2Registers.StaticConfigSignature, 2);
            }

            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            // Bit 15 says whether the signature is the one stored in OTP, which nobody need have stored.
            int signature = _transfer.Word(0) & 0x7FFF;
            if (_setUp.signature < 0)
            {
                _setUp.signature = signature;
            }

            bool same = _setUp.signature == signature;
            _verdict.Conclude(same && _setUp.settings.differences == 0, same ? _setUp.settings.differences : -1, 0);
            return Bq769x2Line.Good;
        }

        private byte ChipFlags()
        {
            int flags = 0;
            for (int i = 0; i < 4; i++)
            {
                byte state = _line.Read(Bq769x2Registers.PermanentAlertC + i);
                if (state != Bq769x2Line.Good)
                {
                    return state;
                }

                flags |= _line.data << (8 * i);
            }

            _verdict.Conclude(flags == 0, flags, 0);
            return Bq769x2Line.Good;
        }

        private byte Supply(bool isRatio)
        {
            byte state = _transfer.ReadBlock(Bq769x2Registers.Status5, 4);
            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            // A count is 5/3 * 1.212 V / 32,768 = 61.65 µV; 65,535 * 6,165 is 4.0e8.
            int microvolts = _transfer.Word(0) * 6165 / 100;
            bool inWindow = microvolts >= SupplyLowMicrovolts && microvolts <= SupplyHighMicrovolts;
            if (inWindow && _firstSupplyMicrovolts == 0)
            {
                _firstSupplyMicrovolts = microvolts;
            }

            if (!isRatio)
            {
                _verdict.Conclude(inWindow, microvolts, microvolts < 1800000 ? SupplyLowMicrovolts : SupplyHighMicrovolts);
                return Bq769x2Line.Good;
            }

            // Both references have no reason to drift apart; REG18 tells their ratio.
            int bound = _firstSupplyMicrovolts / 40;
            int moved = microvolts - _firstSupplyMicrovolts;
            _verdict.Conclude(moved <= bound && moved >= -bound, microvolts,
                moved < 0 ? _firstSupplyMicrovolts - bound : _firstSupplyMicrovolts + bound);
            return Bq769x2Line.Good;
        }

        private byte Ground()
        {
            byte state = _transfer.ReadBlock(Bq769x2Registers.Status5, 4);
            if (state != Bq769x2Line.Good)
            {
                return state;
            }

            int counts = (short)_transfer.Word(2);
            _verdict.Conclude(counts >= -GroundCounts && counts <= GroundCounts, counts, GroundCounts);
            return Bq769x2Line.Good;
        }

    }
}
