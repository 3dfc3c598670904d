using DataBox.Ports;

namespace DataBox.Afe
{
    /// <summary>Takes one sample of the chain after the other: the order on the bus, and what is repeated.</summary>
    /// <remarks>
    /// One sample, in bus order:
    /// (1) clear auxiliary and cell registers, start the cell conversion;
    /// (2) while the chips convert, read one cell group (it must show the cleared pattern), one auxiliary group (cleared), the
    ///     configuration (it must be ours); anything wrong is put right and (1) repeated, a bounded number of times;
    /// (3) when the cells are done, start the GPIO conversion and read the cell groups meanwhile;
    /// (4) when that is done, read the auxiliary groups, the reference's first.
    /// A register that was seen cleared after the clear and holds a reading afterwards can only hold this sample's. So a device
    /// that missed the clear, the conversion, or both (a command with a wrong PEC is ignored) is found, and so is a line that
    /// repeats old replies. The groups looked at in (2) take turns, one a sample. Which looks of (2) are worth their time in
    /// which sample is <see cref="Ltc681xProof"/>'s business, when a conversion is over <see cref="Ltc681xConversion"/>'s.
    /// </remarks>
    public sealed class Ltc681xSampler
    {
        private readonly Ltc681xLine _line;
        private readonly Ltc681xScan _scan;
        private readonly Ltc681xFindings _found;
        private readonly Ltc681xProof _proof;
        private readonly Ltc681xConversion _cells;
        private readonly Ltc681xConversion _aux;
        private readonly int _retries;
        private readonly int _retriesPerSample;
        private int _retriesLeft;

        /// <summary>How often something was repeated in the last <see cref="Read"/>.</summary>
        public int repeats;

        public Ltc681xSampler(Ltc681xLine line, Ltc681xScan scan, Ltc681xFindings found, Ltc681xProof proof,
            Ltc681xConversion cells, Ltc681xConversion aux, Ltc681xConfig config)
        {
            _line = line;
            _scan = scan;
            _found = found;
            _proof = proof;
            _cells = cells;
            _aux = aux;
            _retries = config.retries;
            _retriesPerSample = config.retriesPerSample;
        }

        /// <summary>As <see cref="IAfe.Read"/> promises.</summary>
        public byte Read(PackSample sample)
        {
            repeats = 0;
            BeginSample();
            bool hasAux = _scan.auxGroups.Length != 0;
            int attempt = 0;
            while (true)
            {
                StartCells(hasAux);
                if (!_proof.NeedsAnotherTry() || attempt == _retries)
                {
                    break;
                }

                attempt++;
                repeats++;
            }

            _cells.WaitForEnd();
            if (hasAux)
            {
                _aux.Start();
            }

            for (int i = 0; i < _scan.cellGroups.Length; i++)
            {
                ReadCellGroup(i, sample);
            }

            if (hasAux)
            {
                _proof.JudgeProbes();
                _aux.WaitForEnd();
                for (int i = _proof.skipsReference ? 1 : 0; i < _scan.auxGroups.Length; i++)
                {
                    ReadAuxGroup(i, sample);
                }
            }

            _proof.EndSample();
            return _found.Conclude(_scan, sample, _line.split);
        }

        private void BeginSample()
        {
            _found.BeginSample();
            _retriesLeft = _retriesPerSample;
            _proof.BeginSample();
            if (_proof.skipsReference)
            {
                return;
            }

            for (int d = 0; d < _scan.deviceCount; d++)
            {
                _scan.referenceCode[d] = 0;
                _scan.referenceQuality[d] = Quality.NotConverted;
            }
        }

        private void StartCells(bool hasAux)
        {
            if (hasAux)
            {
                _line.Command(Ltc681xCommands.ClearAux);
            }

            _line.Command(Ltc681xCommands.ClearCells);
            _cells.Start();
        }

        private void ReadCellGroup(int index, PackSample sample)
        {
            short[] slots = _scan.cellSlots[index];
            int command = Ltc681xCommands.ReadCells(_scan.cellGroups[index]);
            int pending = _scan.allMask;
            int tries = 0;
            do
            {
                _line.Read(command);
                Ltc681xCellKernel.Take(_scan, _line.reply, slots, pending, _found.unprovenCells, sample.cellMicrovolts,
                    sample.cellQuality);
                pending = AfterTry(pending);
                _found.convertedMask |= _scan.oddMask;
            }
            while (MayRepeat(pending, ref tries));

            if (pending != 0)
            {
                _found.brokenMask |= pending;
                _found.mutedMask |= pending & _scan.silentMask;
                Ltc681xSetUp.MarkCells(_scan, slots, pending, sample);
            }
        }

        private void ReadAuxGroup(int index, PackSample sample)
        {
            short[] slots = _scan.auxSlots[index];
            int group = _scan.auxGroups[index];
            bool hasReference = group == Ltc681xScan.ReferenceGroup;
            int command = Ltc681xCommands.ReadAux(group);
            int pending = _scan.allMask;
            int tries = 0;
            int changed = 0;
            do
            {
                _line.Read(command);
                Ltc681xAuxKernel.Take(_scan, _line.reply, slots, hasReference, pending, _found.unprovenAux, sample.tempDeciC,
                    sample.tempQuality, sample.gpioMicrovolts);
                pending = AfterTry(pending);
                _found.doubtfulMask |= _scan.oddMask;
                changed |= _proof.ChangedAux(index);
            }
            while (MayRepeat(pending, ref tries));

            _proof.EndAuxGroup(changed);

            if (pending != 0)
            {
                _found.brokenMask |= pending;
                _found.mutedMask |= pending & _scan.silentMask;
                Ltc681xSetUp.MarkProbes(_scan, slots, hasReference, pending, sample);
            }
        }

        private int AfterTry(int pending)
        {
            _found.answeredMask |= pending & ~_scan.silentMask;
            _found.verifiedMask |= _scan.goodMask;
            return pending & ~_scan.goodMask;
        }

        /// <summary>Whether a group is worth reading once more for the devices that are still pending.</summary>
        private bool MayRepeat(int pending, ref int tries)
        {
            int worth = pending & ~_found.deadMask & ~_found.knownBroken;
            if (worth == 0 || tries == _retries || _retriesLeft == 0)
            {
                return false;
            }

            tries++;
            _retriesLeft--;
            repeats++;
            _found.retriedMask |= worth;
            return true;
        }
    }
}
