namespace DataBox.Sim;

/// <content>The redundant digital filter, as far as it shows: FDRF makes its comparison fail.</content>
/// <remarks>ADBMS1818 data sheet, "ADC Conversion with Digital Redundancy", tables "Indication of Digital Redundancy Fault Bit
/// Location" and "ADC Path Redundancy Selection". ADAX and ADSTAT have no redundancy; the 6811 has no FDRF.</remarks>
internal sealed partial class Ltc681xSimDevice
{
    private const int ForcedFailureBit = 0x40;
    private const int AllNibblesDiffer = 0xFF0F;

    /// <summary>The comparison that FDRF should make fail does not fail.</summary>
    public bool IsComparisonDead { get; set; }

    private void FailComparisons(Ltc681xCommand command)
    {
        if (IsComparisonDead)
        {
            return;
        }

        // PS 0: the filter goes round the converters, channel by channel; 1 to 3: it stays at one.
        int path = (_configB[1] >> 4) & 3;
        for (int input = 0; input < _part.CellInputs; input++)
        {
            int channel = input % _part.CellChannels;
            bool isCompared = _part.ConverterOf(input) == (path == 0 ? channel % _part.ConverterCount : path - 1);
            if ((_cellsUnderWay & (1 << input)) != 0 && isCompared)
            {
                _nextCell[input] = AllNibblesDiffer;
            }
        }

        // One converter measures all of these, the first.
        bool isRedundant = command.Action is not (Ltc681xAction.ConvertAux or Ltc681xAction.ConvertStatus)
            || command.Variant == 1;
        if (path > 1 || !isRedundant)
        {
            return;
        }

        for (int i = 0; i < _nextAux.Length; i++)
        {
            _nextAux[i] = (_auxUnderWay & (1 << i)) != 0 ? AllNibblesDiffer : _nextAux[i];
        }

        for (int i = 0; i < _nextStatus.Length; i++)
        {
            _nextStatus[i] = (_statusUnderWay & (1 << i)) != 0 ? AllNibblesDiffer : _nextStatus[i];
        }
    }
}
