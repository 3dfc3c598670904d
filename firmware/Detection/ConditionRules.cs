namespace DataBox.Detection
{
    /// <summary>How the operating condition follows from a span: by the current where there is one, else by the medians. Rules in
    /// docs/diagnosis.md, "Operating condition".</summary>
    internal static class ConditionRules
    {
        private const byte Unknown = OperatingCondition.Unknown;
        private const byte Rest = OperatingCondition.Rest;
        private const byte Charge = OperatingCondition.Charge;
        private const byte FastCharge = OperatingCondition.FastCharge;
        private const byte Drive = OperatingCondition.Drive;

        // A median that goes both ways by so much while the current says rest: the current sensor is dead.
        private const int ContradictMicrovolts = 10 * ConditionSpan.TurnMicrovolts;

        // 20 uV/s = 72 mV/h, a charge of C/10 or slower on NMC; a relaxation passes below it within minutes.
        private const int SlopeLimit = 20;

        // And so far on one way in three spans or more: more than relaxation does above that slope.
        private const int WayMicrovolts = 15000;
        private const int WaySpans = 3;

        // What the medians lose at once when the charger's current ends.
        private const int DropMicrovolts = 3000;

        // A charger that holds its voltage is done after two hours; a current that small drops nothing when it ends.
        private const int StillSpans = 240;

        private const int Quiet = 1;
        private const int Rising = 2;
        private const int Falling = 3;
        private const int Swinging = 4;

        /// <summary>Which way the medians went in this span, and for how many spans now.</summary>
        /// <returns>True where another way begins with this span.</returns>
        public static bool ExtendRun(int[] span, long[] slope, byte state)
        {
            int kind = 0;
            if (slope[0] >= 3)
            {
                // Load that comes and goes moves the medians both ways: by two turns to begin a drive, by one to go on with it.
                int swing = state == Drive ? span[ConditionSpan.Least] : 2 * span[ConditionSpan.Least];
                int side = SlopeKernel.Side(slope, SlopeLimit);
                kind = span[ConditionSpan.Up] >= swing && span[ConditionSpan.Down] >= swing ? Swinging
                    : side > 0 ? Rising : side < 0 ? Falling : Quiet;
            }

            bool isOther = kind != span[ConditionSpan.Run];
            if (isOther)
            {
                span[ConditionSpan.Run] = kind;
                span[ConditionSpan.RunSpans] = 0;
                span[ConditionSpan.RunStart] = span[ConditionSpan.First];
            }

            // No rule asks for more than a few; counting on would overflow one day.
            if (span[ConditionSpan.RunSpans] < 1000)
            {
                span[ConditionSpan.RunSpans]++;
            }

            return isOther;
        }

        /// <summary>Whatever comes next begins anew.</summary>
        public static void EndRun(int[] span)
        {
            span[ConditionSpan.Run] = 0;
            span[ConditionSpan.RunSpans] = 0;
        }

        /// <summary>Remembers how high a charge has brought the medians; a step down in a charge that goes on rising counts
        /// anew.</summary>
        public static void KeepPeak(int[] span, byte state, byte next)
        {
            int last = span[ConditionSpan.Last];
            if (IsCharge(next) && (!IsCharge(state) || last > span[ConditionSpan.Peak] || span[ConditionSpan.Run] == Rising))
            {
                span[ConditionSpan.Peak] = last;
            }
        }

        /// <summary>The next state where the span has a current.</summary>
        public static byte ByCurrent(int[] span, int[] settings, byte state)
        {
            int least = span[ConditionSpan.MinCurrent];
            int most = span[ConditionSpan.MaxCurrent];
            int run = span[ConditionSpan.Run];
            int charging = span[ConditionSpan.Charging];
            int rest = RestMilliamps(settings);
            int still = state == Rest ? 2 * rest : rest;
            if (most <= still && least >= -still)
            {
                bool isDead = span[ConditionSpan.Up] >= ContradictMicrovolts && span[ConditionSpan.Down] >= ContradictMicrovolts;
                return isDead ? Drive : charging > 0 ? Charge : Rest;
            }

            // A steady current whose sign the medians contradict has lost it: spread within a quarter of its size.
            int level = (least / 2) + (most / 2);
            bool isSteady = (most / 4) - (least / 4) <= (level < 0 ? -level : level) / 16;
            if (least > rest)
            {
                return isSteady && run == Falling && IsLong(span) && charging <= 0 ? Drive : ChargeOf(settings, state, level);
            }

            if (most < -rest)
            {
                bool isHeld = IsCharge(state) && run != Falling && run != Swinging && !HasDropped(span);
                bool isLost = isSteady && charging != 0 && (isHeld || (run == Rising && IsLong(span)));
                return isLost || charging > 0 ? ChargeOf(settings, state, -level) : Drive;
            }

            // Charging and nothing, but no discharge: the charge begins or ends in this span, or the car rolls.
            return least >= -rest ? state : Drive;
        }

        /// <summary>The next state where the span has none.</summary>
        public static byte ByMedians(int[] span, byte state)
        {
            int charging = span[ConditionSpan.Charging];
            if (charging > 0)
            {
                return Charge;
            }

            switch (span[ConditionSpan.Run])
            {
                case Swinging:
                    return Drive;
                case Rising:
                    if (charging < 0 && (IsCharge(state) || IsLong(span)))
                    {
                        return Charge;
                    }

                    // The load has gone: a charge may have begun, or it is a relaxation.
                    return state == Drive && span[ConditionSpan.RunSpans] > WaySpans ? Unknown : state;
                case Falling:
                    if (IsCharge(state) && HasDropped(span))
                    {
                        // The way down counts from here: the charger's current has gone at once.
                        span[ConditionSpan.RunStart] = span[ConditionSpan.Last];
                        span[ConditionSpan.RunSpans] = 0;
                        return Unknown;
                    }

                    return IsLong(span) ? Drive : state;
                case Quiet:
                    // Constant voltage at the end of a charge stands as still as a rest does, but without the drop.
                    if (charging < 0 && IsCharge(state) && !HasDropped(span))
                    {
                        if (span[ConditionSpan.RunSpans] < StillSpans)
                        {
                            return Charge;
                        }

                        EndRun(span);
                        return Unknown;
                    }

                    return span[ConditionSpan.RunSpans] < WaySpans ? state : Rest;
                default:
                    // Devices that came or went leave a span without enough points; one such says nothing.
                    return span[ConditionSpan.RunSpans] < 2 ? state : Unknown;
            }
        }

        /// <summary>Up to this size a current is none, mA: 2 to 50,000.</summary>
        public static int RestMilliamps(int[] settings)
        {
            return settings[DetectorSettings.CapacityAh] * settings[DetectorSettings.RestPermille];
        }

        /// <summary>Charge or fast charge, with a quarter of hysteresis.</summary>
        /// <param name="milliamps">Size of the charging current, 0..2,000,000; the limit is at most 5,000,000.</param>
        public static byte ChargeOf(int[] settings, byte state, int milliamps)
        {
            int fast = settings[DetectorSettings.CapacityAh] * settings[DetectorSettings.FastChargePercent] * 10;
            return milliamps >= (state == FastCharge ? fast - (fast >> 2) : fast) ? FastCharge : Charge;
        }

        private static bool HasDropped(int[] span)
        {
            return span[ConditionSpan.Last] < span[ConditionSpan.Peak] - DropMicrovolts;
        }

        /// <summary>The medians have gone one way for long and far: a current flows, whatever its sensor says.</summary>
        private static bool IsLong(int[] span)
        {
            int way = span[ConditionSpan.Last] - span[ConditionSpan.RunStart];
            return span[ConditionSpan.RunSpans] >= WaySpans && (way >= WayMicrovolts || -way >= WayMicrovolts);
        }

        private static bool IsCharge(byte state)
        {
            return state == Charge || state == FastCharge;
        }
    }
}
