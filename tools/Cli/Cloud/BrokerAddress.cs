using System.Globalization;

namespace DataBox.Cli.Cloud;

/// <summary>Where an MQTT broker listens.</summary>
public readonly record struct BrokerAddress(string Host, int Port)
{
    public const int DefaultPort = 1883;

    public static BrokerAddress Loopback { get; } = new("127.0.0.1", DefaultPort);

    /// <summary>Reads HOST, HOST:PORT or [IPv6]:PORT.</summary>
    /// <exception cref="CommandException">Says what is wrong with the text.</exception>
    public static BrokerAddress Parse(string text)
    {
        string host = text.Trim();
        int port = DefaultPort;
        int colon = host.LastIndexOf(':');
        bool bracketed = host.StartsWith('[');
        if (colon >= 0 && (bracketed ? host[colon - 1] == ']' : host.IndexOf(':') == colon))
        {
            string digits = host[(colon + 1)..];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535)
            {
                throw new CommandException($"--broker {text}: '{digits}' is not a port (1 to 65535)");
            }

            host = host[..colon];
        }

        if (bracketed)
        {
            host = host.Trim('[', ']');
        }

        if (host.Length == 0)
        {
            throw new CommandException($"--broker {text}: no host name; write HOST:PORT");
        }

        return new BrokerAddress(host, port);
    }

    public override string ToString() => Host.Contains(':') ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
