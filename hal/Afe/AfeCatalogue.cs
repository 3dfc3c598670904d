using System;
using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>The chips that the box can drive, by the name the configuration gives. A family is one row here and one folder.
    /// </summary>
    public static class AfeCatalogue
    {
        // Made at the first call: on the device static fields of all types are set before Main, in no order that a table of
        // objects with tables of their own may rely on.
        private static AfeFamily[] s_families;

        private static AfeFamily[] Families
        {
            get
            {
                if (s_families == null)
                {
                    s_families = new AfeFamily[]
                    {
                        new Ltc681xFamily(),
                        new Adbms683xFamily(),
                        new Bq769x2Family(),
                    };
                }

                return s_families;
            }
        }

        /// <summary>The chip of a name.</summary>
        /// <param name="chip">Lower case.</param>
        /// <returns>Null where there is none.</returns>
        public static AfeChip Find(string chip)
        {
            AfeFamily[] families = Families;
            for (int f = 0; f < families.Length; f++)
            {
                AfeChip[] chips = families[f].Chips;
                for (int i = 0; i < chips.Length; i++)
                {
                    if (chips[i].name == chip)
                    {
                        return chips[i];
                    }
                }
            }

            return null;
        }

        /// <summary>All names, for a message to a person.</summary>
        public static string Names()
        {
            string names = "";
            AfeFamily[] families = Families;
            for (int f = 0; f < families.Length; f++)
            {
                AfeChip[] chips = families[f].Chips;
                for (int i = 0; i < chips.Length; i++)
                {
                    names += (names.Length == 0 ? "" : ", ") + chips[i].name;
                }
            }

            return names;
        }

        /// <summary>Bytes of the device's heap that the driver of a chain keeps: <see cref="AfeFamily.HeapBytes"/>.</summary>
        /// <param name="chip">One of the catalogue.</param>
        public static int HeapBytes(string chip, PackLayout layout, bool farEnd)
        {
            return Find(chip).family.HeapBytes(layout, farEnd);
        }

        /// <summary>Makes the driver for a chain of one chip.</summary>
        /// <param name="farBus">A second bridge at the chain's far end; null: none.</param>
        /// <exception cref="ArgumentException">No such chip, or layout, clock, second bridge or configuration do not fit it;
        /// says where.</exception>
        public static IAfe Make(string chip, ISpiBus bus, ISpiBus farBus, IClock clock, PackLayout layout, AfeConfig config)
        {
            AfeChip found = Find(chip);
            if (found == null)
            {
                throw new ArgumentException("chip is '" + chip + "', known are " + Names());
            }

            if (layout.deviceCount > found.maxDevices)
            {
                throw new ArgumentException("the cell map has " + layout.deviceCount + " devices, a chain of " + chip
                    + " has at most " + found.maxDevices);
            }

            if (bus.ClockHz > found.maxClockHz || (farBus != null && farBus.ClockHz > found.maxClockHz))
            {
                throw new ArgumentException("the SPI clock is above " + found.maxClockHz + " Hz, the most for " + chip);
            }

            if (farBus != null && !found.isReversible)
            {
                throw new ArgumentException("a chain of " + chip + " can't be read from its far end");
            }

            for (int d = 0; d < layout.deviceCount; d++)
            {
                if ((layout.cellInputMask[d] >> found.cellInputs) != 0)
                {
                    throw new ArgumentException("device " + (d + 1) + " has a cell above input " + found.cellInputs
                        + ", the last one of " + chip);
                }

                if ((layout.probeGpioMask[d] >> found.gpios) != 0)
                {
                    throw new ArgumentException("device " + (d + 1) + " has a probe above GPIO " + found.gpios
                        + ", the last one of " + chip);
                }
            }

            return found.family.Make(found, bus, farBus, clock, layout, config);
        }
    }
}
