using System;

namespace DataBox.Sim;

internal sealed partial class Adbms683xSimDevice
{
    private const int GroupData = 6;
    private const int ReferenceOn = 0x80;
    private const int PinHighMicrovolts = 1500000;
    private const int Revision = 1;

    private readonly byte[] _configA = new byte[GroupData];
    private readonly byte[] _configB = new byte[GroupData];
    private readonly byte[] _pwmA = new byte[GroupData];
    private readonly byte[] _pwmB = new byte[GroupData];
    private readonly byte[] _comm = new byte[GroupData];
    private readonly byte[] _retention = new byte[GroupData];
    private readonly byte[] _serialId;
    private readonly Adbms683xResults _live = new Adbms683xResults();
    private readonly Adbms683xResults _frozen = new Adbms683xResults();
    private bool _snapped;
    private bool _muted;
    private bool _retentionOpen;
    private int _commandsToLose;

    /// <summary>0 to 63; 0 only after power-up, sleep or a reset.</summary>
    public int Counter { get; set; }

    private Adbms683xResults Shown => _snapped ? _frozen : _live;

    public void LoseCommands(int count) => _commandsToLose = count;

    /// <summary>Data bytes of a group, without the two behind them.</summary>
    public static int LengthOf(Adbms683xGroup group) => group switch
    {
        Adbms683xGroup.AllCell or Adbms683xGroup.AllAverage or Adbms683xGroup.AllFiltered or Adbms683xGroup.AllRedundant => 32,
        Adbms683xGroup.AllCellRedundant or Adbms683xGroup.AllAverageRedundant => 64,
        Adbms683xGroup.AllAuxStatus => 68,
        _ => GroupData,
    };

    /// <summary>Takes a command that changes anything; counts it.</summary>
    /// <param name="data">Six bytes with the right check bytes, for commands that carry them.</param>
    /// <param name="nowMicros">When it takes effect.</param>
    public void Execute(Adbms683xCommand command, byte[] data, int offset, long nowMicros)
    {
        Convert(nowMicros);
        if (_commandsToLose > 0)
        {
            _commandsToLose--;
            return;
        }

        if (command.Counts)
        {
            Counter = Counter == 63 ? 1 : Counter + 1;
        }

        switch (command.Action)
        {
            case Adbms683xAction.Write:
                WriteGroup(command.Group, data, offset, nowMicros);
                break;
            case Adbms683xAction.ClearFlags:
                ClearFlags(data, offset);
                break;
            case Adbms683xAction.ClearLimits:
                uint mask = BitConverter.ToUInt32(data, offset);
                _live.LimitFlags &= ~mask;
                _frozen.LimitFlags &= ~mask;
                break;
            case Adbms683xAction.Snap:
                if (!_snapped || _choices.SnapRenewsFrozen)
                {
                    _frozen.CopyFrom(_live);
                }

                _snapped = true;
                break;
            case Adbms683xAction.Unsnap:
                _snapped = false;
                break;
            case Adbms683xAction.Mute:
            case Adbms683xAction.Unmute:
                _muted = command.Action == Adbms683xAction.Mute;
                break;
            case Adbms683xAction.ResetCounter:
                Counter = 0;
                break;
            case Adbms683xAction.SoftReset:
                FallAsleep();
                _deafUntilMicros = nowMicros + _timing.ResetMicros;
                break;
            case Adbms683xAction.UnlockRetention:
                _retentionOpen = true;
                break;
            case Adbms683xAction.Accepted:
                break;
            default:
                ExecuteOnResults(command, nowMicros);
                break;
        }
    }

    /// <summary>A group's data bytes as the chip shifts them out.</summary>
    public void ReadGroup(Adbms683xCommand command, byte[] bytes, long nowMicros)
    {
        Convert(nowMicros);
        Adbms683xResults shown = Shown;
        switch (command.Group)
        {
            case Adbms683xGroup.Cell:
                Words(shown.Cell, command.Letter * 3, 3, Adbms683xPart.Cells, bytes, 0);
                break;
            case Adbms683xGroup.Average:
                Words(shown.Average, command.Letter * 3, 3, Adbms683xPart.Cells, bytes, 0);
                break;
            case Adbms683xGroup.Filtered:
                Words(shown.Filtered, command.Letter * 3, 3, Adbms683xPart.Cells, bytes, 0);
                break;
            case Adbms683xGroup.Redundant:
                Words(shown.Redundant, command.Letter * 3, 3, Adbms683xPart.Cells, bytes, 0);
                break;
            case Adbms683xGroup.AllCell:
                Words(shown.Cell, 0, 16, 16, bytes, 0);
                break;
            case Adbms683xGroup.AllAverage:
                Words(shown.Average, 0, 16, 16, bytes, 0);
                break;
            case Adbms683xGroup.AllFiltered:
                Words(shown.Filtered, 0, 16, 16, bytes, 0);
                break;
            case Adbms683xGroup.AllRedundant:
                Words(shown.Redundant, 0, 16, 16, bytes, 0);
                break;
            case Adbms683xGroup.AllCellRedundant:
                Words(shown.Cell, 0, 16, 16, bytes, 0);
                Words(shown.Redundant, 0, 16, 16, bytes, 32);
                break;
            case Adbms683xGroup.AllAverageRedundant:
                Words(shown.Average, 0, 16, 16, bytes, 0);
                Words(shown.Redundant, 0, 16, 16, bytes, 32);
                break;
            default:
                ReadOther(command, shown, bytes);
                break;
        }
    }

    private void ReadOther(Adbms683xCommand command, Adbms683xResults shown, byte[] bytes)
    {
        switch (command.Group)
        {
            case Adbms683xGroup.Aux:
                Words(shown.Aux, command.Letter * 3, 3, Adbms683xPins.Reference, bytes, 0);
                break;
            case Adbms683xGroup.Aux2:
                Words(shown.Aux2, command.Letter * 3, 3, Adbms683xPart.Gpios, bytes, 0);
                break;
            case Adbms683xGroup.StatusA:
                Words(shown.Aux, Adbms683xPins.Reference, 3, Adbms683xPins.DigitalSupply, bytes, 0);
                break;
            case Adbms683xGroup.StatusB:
                Words(shown.Aux, Adbms683xPins.DigitalSupply, 3, Adbms683xPins.ChannelCount, bytes, 0);
                break;
            case Adbms683xGroup.StatusC:
            case Adbms683xGroup.StatusCWithError:
                ReadStatusC(bytes, 0);
                break;
            case Adbms683xGroup.StatusD:
                ReadStatusD(bytes, 0);
                break;
            case Adbms683xGroup.StatusE:
                Array.Fill(bytes, _choices.FillByte, 0, 4);
                ReadStatusE(bytes, 4);
                break;
            case Adbms683xGroup.AllAuxStatus:
                // All that mean something, one behind the other; no public source gives the order.
                Words(shown.Aux, 0, 12, 12, bytes, 0);
                Words(shown.Aux2, 0, 10, 10, bytes, 24);
                Words(shown.Aux, Adbms683xPins.Reference, 5, Adbms683xPins.ChannelCount, bytes, 44);
                ReadStatusC(bytes, 54);
                ReadStatusD(bytes, 60);
                ReadStatusE(bytes, 66);
                break;
            case Adbms683xGroup.ConfigA:
                Array.Copy(_configA, bytes, GroupData);
                bytes[5] |= (byte)((_snapped ? 0x20 : 0) | (_muted ? 0x10 : 0));
                break;
            default:
                Array.Copy(Plain(command.Group), bytes, GroupData);
                break;
        }
    }

    private void WriteGroup(Adbms683xGroup group, byte[] bytes, int offset, long nowMicros)
    {
        switch (group)
        {
            case Adbms683xGroup.ConfigA:
                bool wasOn = (_configA[0] & ReferenceOn) != 0;
                bool isOn = (bytes[offset] & ReferenceOn) != 0;
                if (isOn != wasOn)
                {
                    _referenceUpMicros = isOn ? ReferenceUpAt(nowMicros) : Never;
                }

                // The last byte's SNAP_ST and MUTE_ST report a state and are no switches.
                _configA[0] = (byte)(bytes[offset] & 0x87);
                _configA[1] = bytes[offset + 1];
                _configA[2] = (byte)(bytes[offset + 2] & 0xF8);
                _configA[3] = bytes[offset + 3];
                _configA[4] = (byte)(bytes[offset + 4] & 0x03);
                _configA[5] = (byte)(bytes[offset + 5] & 0x0F);
                break;
            case Adbms683xGroup.Retention:
                if (_retentionOpen)
                {
                    Array.Copy(bytes, offset, _retention, 0, GroupData);
                    _retentionOpen = false;
                }

                break;
            default:
                Array.Copy(bytes, offset, Plain(group), 0, GroupData);
                break;
        }
    }

    private byte[] Plain(Adbms683xGroup group) => group switch
    {
        Adbms683xGroup.ConfigB => _configB,
        Adbms683xGroup.PwmA => _pwmA,
        Adbms683xGroup.PwmB => _pwmB,
        Adbms683xGroup.Comm => _comm,
        Adbms683xGroup.Retention => _retention,
        Adbms683xGroup.SerialId => _serialId,
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, "not a group that is kept as it was written"),
    };

    private void SetPowerOnValues()
    {
        SetConfigPowerOn();
        Array.Clear(_pwmA);
        Array.Clear(_pwmB);
        Array.Clear(_comm);
        _retentionOpen = false;
        _live.SetAll(Adbms683xResults.PowerOnCode);
        _snapped = false;
        _muted = false;
        _mismatch = 0;
        _latched = 1 << (int)Adbms683xFlag.Sleep;
        Counter = 0;
        AbandonConversions();
    }

    private void SetConfigPowerOn()
    {
        Array.Clear(_configA);
        Array.Clear(_configB);
        _configA[0] = 0x01;
        _configA[3] = 0xFF;
        _configA[4] = 0x03;
        _referenceUpMicros = Never;
    }

    // Words past the last one that holds something are filled.
    private void Words(int[] words, int first, int count, int end, byte[] bytes, int offset)
    {
        for (int i = 0; i < count; i++)
        {
            bool holds = first + i < end;
            bytes[offset + (2 * i)] = holds ? (byte)words[first + i] : _choices.FillByte;
            bytes[offset + (2 * i) + 1] = holds ? (byte)(words[first + i] >> 8) : _choices.FillByte;
        }
    }
}
