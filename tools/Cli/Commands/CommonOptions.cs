using System.CommandLine;
using DataBox.Cli.Cloud;

namespace DataBox.Cli.Commands;

/// <summary>Options and arguments that several commands share, so that they read the same everywhere.</summary>
public static class CommonOptions
{
    public static Option<string> Broker() => new("--broker")
    {
        Description = "MQTT broker",
        DefaultValueFactory = _ => BrokerAddress.Loopback.ToString(),
        HelpName = "HOST:PORT",
    };

    public static Argument<string> Box() => new("box")
    {
        Description = "id of the box: 1 to 32 characters of a-z, 0-9 and -",
    };
}
