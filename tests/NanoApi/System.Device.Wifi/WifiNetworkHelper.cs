using System;
using System.Device.Wifi;
using System.Threading;

namespace nanoFramework.Networking
{
    public static class WifiNetworkHelper
    {
        public static ManualResetEvent NetworkReady
        {
            get { throw null; }
        }

        public static NetworkHelperStatus Status
        {
            get { throw null; }
        }

        public static Exception HelperException
        {
            get { throw null; }
        }

        public static WifiAdapter WifiAdapter
        {
            get { throw null; }
        }

        public static void SetupNetworkHelper(bool requiresDateTime = false)
        {
            throw null;
        }

        public static void SetupNetworkHelper(
            string ssid,
            string password,
            WifiReconnectionKind reconnectionKind = WifiReconnectionKind.Automatic,
            bool requiresDateTime = false)
        {
            throw null;
        }

        public static bool ConnectDhcp(
            string ssid,
            string password,
            WifiReconnectionKind reconnectionKind = WifiReconnectionKind.Automatic,
            bool requiresDateTime = false,
            int wifiAdapterId = 0,
            CancellationToken token = default)
        {
            throw null;
        }

        public static bool Reconnect(
            bool requiresDateTime = false,
            int wifiAdapterId = 0,
            CancellationToken token = default)
        {
            throw null;
        }

        public static void Disconnect()
        {
            throw null;
        }

        public static void Reset()
        {
            throw null;
        }
    }
}
