using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Cli;
using DataBox.Cli.Cloud;
using DataBox.Decoding;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.EndToEnd.Support;

/// <summary>A cloud that reads a box with a lasting QoS 1 session, and comes back whenever the broker does.</summary>
public sealed class LastingReader : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<(CloudMessage Message, long Ticks)> _messages = new();
    private readonly BrokerAddress _address;
    private readonly BoxTopics _topics;
    private readonly Task _loop;
    private readonly TaskCompletionSource _subscribed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LastingReader(BrokerAddress address, string box)
    {
        _address = address;
        _topics = new BoxTopics(box);
        _loop = Task.Run(ReadAsync);
    }

    public static async Task<LastingReader> StartAsync(BrokerAddress address, string box)
    {
        var reader = new LastingReader(address, box);
        await reader._subscribed.Task.WaitAsync(TimeSpan.FromSeconds(20));
        return reader;
    }

    /// <summary>All blocks so far, each once, by number; whatever is no block fails the test.</summary>
    public SortedDictionary<(uint Boot, uint Seq), DecodedBlock> Blocks()
    {
        var blocks = new SortedDictionary<(uint, uint), DecodedBlock>();
        foreach ((CloudMessage message, _) in _messages.Where(m => m.Message.Topic == _topics.Data))
        {
            DecodedBlock block = BlockDecoder.Decode(message.Payload);
            blocks[(block.Boot, block.Seq)] = block;
        }

        return blocks;
    }

    /// <summary>Waits until a block of at least this number is here and no more come.</summary>
    public async Task<SortedDictionary<(uint Boot, uint Seq), DecodedBlock>> AllBlocksAsync(uint atLeastSeq, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        int count = -1;
        while (true)
        {
            SortedDictionary<(uint Boot, uint Seq), DecodedBlock> blocks = Blocks();
            if (blocks.Count == count && blocks.Keys.Any(k => k.Seq >= atLeastSeq))
            {
                return blocks;
            }

            Assert.IsTrue(clock.Elapsed < limit, $"{blocks.Count} blocks, none of number {atLeastSeq} or above");
            count = blocks.Count;
            await Task.Delay(500);
        }
    }

    /// <summary>Waits for a message on a topic of the box.</summary>
    public async Task<(byte[] Payload, long Ticks)> MessageAsync(string topic, Func<byte[], bool> wanted, TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < limit)
        {
            foreach ((CloudMessage message, long ticks) in _messages)
            {
                if (message.Topic == topic && wanted(message.Payload))
                {
                    return (message.Payload, ticks);
                }
            }

            await Task.Delay(2);
        }

        Assert.Fail($"nothing such on {topic} within {limit}");
        return default;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _loop;
        _stop.Dispose();
    }

    private async Task ReadAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                await using var client = new CloudClient(
                    _address, m => _messages.Enqueue((m, Stopwatch.GetTimestamp())), "reader-" + _topics.Box);
                await client.ConnectAsync(_stop.Token);
                await client.SubscribeAsync(_stop.Token, _topics.Data, _topics.Alarm, _topics.Ack, _topics.State);
                _subscribed.TrySetResult();
                await client.ClosedAsync(_stop.Token);
            }
            catch (CommandException)
            {
                await Task.Delay(100);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
