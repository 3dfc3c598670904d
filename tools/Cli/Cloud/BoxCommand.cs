using System;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace DataBox.Cli.Cloud;

/// <summary>Sends one command to a box and waits for its answer.</summary>
public static class BoxCommand
{
    /// <param name="document">With cmd and what belongs to it; the id is added here.</param>
    /// <exception cref="CommandException">No answer, or a refusal: says which.</exception>
    public static async Task SendAsync(BoxTopics topics, BrokerAddress address, JsonObject document, CancellationToken stop)
    {
        var inbox = Channel.CreateUnbounded<CloudMessage>();
        await using var client = new CloudClient(address, m => inbox.Writer.TryWrite(m));
        await client.ConnectAsync(stop);
        await client.SubscribeAsync(stop, topics.Ack, topics.Birth);
        string id = $"{document.Text("cmd")}-{Guid.NewGuid().ToString("n")[..12]}";
        document["id"] = id;
        await client.PublishAsync(topics.Cmd, JsonSerializer.SerializeToUtf8Bytes(document), false, stop);
        bool isKnown = false;
        JsonObject answer = await BoxQuestion.WaitAsync(
            inbox.Reader,
            m =>
            {
                isKnown |= m.Topic == topics.Birth && m.Payload.Length > 0;
                return m.Topic == topics.Ack && JsonDocuments.TryParse(m.Payload) is { } ack && ack.Text("id") == id ? ack : null;
            },
            stop) ?? throw new CommandException(isKnown
                ? $"box '{topics.Box}' did not answer within 2 s; a command is not kept for it, try again when it is back"
                : $"no box '{topics.Box}' at {address}: nothing on {topics.Birth} within 2 s");
        if (answer.Text("result") != "done")
        {
            throw new CommandException($"{topics.Box}: {answer.Text("result")}: {answer.Text("text")}");
        }
    }
}
