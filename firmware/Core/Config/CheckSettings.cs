using DataBox.Ports;

namespace DataBox.Core
{
    /// <summary>How often the AFE's checks run, and what an open wire looks like on this board.</summary>
    public sealed class CheckSettings
    {
        /// <summary>Longest time from one run of the open-wire checks of cells and probes to the next.</summary>
        public int openWireSeconds = 60;

        /// <summary>The same for each other check.</summary>
        public int checksSeconds = 600;

        /// <summary>Filter capacitor at each cell input, nF: the test current needs time to move it.</summary>
        public int wireNanofarads = 10;

        /// <summary>A wire is open when the test current moves its reading by more; 0: the chip's own default.</summary>
        public int openWireMillivolts;

        public void Take(ConfigReader reader)
        {
            openWireSeconds = reader.Integer("open_wire_seconds", openWireSeconds);
            checksSeconds = reader.Integer("checks_seconds", checksSeconds);
            wireNanofarads = reader.Integer("wire_capacitor_nf", wireNanofarads);
            openWireMillivolts = reader.Integer("open_wire_mv", openWireMillivolts);
        }

        /// <summary>What is out of bounds, in words; null: nothing.</summary>
        public string Error()
        {
            return Bounds.Outside("open_wire_seconds", openWireSeconds, 10, 600)
                ?? Bounds.Outside("checks_seconds", checksSeconds, 60, 3600)
                ?? Bounds.Outside("wire_capacitor_nf", wireNanofarads, 1, 1000)
                ?? Bounds.Outside("open_wire_mv", openWireMillivolts, 0, 2000)
                ?? (openWireMillivolts == 0 ? null : Bounds.Outside("open_wire_mv", openWireMillivolts, 100, 2000));
        }
    }
}
