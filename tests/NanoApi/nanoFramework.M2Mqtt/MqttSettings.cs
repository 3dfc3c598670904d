namespace nanoFramework.M2Mqtt
{
    public class MqttSettings
    {
        public const int BrokerDefaultPort = 1883;
        public const int BrokerDefaultSslPort = 8883;
        public const int DefaultTimeout = 30000;
        public const int MaximumAttemptsRetry = 3;
        public const int DefaultDelayRetry = 1000;
        public const int ConnectTimeout = 30000;
        public const int DefaultInflightQueueSize = int.MaxValue;

        private MqttSettings()
        {
        }

        public static MqttSettings Instance
        {
            get { throw null; }
        }

        public int Port
        {
            get { throw null; }
        }

        public int SslPort
        {
            get { throw null; }
        }

        public int TimeoutOnConnection
        {
            get { throw null; }
        }

        public int TimeoutOnReceiving
        {
            get { throw null; }
        }

        public int AttemptsOnRetry
        {
            get { throw null; }
        }

        public int DelayOnRetry
        {
            get { throw null; }
        }

        public int InflightQueueSize
        {
            get { throw null; }
            set { throw null; }
        }

        public bool ValidateServerCertificate
        {
            get { throw null; }
            set { throw null; }
        }
    }
}
