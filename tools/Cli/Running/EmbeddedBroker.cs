using System;
using System.Net;
using System.Net.Sockets;
using System.Threading.Tasks;
using DataBox.Cli.Cloud;
using MQTTnet.Server;

namespace DataBox.Cli.Running;

/// <summary>The broker inside `databox run`, on loopback only, so that the main job needs nothing beside the .NET SDK.</summary>
public sealed class EmbeddedBroker : IAsyncDisposable
{
    private readonly MqttServer _server;

    private EmbeddedBroker(MqttServer server, BrokerAddress address)
    {
        _server = server;
        Address = address;
    }

    public BrokerAddress Address { get; }

    /// <exception cref="CommandException">The port is taken; names the option that changes it.</exception>
    public static async Task<EmbeddedBroker> StartAsync(int port)
    {
        MqttServerOptions options = new MqttServerOptionsBuilder()
            .WithDefaultEndpoint()
            .WithDefaultEndpointBoundIPAddress(IPAddress.Loopback)
            .WithDefaultEndpointBoundIPV6Address(IPAddress.None)
            .WithDefaultEndpointPort(port)
            .WithPersistentSessions()
            // The default drops the oldest message of a reader that lags by 250: a replay is faster than any disk.
            .WithMaxPendingMessagesPerClient(1_000_000)
            .Build();
        MqttServer server = new MqttServerFactory().CreateMqttServer(options);
        // Retained messages live as long as the process: the server keeps them itself.
        try
        {
            await server.StartAsync();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            server.Dispose();
            throw new CommandException(
                $"port {port} is taken: choose another with --port, or use the broker there with --broker 127.0.0.1:{port}");
        }
        catch (SocketException e)
        {
            server.Dispose();
            throw new CommandException($"port {port}: {e.Message}; choose another with --port");
        }

        return new EmbeddedBroker(server, new BrokerAddress("127.0.0.1", port));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }
}
