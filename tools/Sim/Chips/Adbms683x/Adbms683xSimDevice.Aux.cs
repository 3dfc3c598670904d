namespace DataBox.Sim;

/// <content>The two auxiliary converters: GPIOs, and what the chip measures of itself.</content>
internal sealed partial class Adbms683xSimDevice
{
    // VMV, VPV and what stands in status A and B; a channel for each in ADAX. VA comes along with VD.
    private const int ReferenceChannel = 16;
    private const int DigitalChannel = 17;
    private const int DieChannel = 18;
    private const int VpvChannel = 19;
    private const int VmvChannel = 20;
    private const int ResistorChannel = 21;
    private const int AllAuxMask = (1 << Adbms683xPins.ChannelCount) - 1;
    private const int AllGpioMask = (1 << Adbms683xPart.Gpios) - 1;

    private readonly int[] _auxTaken = new int[Adbms683xPins.ChannelCount];
    private readonly int[] _aux2Taken = new int[Adbms683xPart.Gpios];
    private long _auxNext = Never;
    private long _aux2Next = Never;
    private bool _auxRunning;
    private bool _auxSampled;
    private bool _aux2Running;
    private bool _aux2Sampled;
    private int _auxMask;
    private int _aux2Mask;
    private bool _auxPulls;
    private bool _auxPullsUp;

    /// <summary>The first auxiliary converter's multiplexer stays on one channel.</summary>
    public bool IsMuxStuck { get; set; }

    private void StartAux(Adbms683xCommand command, long nowMicros)
    {
        _auxMask = command.Channel switch
        {
            0 => AllAuxMask,
            <= Adbms683xPart.Gpios => 1 << (command.Channel - 1),
            ReferenceChannel => 1 << Adbms683xPins.Reference,
            DigitalChannel => (1 << Adbms683xPins.DigitalSupply) | (1 << Adbms683xPins.AnalogueSupply),
            DieChannel => 1 << Adbms683xPins.Die,
            VpvChannel => 1 << Adbms683xPins.Vpv,
            VmvChannel => 1 << Adbms683xPins.Vmv,
            ResistorChannel => 1 << Adbms683xPins.Resistor,
            _ => 0,
        };
        _auxPulls = command.OpenWire != 0;
        _auxPullsUp = command.PullsUp;
        _auxNext = ReferenceUpAt(nowMicros);
        _auxSampled = false;
        _auxRunning = true;
    }

    private void StartAux2(Adbms683xCommand command, long nowMicros)
    {
        _aux2Mask = command.Channel == 0 ? AllGpioMask
            : command.Channel <= Adbms683xPart.Gpios ? 1 << (command.Channel - 1) : 0;
        _aux2Next = ReferenceUpAt(nowMicros);
        _aux2Sampled = false;
        _aux2Running = true;
    }

    // All channels are taken at the start and show together at the end.
    private void TickAux()
    {
        if (!_auxSampled)
        {
            for (int channel = 0; channel < Adbms683xPins.ChannelCount; channel++)
            {
                _auxTaken[channel] = Adbms683xResults.Code(AuxMicrovolts(IsMuxStuck ? _choices.StuckMuxChannel : channel));
            }

            _auxSampled = true;
            _auxNext += _auxMask == AllAuxMask ? Slowed(_timing.AllAuxMicros) : Slowed(_timing.AllAuxMicros / 18);
            return;
        }

        for (int channel = 0; channel < Adbms683xPins.ChannelCount; channel++)
        {
            if ((_auxMask & (1 << channel)) != 0)
            {
                _live.Aux[channel] = _auxTaken[channel];
            }
        }

        _auxRunning = false;
        _auxNext = Never;
    }

    private void TickAux2()
    {
        if (!_aux2Sampled)
        {
            for (int gpio = 0; gpio < Adbms683xPart.Gpios; gpio++)
            {
                _aux2Taken[gpio] = Adbms683xResults.Code(IsPulledDown(gpio) ? 0 : Pins.Gpio(gpio));
            }

            _aux2Sampled = true;
            _aux2Next += Slowed(_timing.AllAuxMicros / 18) * (_aux2Mask == AllGpioMask ? Adbms683xPart.Gpios : 1);
            return;
        }

        for (int gpio = 0; gpio < Adbms683xPart.Gpios; gpio++)
        {
            if ((_aux2Mask & (1 << gpio)) != 0)
            {
                _live.Aux2[gpio] = _aux2Taken[gpio];
            }
        }

        _aux2Running = false;
        _aux2Next = Never;
    }

    private long AuxMicrovolts(int channel) => channel >= Adbms683xPart.Gpios ? Pins.Internal(channel)
        : IsPulledDown(channel) ? 0
        : _auxPulls ? Pins.PulledGpio(channel, _auxPullsUp) : Pins.Gpio(channel);

    // A GPO bit of 0 holds its pin low whatever the probe wants.
    private bool IsPulledDown(int gpio) => gpio < 8
        ? (_configA[3] & (1 << gpio)) == 0
        : (_configA[4] & (1 << (gpio - 8))) == 0;
}
