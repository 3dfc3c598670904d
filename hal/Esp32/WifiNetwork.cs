using System;
using System.Device.Wifi;
using System.Net.NetworkInformation;
using System.Threading;
using DataBox.Ports;
using nanoFramework.Networking;

namespace DataBox.Esp32
{
    /// <summary>
    /// Brings Wi-Fi up and keeps it up, on a thread of its own: sampling never waits for it. Says every change in the
    /// log, once. </summary>
    /// <remarks>
    /// The firmware reconnects by itself after a short drop-out; only when there has been no address for
    /// <see cref="PatienceMs"/> the connection is made anew, after the helper's Reset (without it a second set-up is
    /// refused: nanoframework/Home issue 1421). SNTP starts with the first address. </remarks>
    public sealed class WifiNetwork
    {
        private const int AttemptMs = 45000;
        private const int PatienceMs = 60000;
        private const int LookMs = 5000;
        private const int LongestPauseMs = 60000;

        private readonly string _ssid;
        private readonly string _password;
        private readonly string _sntpServer;
        private readonly ILog _log;

        /// <param name="ssid">Empty: the network that was stored in the board when it was flashed.</param>
        /// <param name="sntpServer">Empty: no time is fetched.</param>
        public WifiNetwork(string ssid, string password, string sntpServer, ILog log)
        {
            _ssid = ssid;
            _password = password;
            _sntpServer = sntpServer;
            _log = log;
        }

        /// <summary>Starts the thread; returns at once.</summary>
        public void Start()
        {
            new Thread(Run).Start();
        }

        private void Run()
        {
            int pauseMs = LookMs;
            bool isFirst = true;
            while (true)
            {
                if (Attempt(isFirst))
                {
                    _log.Line("Wi-Fi is up, address " + Address());
                    StartClock();
                    WaitUntilLost();
                    _log.Line("Wi-Fi is gone, connecting again");
                    pauseMs = LookMs;
                }
                else
                {
                    _log.Line("Wi-Fi '" + _ssid + "' is not reachable: " + Reason() + "; next try in "
                        + (pauseMs / 1000) + " s");
                    Thread.Sleep(pauseMs);
                    pauseMs = pauseMs * 2 > LongestPauseMs ? LongestPauseMs : pauseMs * 2;
                }

                isFirst = false;
            }
        }

        private bool Attempt(bool isFirst)
        {
            try
            {
                if (!isFirst)
                {
                    WifiNetworkHelper.Reset();
                }

                using (CancellationTokenSource timeout = new CancellationTokenSource(AttemptMs))
                {
                    return _ssid.Length == 0
                        ? WifiNetworkHelper.Reconnect(false, 0, timeout.Token)
                        : WifiNetworkHelper.ConnectDhcp(
                            _ssid, _password, WifiReconnectionKind.Automatic, false, 0, timeout.Token);
                }
            }
            catch (Exception e)
            {
                _log.Line("Wi-Fi: " + e.Message);
                return false;
            }
        }

        private void StartClock()
        {
            try
            {
                if (_sntpServer.Length != 0 && !Sntp.IsStarted)
                {
                    Sntp.Server1 = _sntpServer;
                    Sntp.Start();
                }
            }
            catch (Exception e)
            {
                _log.Line("SNTP: " + e.Message + "; samples go on without calendar time");
            }
        }

        private static void WaitUntilLost()
        {
            int withoutMs = 0;
            while (withoutMs < PatienceMs)
            {
                Thread.Sleep(LookMs);
                withoutMs = Address() == null ? withoutMs + LookMs : 0;
            }
        }

        /// <summary>The board's address on the Wi-Fi, or null where it has none.</summary>
        private static string Address()
        {
            try
            {
                NetworkInterface[] all = NetworkInterface.GetAllNetworkInterfaces();
                for (int i = 0; i < all.Length; i++)
                {
                    string address = all[i].IPv4Address;
                    if (all[i].NetworkInterfaceType == NetworkInterfaceType.Wireless80211 && address != null
                        && address.Length != 0 && address[0] != '0')
                    {
                        return address;
                    }
                }
            }
            catch (Exception)
            {
                // No answer is no address.
            }

            return null;
        }

        private static string Reason()
        {
            Exception failure = WifiNetworkHelper.HelperException;
            return failure != null ? failure.Message : "status " + (int)WifiNetworkHelper.Status;
        }
    }
}
