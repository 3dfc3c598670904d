using System;
using System.CommandLine;
using System.Globalization;
using DataBox.Cli.Cloud;
using DataBox.Cli.View;

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

    public static Option<double?> For() => new("--for") { Description = "stop after this time", HelpName = "SECONDS" };

    /// <exception cref="CommandException">The time is none that a clock can wait for.</exception>
    public static TimeSpan? Time(double? seconds) => seconds switch
    {
        null => null,
        > 0 and <= 2_000_000 => TimeSpan.FromSeconds(seconds.Value),
        _ => throw new CommandException(string.Create(
            CultureInfo.InvariantCulture, $"--for {seconds}: above 0, up to 2000000 seconds")),
    };

    /// <summary>Language of texts for people.</summary>
    public static Option<string> Language() => new("--lang")
    {
        Description = "language of the advice: en or zh",
        DefaultValueFactory = _ => AdviceTable.English,
        HelpName = "en|zh",
    };

    /// <exception cref="CommandException">There are no texts in that language.</exception>
    public static string Language(string text) => text is AdviceTable.English or AdviceTable.Chinese
        ? text
        : throw new CommandException($"--lang {text}: en or zh");

    public static Argument<string> Box() => new("box")
    {
        Description = "id of the box: 1 to 32 characters of a-z, 0-9 and -",
    };
}
