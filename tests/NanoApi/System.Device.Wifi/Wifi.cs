namespace System.Device.Wifi
{
    public enum WifiReconnectionKind
    {
        Automatic,
        Manual,
    }

    public sealed class WifiAdapter : IDisposable
    {
        internal WifiAdapter()
        {
        }

        public static WifiAdapter[] FindAllAdapters()
        {
            throw null;
        }

        public void Disconnect()
        {
            throw null;
        }

        public void Dispose()
        {
            throw null;
        }
    }
}
