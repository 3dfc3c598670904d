namespace DataBox.Afe
{
    /// <summary>Finds out which devices are reached from which end, and sets the line's split by it.</summary>
    /// <remarks>A device without supply, or a cut wire, ends the chain as seen from either end: what lies behind it is reached
    /// from the other one. A dead device so costs itself alone. A part between two breaks is lost.</remarks>
    public sealed class Ltc681xEnds
    {
        private readonly Ltc681xLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xSetUp _setUp;

        public Ltc681xEnds(Ltc681xLine line, Ltc681xScan scan, Ltc681xSetUp setUp)
        {
            _line = line;
            _scan = scan;
            _setUp = setUp;
        }

        /// <summary>All devices are reached from the near end, as far as is known.</summary>
        public bool IsWhole
        {
            get { return _line.split == _scan.deviceCount; }
        }

        /// <summary>Asks the near end how far it reaches, and where that is not all, the far end. Without a far bus it only
        /// wakes.</summary>
        /// <param name="wakes">Wakes the devices from sleep first: 0.41 ms a device and end.</param>
        public void Find(bool wakes)
        {
            int devices = _scan.deviceCount;
            _line.split = devices;
            if (wakes)
            {
                _line.WakeAll();
            }

            if (!_line.HasFarEnd)
            {
                return;
            }

            int near = Answering();
            int reach = 0;
            while (reach < devices && (near & (1 << reach)) != 0)
            {
                reach++;
            }

            if (reach == devices)
            {
                return;
            }

            _line.split = 0;
            if (wakes)
            {
                _line.WakeAll();
            }

            // The farthest device is the first at that end: if it does not answer, nobody does.
            bool farAnswers = (Answering() & (1 << (devices - 1))) != 0;
            _line.split = farAnswers ? reach : devices;
        }

        private int Answering()
        {
            _line.Read(Ltc681xCommands.ReadConfigA);
            _setUp.LookForConfiguration();
            return _scan.allMask & ~_scan.silentMask;
        }
    }
}
