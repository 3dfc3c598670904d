using DataBox.Ports;

namespace DataBox.Detection
{
    /// <summary>What each probe usually is apart from the others of its device: an offset at rest and a gain a unit of heat.</summary>
    /// <remarks>Offsets are Q8 of 0.1 °C, ±2500 x 256; gains Q16 of 0.1 °C a unit of heat, ±32,000, times a heat of at most 20,000
    /// 6.4e8. Divisions cut off: an offset stands still within 30,000/256 = 117 units of Q8 / 256, under 0.5 of 0.1 °C; a gain
    /// within 8640 of Q16.</remarks>
    internal sealed class ThermalMemory
    {
        /// <summary>From this heat on the pack is heated: 0.25C rms. Up to RestHeat, 0.17C, it is at rest.</summary>
        public const int LeastHeat = 60;
        private const int RestHeat = 30;

        private const int Q = 8;
        private const int GainQ = 16;
        private const int MostGain = 32000;

        // Steps of ten seconds. Learned enough: six hours at rest, three heated. Afterwards it follows slowly, over days at rest and
        // a day of heat: what creeps in is to be seen.
        private const int RestSteps = 2160;
        private const int HeatSteps = 1080;
        private const int MostRest = 30000;
        private const int MostHeated = 8640;
        private const int SpreadSteps = 8640;
        private const int BytesOfProbe = 10;

        /// <summary>[probes] mean size of what is left, Q8.</summary>
        public readonly int[] spread;

        // [probes] offset, Q8; gain, Q16 a unit of heat; steps learned from at rest and heated.
        private readonly int[] _offset;
        private readonly int[] _gain;
        private readonly short[] _restSteps;
        private readonly short[] _heatSteps;

        public ThermalMemory(int probes)
        {
            spread = new int[probes];
            _offset = new int[probes];
            _gain = new int[probes];
            _restSteps = new short[probes];
            _heatSteps = new short[probes];
        }

        public static int BytesFor(int probes)
        {
            return (3 * HeapSize.OfInts(probes)) + (2 * HeapSize.OfShorts(probes)) + HeapSize.OfObject(5);
        }

        /// <summary>Of all probes as they are stored.</summary>
        public int Bytes
        {
            get { return BytesOfProbe * spread.Length; }
        }

        public bool IsEnough(int probe, bool hasCurrent)
        {
            return _restSteps[probe] >= RestSteps && (!hasCurrent || _heatSteps[probe] >= HeatSteps);
        }

        /// <summary>What it usually is apart under such heat, Q8.</summary>
        public int ExplainedBy(int probe, int heat)
        {
            return _offset[probe] + ((_gain[probe] * heat) >> (GainQ - Q));
        }

        /// <param name="rest">What is left without the explained, Q8.</param>
        public void Learn(int probe, int rest, int heat)
        {
            if (heat < RestHeat)
            {
                int steps = _restSteps[probe] + 1;
                steps = steps > MostRest ? MostRest : steps;
                _restSteps[probe] = (short)steps;
                _offset[probe] += rest / steps;
            }
            else if (heat >= LeastHeat)
            {
                int steps = _heatSteps[probe] + 1;
                steps = steps > MostHeated ? MostHeated : steps;
                _heatSteps[probe] = (short)steps;
                int gain = _gain[probe] + ((rest << (GainQ - Q)) / heat / steps);
                _gain[probe] = gain > MostGain ? MostGain : gain < -MostGain ? -MostGain : gain;
            }

            int size = rest < 0 ? -rest : rest;
            int weight = _restSteps[probe] + _heatSteps[probe];
            weight = weight < 1 ? 1 : weight > SpreadSteps ? SpreadSteps : weight;
            int next = spread[probe] + ((size - spread[probe]) / weight);
            spread[probe] = next > short.MaxValue ? short.MaxValue : next;
        }

        public void Forget(int probe)
        {
            spread[probe] = 0;
            _offset[probe] = 0;
            _gain[probe] = 0;
            _restSteps[probe] = 0;
            _heatSteps[probe] = 0;
        }

        public void Write(byte[] target, int at)
        {
            for (int p = 0; p < spread.Length; p++, at += BytesOfProbe)
            {
                Put(target, at, _offset[p] >> 5);
                Put(target, at + 2, _gain[p]);
                Put(target, at + 4, spread[p]);
                Put(target, at + 6, _restSteps[p]);
                Put(target, at + 8, _heatSteps[p]);
            }
        }

        /// <summary>A probe whose numbers can't be is left as it is.</summary>
        public void Read(byte[] source, int at)
        {
            for (int p = 0; p < spread.Length; p++, at += BytesOfProbe)
            {
                int size = Get(source, at + 4);
                int rest = Get(source, at + 6);
                int heated = Get(source, at + 8);
                int gain = Get(source, at + 2);
                if (size >= 0 && rest >= 0 && rest <= MostRest && heated >= 0 && heated <= MostHeated && gain <= MostGain
                    && -gain <= MostGain)
                {
                    _offset[p] = Get(source, at) << 5;
                    _gain[p] = gain;
                    spread[p] = size;
                    _restSteps[p] = (short)rest;
                    _heatSteps[p] = (short)heated;
                }
            }
        }

        private static void Put(byte[] target, int at, int value)
        {
            target[at] = (byte)value;
            target[at + 1] = (byte)(value >> 8);
        }

        private static int Get(byte[] source, int at)
        {
            return (short)(source[at] | (source[at + 1] << 8));
        }
    }
}
