using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// Puts an alarm of an earlier boot back where its rule keeps the open ones, as if it had been raised just now: the rule then
    /// doesn't raise it a second time, and clears it by its own evidence that the cause is gone, never by the restart itself.
    /// </summary>
    public static class AlarmReturn
    {
        /// <summary>Hands an open alarm to its rule.</summary>
        /// <returns>False where this chain has no such place, or the rule has an open alarm there already.</returns>
        public static bool ToRule(
            Alarm alarm, PackLayout layout, DetectorColumns columns, HealthRule health, int votingWindows)
        {
            bool isCell = alarm.cellIndex >= 0 && alarm.cellIndex < layout.cellCount;
            bool isProbe = alarm.probeIndex >= 0 && alarm.probeIndex < layout.probeCount;
            if (alarm.deviceIndex < 0 || alarm.deviceIndex >= layout.deviceCount)
            {
                return false;
            }

            switch (alarm.causeId)
            {
                case FaultCauses.OverVoltage:
                case FaultCauses.UnderVoltage:
                    return isCell && ToLimit(alarm, columns, alarm.cellIndex, alarm.causeId == FaultCauses.OverVoltage);
                case FaultCauses.OverTemperature:
                case FaultCauses.UnderTemperature:
                    return isProbe && ToLimit(
                        alarm, columns, layout.cellCount + alarm.probeIndex, alarm.causeId == FaultCauses.OverTemperature);
                case FaultCauses.CellDeviation:
                    return isCell && ToDeviation(alarm, columns, votingWindows);
                case FaultCauses.SensorImplausible:
                    return Put(
                        columns.brokenAlarm, alarm.deviceIndex + (alarm.isOfProbes ? layout.deviceCount : 0), alarm.id);
                case FaultCauses.SensorStuck:
                    return isCell && ToStuck(alarm, columns);
                case FaultCauses.AfeLost:
                    return Put(columns.lostAlarm, alarm.deviceIndex, alarm.id);
                default:
                    int entry = EntryOf(alarm, layout);
                    return entry >= 0 && health.Restore(entry, alarm.id);
            }
        }

        private static bool ToLimit(Alarm alarm, DetectorColumns columns, int element, bool isOver)
        {
            if (!Put(columns.limitAlarm, element, alarm.id))
            {
                return false;
            }

            columns.limitSide[element] = isOver ? LimitRule.Over : LimitRule.Under;
            columns.watch[element] |= PlausibilityKernel.WatchLimit;
            return true;
        }

        /// <summary>All votes stand: so many windows have to speak against it as a life of votes has.</summary>
        private static bool ToDeviation(Alarm alarm, DetectorColumns columns, int votingWindows)
        {
            int cell = alarm.cellIndex;
            if (!Put(columns.deviationAlarm, cell, alarm.id))
            {
                return false;
            }

            columns.votes[cell] = (1 << votingWindows) - 1;
            columns.isVoting[cell] = 1;
            columns.isSuspect[cell] = 1;
            return true;
        }

        private static bool ToStuck(Alarm alarm, DetectorColumns columns)
        {
            if (!Put(columns.stuckAlarm, alarm.cellIndex, alarm.id))
            {
                return false;
            }

            columns.stuckMicrovolts[alarm.cellIndex] = alarm.value;
            columns.watch[alarm.cellIndex] |= PlausibilityKernel.WatchStuck;
            return true;
        }

        /// <summary>Entry of <see cref="HealthRule"/>, or -1.</summary>
        private static int EntryOf(Alarm alarm, PackLayout layout)
        {
            int device = alarm.deviceIndex;
            int firstWire = AfeCheck.Count * layout.deviceCount;
            if (alarm.causeId == FaultCauses.SenseWireOpen)
            {
                bool isWire = alarm.wireIndex >= 0 && alarm.wireIndex <= layout.CellsOf(device);
                return isWire ? firstWire + layout.firstCell[device] + device + alarm.wireIndex : -1;
            }

            if (alarm.causeId == FaultCauses.ProbeWireOpen)
            {
                bool isProbe = alarm.probeIndex >= 0 && alarm.probeIndex < layout.probeCount;
                return isProbe ? firstWire + layout.cellCount + layout.deviceCount + alarm.probeIndex : -1;
            }

            int check = AfeCheck.Count - 1;
            while (check >= 0 && AfeCheck.NameOf(check) != alarm.check)
            {
                check--;
            }

            return check < 0 ? -1 : (check * layout.deviceCount) + (check == AfeCheck.Chain ? 0 : device);
        }

        private static bool Put(int[] places, int index, int id)
        {
            bool isFree = places[index] == 0;
            places[index] = isFree ? id : places[index];
            return isFree;
        }
    }
}
