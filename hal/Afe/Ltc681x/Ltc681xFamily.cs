using System;
using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>LTC6811, LTC6812, LTC6813 and ADBMS1818: one driver, a table of what differs.</summary>
    public sealed class Ltc681xFamily : AfeFamily
    {
        private const int MaxClockHz = 1000000;

        // LTC6820 with POL and PHA high.
        private const int BridgeMode = 3;

        // Conversion times, typical, µs, over AdcMode: 27 kHz, 14 kHz, 7 kHz, 3 kHz, 2 kHz, 1 kHz, 422 Hz, 26 Hz.
        private static readonly int[] s_cells12 = new int[] { 1113, 1288, 2335, 3033, 4430, 7222, 12807, 201317 };
        private static readonly int[] s_cells15 = new int[] { 937, 1083, 1956, 2537, 3701, 6028, 10683, 167774 };
        private static readonly int[] s_cells18 = new int[] { 1121, 1296, 2343, 3041, 4437, 7230, 12816, 201325 };
        private static readonly int[] s_aux5 = new int[] { 1113, 1288, 2335, 3033, 4430, 7222, 12807, 201317 };
        private static readonly int[] s_aux9 = new int[] { 1825, 2116, 3862, 5025, 7353, 12007, 21316, 335498 };

        private static readonly Ltc681xModel[] s_models = new Ltc681xModel[]
        {
            // name, cells, GPIOs, sum µV a code, die codes a degree, die offset, reference window in codes, times
            new Ltc681xModel("ltc6811", 12, 5, 2000, 75, 273, 29850, 30150, s_cells12, s_aux5),
            new Ltc681xModel("ltc6812", 15, 9, 3000, 76, 276, 29900, 30140, s_cells15, s_aux9),
            new Ltc681xModel("ltc6813", 18, 9, 3000, 76, 276, 29900, 30140, s_cells18, s_aux9),
            new Ltc681xModel("adbms1818", 18, 9, 3000, 76, 276, 29900, 30140, s_cells18, s_aux9),
        };

        private readonly AfeChip[] _chips;

        public Ltc681xFamily()
        {
            _chips = new AfeChip[s_models.Length];
            for (int i = 0; i < _chips.Length; i++)
            {
                // The 6811's isoSPI ports have one direction; the later parts take commands at either.
                Ltc681xModel model = s_models[i];
                _chips[i] = new AfeChip(model.name, model.cellInputs, model.gpios, PackLayout.MaxDevices, MaxClockHz, BridgeMode,
                    model.isReversible, this);
            }
        }

        /// <inheritdoc/>
        public override AfeChip[] Chips
        {
            get { return _chips; }
        }

        /// <inheritdoc/>
        public override int HeapBytes(PackLayout layout, bool farEnd)
        {
            return Ltc681xMemory.BytesFor(layout, farEnd);
        }

        /// <inheritdoc/>
        public override IAfe Make(AfeChip chip, ISpiBus bus, ISpiBus farBus, IClock clock, PackLayout layout,
            AfeConfig config)
        {
            return new Ltc681xChain(bus, farBus, clock, layout, Model(chip.name), Ltc681xConfig.From(config));
        }

        /// <summary>The model of a chip.</summary>
        /// <returns>Null where there is none.</returns>
        public static Ltc681xModel Model(string chip)
        {
            for (int i = 0; i < s_models.Length; i++)
            {
                if (s_models[i].name == chip)
                {
                    return s_models[i];
                }
            }

            return null;
        }
    }
}
