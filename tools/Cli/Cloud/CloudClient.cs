using System;
using System.Buffers;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace DataBox.Cli.Cloud;

/// <summary>A message as it came from the broker.</summary>
public sealed record CloudMessage(string Topic, byte[] Payload, bool Retained);

/// <summary>
/// The cloud's side of the link, for tune, record and the live view: MQTT 3.1.1, QoS 1. A message is acknowledged to the
/// broker after <c>onMessage</c> has returned, so what a reader has not finished with comes again.
/// </summary>
public sealed class CloudClient : IAsyncDisposable
{
    /// <summary>Everything that a command waits for comes within this time, or the command says so and fails.</summary>
    public static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(10);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private readonly BrokerAddress _address;
    private readonly Channel<string> _closed = Channel.CreateUnbounded<string>();

    /// <param name="session">A name for a lasting QoS 1 session, or null for one that ends with the connection.</param>
    public CloudClient(BrokerAddress address, Action<CloudMessage> onMessage, string? session = null)
    {
        _address = address;
        _options = new MqttClientOptionsBuilder()
            .WithTcpServer(address.Host, address.Port)
            .WithProtocolVersion(MqttProtocolVersion.V311)
            .WithClientId(session ?? "databox-" + Guid.NewGuid().ToString("n")[..12])
            .WithCleanSession(session is null)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(30))
            .WithTimeout(AnswerTime)
            .Build();
        _client.ApplicationMessageReceivedAsync += e =>
        {
            onMessage(new CloudMessage(
                e.ApplicationMessage.Topic, e.ApplicationMessage.Payload.ToArray(), e.ApplicationMessage.Retain));
            return Task.CompletedTask;
        };
        _client.DisconnectedAsync += e =>
        {
            _closed.Writer.TryWrite(e.Exception?.Message ?? e.ReasonString ?? "closed");
            return Task.CompletedTask;
        };
    }

    public bool IsConnected => _client.IsConnected;

    /// <exception cref="CommandException">No broker there within ten seconds.</exception>
    public async Task ConnectAsync(CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(AnswerTime);
        try
        {
            await _client.ConnectAsync(_options, limit.Token);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            throw new CommandException($"no broker at {_address}: {FirstLine(Innermost(e))}");
        }
    }

    /// <exception cref="CommandException">The broker refused the subscription, or went away.</exception>
    public async Task SubscribeAsync(CancellationToken stop, params string[] topics)
    {
        var options = new MqttClientSubscribeOptionsBuilder();
        foreach (string topic in topics)
        {
            options.WithTopicFilter(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        MqttClientSubscribeResult result = await AskAsync(s => _client.SubscribeAsync(options.Build(), s), stop);
        foreach (MqttClientSubscribeResultItem item in result.Items)
        {
            if (item.ResultCode > MqttClientSubscribeResultCode.GrantedQoS2)
            {
                throw new CommandException($"the broker at {_address} refused a subscription to {item.TopicFilter.Topic}");
            }
        }
    }

    /// <exception cref="CommandException">The broker did not take it, or went away.</exception>
    public async Task PublishAsync(string topic, byte[] payload, bool retain, CancellationToken stop)
    {
        MqttApplicationMessage message = new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload)
            .WithRetainFlag(retain).WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build();
        await AskAsync(s => _client.PublishAsync(message, s), stop);
    }

    /// <summary>Waits until the connection has ended; returns why.</summary>
    public async Task<string> ClosedAsync(CancellationToken stop) => await _closed.Reader.ReadAsync(stop);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_client.IsConnected)
            {
                await _client.DisconnectAsync();
            }
        }
        catch (Exception)
        {
            // The connection is being given up; how it ends changes nothing for anybody.
        }

        _client.Dispose();
    }

    /// <summary>Removes a lasting session from the broker, as far as the broker is there.</summary>
    public static async Task ForgetSessionAsync(BrokerAddress address, string session)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        using IMqttClient client = new MqttClientFactory().CreateMqttClient();
        try
        {
            await client.ConnectAsync(
                new MqttClientOptionsBuilder().WithTcpServer(address.Host, address.Port)
                    .WithProtocolVersion(MqttProtocolVersion.V311).WithClientId(session).WithCleanSession(true).Build(),
                limit.Token);
            await client.DisconnectAsync();
        }
        catch (Exception)
        {
            // No broker: it will drop the session by its own rules.
        }
    }

    /// <summary>One question to a broker that was there: it answers within ten seconds or the command says so.</summary>
    private async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> question, CancellationToken stop)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
        limit.CancelAfter(AnswerTime);
        try
        {
            return await question(limit.Token);
        }
        catch (Exception e) when (!stop.IsCancellationRequested)
        {
            throw new CommandException($"the broker at {_address} is gone: {FirstLine(Innermost(e))}");
        }
    }

    private static Exception Innermost(Exception e) => e.InnerException is null ? e : Innermost(e.InnerException);

    private static string FirstLine(Exception e) =>
        e is OperationCanceledException ? "no answer within 10 s" : e.Message.Split('\n')[0].Trim();
}
