using System.Text.RegularExpressions;

namespace DataBox.Cli.Cloud;

/// <summary>The topics of one box, as docs/wire-contract.md lists them.</summary>
public sealed partial class BoxTopics(string box)
{
    public const string AnyBirth = "dbx/1/+/birth";

    public string Box { get; } = box;

    public string Birth => Of("birth");

    public string State => Of("state");

    public string Data => Of("data");

    public string Alarm => Of("alarm");

    public string Alarms => Of("alarms");

    public string Ack => Of("ack");

    public string Will => Of("will");

    public string Desired => Of("desired");

    public string Cmd => Of("cmd");

    /// <exception cref="CommandException">The id is not one that a box can have.</exception>
    public static BoxTopics For(string box)
    {
        if (!BoxId().IsMatch(box))
        {
            throw new CommandException($"'{box}' is no box id: 1 to 32 characters of a-z, 0-9 and -");
        }

        return new BoxTopics(box);
    }

    private string Of(string kind) => $"dbx/1/{Box}/{kind}";

    [GeneratedRegex("^[a-z0-9-]{1,32}$")]
    private static partial Regex BoxId();
}
