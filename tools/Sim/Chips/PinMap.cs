using DataBox.Ports;

namespace DataBox.Sim;

/// <summary>Which pin of which simulated device each cell and probe of a layout sits on.</summary>
public sealed class PinMap
{
    private readonly IAnalogueInputs _pins;
    private readonly int[] _cellDevice;
    private readonly int[] _cellInput;
    private readonly int[] _probeDevice;
    private readonly int[] _probeGpio;

    public PinMap(IAnalogueInputs pins, PackLayout layout)
    {
        _pins = pins;
        _cellDevice = new int[layout.cellCount];
        _cellInput = new int[layout.cellCount];
        _probeDevice = new int[layout.probeCount];
        _probeGpio = new int[layout.probeCount];
        Fill(layout.cellInputMask, _cellDevice, _cellInput);
        Fill(layout.probeGpioMask, _probeDevice, _probeGpio);
    }

    public void SetCellMicrovolts(int cell, int microvolts) =>
        _pins.SetCellMicrovolts(_cellDevice[cell], _cellInput[cell], microvolts);

    public void SetProbeDeciC(int probe, int deciC) =>
        _pins.SetProbeDeciC(_probeDevice[probe], _probeGpio[probe], deciC);

    public void SetProbeOpen(int probe) => _pins.SetProbeOpen(_probeDevice[probe], _probeGpio[probe]);

    private static void Fill(int[] masks, int[] device, int[] pin)
    {
        int next = 0;
        for (int d = 0; d < masks.Length; d++)
        {
            for (int bit = 0; bit < 18; bit++)
            {
                if ((masks[d] & (1 << bit)) != 0)
                {
                    device[next] = d;
                    pin[next] = bit;
                    next++;
                }
            }
        }
    }
}
