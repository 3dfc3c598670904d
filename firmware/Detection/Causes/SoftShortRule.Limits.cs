using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>Thresholds of a device's cells, from the settings, the load and what its cells do together.</summary>
    public sealed partial class SoftShortRule
    {
        // The threshold is this many times the cell's own learned spread, and the mean of its neighbours' residuals now.
        private const int Spreads = 6;
        private const int Neighbours = 6;
        private const int CommonTimes = 3;
        private const int SlowNeighbours = 5;
        private const int SlowSpreads = 5;
        private const int RestSpreads = 3;
        private const int WanderSpreads = 6;
        private const int HeavyLoad = 250000;

        // Beyond this polarisation a cell's own part of it is not known well enough, µV.
        private const int MostLoad = 150000;

        // Below 5 °C resistances are other than they were learned: 0.1 °C.
        private const int ColdDeciC = 50;
        private const int ColdTimes = 3;

        // A vehicle that balances may move a few percent of charge from a cell: 5 % at 10 mV each.
        private const int BalancedMicrovolts = 50000;

        // LFP: below this upper limit; above this median its curve bends up.
        private const int FlatMicrovolts = 3900000;
        private const int KneeMicrovolts = 3360000;
        private const int KneeTimes = 12;

        // Of the polarisation, a 32nd is not known better; of what is left of it when a rest began, a quarter.
        private const int LoadShift = 5;
        private const int RestLoadShift = 2;
        private const int LeastRestFloor = 2500;

        // Of the device that is looked at: thresholds, µV; spreads in a slow one, Q4.
        private int _floor;
        private int _slowFloor;
        private int _slowSpreadsQ4;
        private int _restFloor;
        private int _restCommon;

        private void SetLimits(int d)
        {
            CauseFeatures features = this.features;
            int first = features.layout.firstCell[d];
            int end = features.layout.firstCell[d + 1];
            int plain = features.settings[DetectorSettings.SoftShort];
            int slope = features.ocvSlope[d];
            slope = slope < BaselineLoad.LeastSlope ? BaselineLoad.PlainSlope : slope;
            int floor = slope > 256 ? (plain * slope) >> 8 : plain;
            floor = _isFlat && features.medianMicrovolts[d] > KneeMicrovolts ? KneeTimes * floor : floor;
            SumUp(d, first, end);
            floor = floor < _usual ? _usual : floor;
            int load = features.loadMicrovolts;
            floor += (load >> LoadShift) + (load > HeavyLoad ? (load - HeavyLoad) >> 2 : 0);
            floor = _isCold ? ColdTimes * floor : floor;
            _floor = floor + (_isBalanced ? BalancedMicrovolts : 0);
            _slowSpreadsQ4 = (SlowSpreads << 12) / slope;
            int rest = (plain * slope) >> 8;
            rest = rest < LeastRestFloor ? LeastRestFloor : rest;
            _restFloor = (rest < _restUsual ? _restUsual : rest) + (_anchorLoad >> RestLoadShift);
        }

        // Mean sizes without the largest, of the filtered residuals and the drifts; and of what fell in this rest, but for what all
        // have in common there, as where the median cell is the one that falls.
        private void SumUp(int d, int first, int end)
        {
            int[] fall = _fall;
            short[] anchor = _anchor;
            short[] drift = features.drift;
            int sizes = 0;
            int largest = 0;
            int drifts = 0;
            int largestDrift = 0;
            int rests = 0;
            int restSizes = 0;
            int largestRest = 0;
            int restFurthest = 0;
            for (int i = first; i < end; i++)
            {
                int now = fall[i];
                int size = now < 0 ? -now : now;
                sizes += size;
                largest = size > largest ? size : largest;
                size = drift[i] < 0 ? -drift[i] : drift[i];
                drifts += size;
                largestDrift = size > largestDrift ? size : largestDrift;
                if (anchor[i] != NoAnchor)
                {
                    now -= anchor[i] * 4;
                    size = now < 0 ? -now : now;
                    rests += now;
                    restSizes += size;
                    restFurthest = size > largestRest ? now : restFurthest;
                    largestRest = size > largestRest ? size : largestRest;
                }
            }

            int others = end - first < 2 ? 1 : end - first - 1;
            _usual = Neighbours * ((sizes - largest) / others);
            _restCommon = (rests - restFurthest) / others;
            int together = _restCommon < 0 ? -_restCommon : _restCommon;
            int apart = Neighbours * (((restSizes - largestRest) / others) - together);
            _restUsual = apart > CommonTimes * together ? apart : CommonTimes * together;
            int near = 4 * SlowNeighbours * (drifts - largestDrift) / others;
            int floor = features.settings[DetectorSettings.SoftShort];
            floor += floor >> 2;
            floor = floor < near ? near : floor;
            int learned = WanderSpreads * features.driftSpread[d];
            _slowFloor = floor < learned ? learned : floor;
        }

        private bool IsCold()
        {
            WindowColumns window = features.window;
            for (int p = 0; p < features.layout.probeCount; p++)
            {
                if (window.tempCount[p] != 0 && window.meanTemp[p] < ColdDeciC)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
