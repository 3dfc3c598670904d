namespace System.Net.NetworkInformation
{
    public enum NetworkInterfaceType
    {
        Unknown = 1,
        Ethernet = 6,
        Wireless80211 = 71,
        WirelessAP = 72,
    }

    public class NetworkInterface
    {
        protected NetworkInterface(int interfaceIndex) => throw null;

        public static bool GetIsNetworkAvailable()
        {
            throw null;
        }

        public static NetworkInterface[] GetAllNetworkInterfaces()
        {
            throw null;
        }

        public string IPv4Address
        {
            get { throw null; }
        }

        public byte[] PhysicalAddress
        {
            get { throw null; }
            set { throw null; }
        }

        public NetworkInterfaceType NetworkInterfaceType
        {
            get { throw null; }
        }
    }
}
