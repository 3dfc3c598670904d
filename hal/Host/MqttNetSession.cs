using System;
using System.Buffers;
using System.Net.Sockets;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Link;
using DataBox.Ports;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DataBox.Host;

/// <summary>MQTTnet behind the blocking client's seam: MQTT 3.1.1, QoS 1, clean session.</summary>
public sealed class MqttNetSession : IMqttSession
{
    // Everything else that the client waits for is ended by Dispose.
    private static readonly TimeSpan PingAnswerTime = TimeSpan.FromSeconds(15);

    private readonly IMqttSessionSink _sink;
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly CancellationTokenSource _ended = new();
    private readonly CancellationToken _untilEnded;
    private string _broker = "the broker";
    private int _lastMessageId;
    private int _disposals;

    public MqttNetSession(IMqttSessionSink sink)
    {
        _sink = sink;
        _untilEnded = _ended.Token;
        _client.ApplicationMessageReceivedAsync += e =>
        {
            MqttApplicationMessage message = e.ApplicationMessage;
            _sink.OnReceived(message.Topic, message.Payload.ToArray(), message.Retain);
            return Task.CompletedTask;
        };
        _client.DisconnectedAsync += e =>
        {
            // Of a connection that never was, Connect says more than this event, which may overtake it.
            if (e.ClientWasConnected)
            {
                _sink.OnClosed(e.Exception is null ? $"{_broker} closed the connection" : ReasonOf(e.Exception));
            }

            return Task.CompletedTask;
        };
    }

    public void Connect(LinkOptions options)
    {
        _broker = options.host + ":" + options.port;
        MqttClientOptionsBuilder client = new MqttClientOptionsBuilder()
            .WithTcpServer(options.host, options.port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(options.clientId)
            .WithCleanSession()
            .WithTimeout(PingAnswerTime)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(options.keepAliveSeconds));
        if (options.willTopic is not null)
        {
            client.WithWillTopic(options.willTopic)
                .WithWillPayload(options.willText)
                .WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
                .WithWillRetain(options.willRetain);
        }

        MqttClientConnectResult result = Wait(() => _client.ConnectAsync(client.Build(), _untilEnded));
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException($"{_broker} refused the box: {RefusalOf(result.ResultCode)}");
        }

        // Closed right after the CONNACK: MQTTnet reports success, and its event says "was not connected".
        if (!_client.IsConnected)
        {
            throw new InvalidOperationException($"{_broker} closed the connection");
        }
    }

    public void Subscribe(string[] topics)
    {
        var options = new MqttClientSubscribeOptionsBuilder();
        foreach (string topic in topics)
        {
            options.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        MqttClientSubscribeResult result = Wait(() => _client.SubscribeAsync(options.Build(), _untilEnded));
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            // A broker may grant less than asked; QoS 0 would lose commands without a word.
            if (item.ResultCode != MqttClientSubscribeResultCode.GrantedQoS1)
            {
                throw new InvalidOperationException($"{_broker} refused a subscription to {item.TopicFilter.Topic}");
            }
        }
    }

    public int Publish(string topic, byte[] payload, bool retain)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder()
            .WithTopic(topic)
            .WithPayload(payload)
            .WithRetainFlag(retain)
            .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce)
            .Build();
        int messageId = ++_lastMessageId;
        Task<MqttClientPublishResult> publishing;
        try
        {
            publishing = _client.PublishAsync(message, _untilEnded);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(ReasonOf(e), e);
        }

        publishing.ContinueWith(
            done => Report(messageId, done),
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
        return messageId;
    }

    private void Report(int messageId, Task<MqttClientPublishResult> done)
    {
        if (done.IsCompletedSuccessfully)
        {
            _sink.OnPublished(messageId, done.Result.IsSuccess);
        }
        else
        {
            // MQTTnet gives up on a message only with its connection.
            _sink.OnClosed(done.Exception is null ? $"{_broker}: given up" : ReasonOf(done.Exception));
        }
    }

    /// <summary>Cuts the connection: MQTTnet's Dispose closes the socket and sends no DISCONNECT.</summary>
    public void Dispose()
    {
        if (Interlocked.Increment(ref _disposals) > 1)
        {
            return;
        }

        _ended.Cancel();
        try
        {
            _client.Dispose();
        }
        catch (ObjectDisposedException)
        {
            // The client was cleaning up after itself on another thread: the socket is closed either way.
        }
    }

    private T Wait<T>(Func<Task<T>> work)
    {
        try
        {
            return work().GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException(ReasonOf(e), e);
        }
    }

    private string ReasonOf(Exception exception)
    {
        Exception e = exception;
        while (e.InnerException is not null && e is not SocketException)
        {
            e = e.InnerException;
        }

        return e switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } =>
                $"{_broker}: connection refused, no broker listens there",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } =>
                $"{_broker}: host not found",
            SocketException { SocketErrorCode: SocketError.TimedOut } => $"{_broker}: no answer",
            SocketException { SocketErrorCode: SocketError.NetworkUnreachable or SocketError.HostUnreachable } =>
                $"{_broker}: no route to the host",
            MqttClientDisconnectedException => $"{_broker} closed the connection",
            OperationCanceledException or ObjectDisposedException => $"{_broker}: given up",
            _ => $"{_broker}: {e.Message.Split('\n')[0].Trim()}",
        };
    }

    private static string RefusalOf(MqttClientConnectResultCode code) => code switch
    {
        MqttClientConnectResultCode.BadUserNameOrPassword => "bad user name or password",
        MqttClientConnectResultCode.NotAuthorized => "not authorised",
        MqttClientConnectResultCode.ClientIdentifierNotValid => "client id rejected",
        MqttClientConnectResultCode.ServerUnavailable => "server unavailable",
        MqttClientConnectResultCode.UnsupportedProtocolVersion => "MQTT 3.1.1 not supported",
        _ => code.ToString(),
    };
}
