using DataBox.Ports;

namespace DataBox.Sim;

/// <content>How signals run along the chain, from either end.</content>
public sealed partial class Adbms683xSimChain
{
    // Wires are numbered from the box: 0 is its own, the last one goes to the far bridge.
    private bool IsWired(int place, bool fromFar) =>
        !Faults.AnyCut || !Faults.IsCut(fromFar ? _devices.Length - place : place);

    private int ReachableDevices(bool fromFar)
    {
        int count = 0;
        while (count < _devices.Length && IsWired(count, fromFar) && At(count, fromFar).IsReady)
        {
            count++;
        }

        return count;
    }

    // One after the other upwards; where a device was woken from above, those below it have a turn after it.
    private void LetTimePass(long nowMicros)
    {
        bool downwards = false;
        for (int d = 0; d < _devices.Length; d++)
        {
            downwards |= LetTimePass(_devices[d], d, nowMicros) && _devices[d].IsWokenFromFar;
        }

        for (int d = _devices.Length - 1; d >= 0 && downwards; d--)
        {
            LetTimePass(_devices[d], d, nowMicros);
        }
    }

    // A device that becomes ready sends a wake-up signal on, away from where its own came from, at that instant.
    private bool LetTimePass(Adbms683xSimDevice device, int index, long nowMicros)
    {
        long wokenMicros = device.AdvanceTo(nowMicros);
        if (wokenMicros < 0)
        {
            return false;
        }

        bool fromFar = device.IsWokenFromFar;
        Signal(DeviceAt(index, fromFar) + 1, fromFar, wokenMicros);
        return true;
    }

    private void Signal(int place, bool fromFar, long nowMicros)
    {
        for (int p = place; p < _devices.Length && IsWired(p, fromFar); p++)
        {
            Adbms683xSimDevice device = At(p, fromFar);
            if (!device.IsPowered)
            {
                return;
            }

            LetTimePass(device, DeviceAt(p, fromFar), nowMicros);
            if (!device.FeelPulse(nowMicros, fromFar))
            {
                return;
            }
        }
    }

    private sealed class FarBridge(Adbms683xSimChain chain) : ISpiBus
    {
        public int ClockHz => chain.ClockHz;

        public void Transfer(byte[] writeBuffer, byte[] readBuffer, int length) =>
            chain.Transfer(writeBuffer, readBuffer, length, true);

        public void Pulse(int lowMicros) => chain.Pulse(lowMicros, true);
    }
}
