using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>
    /// A stretch of samples and its features: for each cell the deviation from the lower median of its own device's good
    /// cells, for each device median and robust scale, for each probe its range. One pass a sample; allocates nothing.
    /// </summary>
    /// <remarks>Use: <c>if (window.IsOver(t)) { detector.OnWindow(window); window.Restart(t, windowMs); } window.Add(sample);
    /// </c></remarks>
    public sealed class SampleWindow
    {
        /// <summary>A window is over when it holds so many, whatever its time says: the sums' range is proven for it.</summary>
        public const int MaxSamples = 1000;

        /// <summary>The features.</summary>
        public readonly WindowColumns columns;

        /// <summary>Samples since <see cref="Restart"/>, 0..1,000.</summary>
        public int sampleCount;

        /// <summary>Time of the first sample, ms.</summary>
        public long openMs;

        /// <summary>Time of the last sample, ms.</summary>
        public long lastMs;

        private readonly PackLayout _layout;
        private int _windowMs;
        private bool _isClosed;

        public SampleWindow(PackLayout layout)
        {
            _layout = layout;
            columns = new WindowColumns(layout);
            WindowKernel.Restart(columns, layout.cellCount, layout.deviceCount, layout.probeCount);
        }

        /// <summary>Heap bytes.</summary>
        public static int BytesFor(PackLayout layout)
        {
            return WindowColumns.BytesFor(layout) + (12 * 9);
        }

        /// <summary>Opens a new, empty window at this sample's time.</summary>
        /// <param name="windowMs">10..10,000.</param>
        public void Restart(long timeMs, int windowMs)
        {
            WindowKernel.Restart(columns, _layout.cellCount, _layout.deviceCount, _layout.probeCount);
            sampleCount = 0;
            openMs = timeMs;
            lastMs = timeMs;
            _windowMs = windowMs;
            _isClosed = false;
        }

        /// <summary>True when the sample at this time belongs to a later window, so this one is to be closed first; also
        /// before the first <see cref="Restart"/>.</summary>
        public bool IsOver(long sampleTimeMs)
        {
            return _windowMs == 0 || sampleTimeMs - openMs >= _windowMs || sampleCount >= MaxSamples;
        }

        /// <summary>Adds a sample that the detector has seen (so that its qualities say what may enter).</summary>
        /// <remarks>A sample that was left out is in no window.</remarks>
        public void Add(PackSample sample)
        {
            if (sample.isLeftOut)
            {
                return;
            }

            WindowKernel.AddCells(
                columns, sample.cellMicrovolts, sample.cellQuality, _layout.firstCell, _layout.deviceCount);
            WindowKernel.AddProbes(columns, sample.tempDeciC, sample.tempQuality, _layout.probeCount);
            if (sample.currentQuality == Quality.Good)
            {
                int current = sample.currentMilliamps;
                columns.currentCount++;
                columns.sumCurrent += current;
                columns.minCurrent = current < columns.minCurrent ? current : columns.minCurrent;
                columns.maxCurrent = current > columns.maxCurrent ? current : columns.maxCurrent;
            }

            sampleCount++;
            lastMs = sample.timeMs;
            _isClosed = false;
        }

        /// <summary>Computes counts and means; the detector does it before it judges. Again is harmless.</summary>
        public void Close()
        {
            if (!_isClosed)
            {
                WindowKernel.Close(columns, _layout.firstCell, _layout.deviceCount, _layout.probeCount);
                _isClosed = true;
            }
        }
    }
}
