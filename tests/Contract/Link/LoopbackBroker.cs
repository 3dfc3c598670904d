using System;
using System.Buffers;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using DataBox.Host;
using DataBox.Link;
using DataBox.Ports;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace DataBox.Tests.Contract.Link;

/// <summary>MQTTnet's server on a loopback port, with MQTTnet's client against it: the host's real pair.</summary>
internal sealed class LoopbackBroker : ILinkRig
{
    private readonly object _gate = new();
    private readonly List<Arrived> _messages = [];
    private readonly int _port = FreePort();
    private TaskCompletionSource? _held;
    private MqttServer _server;

    public LoopbackBroker()
    {
        _server = Start();
        Options = new LinkOptions
        {
            host = "127.0.0.1",
            port = _port,
            clientId = "box-1",
            keepAliveSeconds = 30,
            willTopic = "box-will",
            willText = "boot 7",
            willRetain = true,
            subscriptions = ["box/+"],
        };
    }

    public IMqttSessionFactory Factory { get; } = new MqttNetSessionFactory();

    public LinkOptions Options { get; }

    /// <summary>What the broker answers to a CONNECT.</summary>
    public MqttConnectReasonCode ConnectAnswer { get; set; } = MqttConnectReasonCode.Success;

    public bool RefusesSubscriptions { get; set; }

    public IReadOnlyList<Arrived> Messages
    {
        get
        {
            lock (_gate)
            {
                return [.. _messages];
            }
        }
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public void Publish(string topic, byte[] payload, bool retain) =>
        _server.InjectApplicationMessage(
            new InjectedMqttApplicationMessage(
                new MqttApplicationMessageBuilder().WithTopic(topic).WithPayload(payload).WithRetainFlag(retain)
                    .WithQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce).Build())
            { SenderClientId = "cloud" })
            .GetAwaiter().GetResult();

    public void HoldAcks() => _held = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    public void ReleaseAcks()
    {
        _held?.SetResult();
        _held = null;
    }

    public void Cut()
    {
        foreach (MqttClientStatus client in _server.GetClientsAsync().GetAwaiter().GetResult())
        {
            client.DisconnectAsync(new MqttServerClientDisconnectOptions()).GetAwaiter().GetResult();
        }
    }

    public void GoAway()
    {
        _server.StopAsync().GetAwaiter().GetResult();
        _server.Dispose();
    }

    public void ComeBack() => _server = Start();

    public void Refuse() => ConnectAnswer = MqttConnectReasonCode.BadUserNameOrPassword;

    public void Dispose()
    {
        ReleaseAcks();
        GoAway();
    }

    private MqttServer Start()
    {
        MqttServer server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(_port)
            .Build());
        server.ValidatingConnectionAsync += e =>
        {
            e.ReasonCode = ConnectAnswer;
            return Task.CompletedTask;
        };
        server.InterceptingSubscriptionAsync += e =>
        {
            if (RefusesSubscriptions)
            {
                e.Response.ReasonCode = MqttSubscribeReasonCode.UnspecifiedError;
                e.ProcessSubscription = false;
            }

            return Task.CompletedTask;
        };
        server.InterceptingPublishAsync += async e =>
        {
            if (e.ClientId != Options?.clientId)
            {
                return;
            }

            lock (_gate)
            {
                MqttApplicationMessage message = e.ApplicationMessage;
                _messages.Add(new Arrived(message.Topic, message.Payload.ToArray(), message.Retain));
            }

            if (_held is { } held)
            {
                await held.Task.WaitAsync(e.CancellationToken);
            }
        };
        server.StartAsync().GetAwaiter().GetResult();
        return server;
    }
}
