using DataBox.Link;

namespace DataBox.Host;

/// <summary>Makes MQTTnet clients for the supervised link.</summary>
public sealed class MqttNetSessionFactory : IMqttSessionFactory
{
    public IMqttSession Create(IMqttSessionSink sink) => new MqttNetSession(sink);
}
