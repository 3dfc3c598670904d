using System;
using System.Diagnostics;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using DataBox.Afe;
using DataBox.Cli.Cloud;
using DataBox.Core;
using DataBox.Host;
using DataBox.Link;
using DataBox.Ports;

namespace DataBox.Cli.Running;

/// <summary>A box on a thread of its own: the device code, stepped as the ESP32 app steps it.</summary>
public sealed class BoxRunner
{
    private static readonly TimeSpan PictureInterval = TimeSpan.FromMilliseconds(200);
    private readonly Box _box;
    private readonly SampleSource _source;
    private readonly SupervisedLink _link;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SnapshotTaker _snapshots;
    private volatile bool _closeAsked;
    private volatile bool _stopAsked;

    /// <exception cref="CommandException">The configuration is refused; the message holds the numbers.</exception>
    public BoxRunner(BoxConfig config, SampleSource source, IStorage storage, EventLog log)
    {
        _source = source;
        var clock = new HostClock();
        _link = new SupervisedLink(
            new MqttNetSessionFactory(), clock, new BackgroundThreadStarter(), new LinkLimits());
        try
        {
            _box = new Box(config, source.Layout, new BoxParts
            {
                afe = source.Afe,
                afeBytes = AfeCatalogue.HeapBytes(source.Chip, source.Layout, farEnd: false),
                inputs = source.Inputs,
                schedule = source.MakeSchedule(clock),
                clock = clock,
                storage = storage,
                link = _link,
                log = log,
            });
        }
        catch (ArgumentException e)
        {
            throw new CommandException(e.Message);
        }

        _snapshots = new SnapshotTaker(
            _box, source, new BrokerAddress(config.brokerHost, config.brokerPort), config.box, log);
    }

    /// <summary>Ends when the recording is over and all of it is acknowledged, when <see cref="StopAsync"/> was asked for, or
    /// with what went wrong.</summary>
    public Task Ended => _ended.Task;

    /// <summary>True where everything that was sampled has been acknowledged by the broker.</summary>
    public bool IsDelivered { get; private set; }

    /// <summary>Boot number and the sequence number of the next block.</summary>
    public (uint Boot, uint NextSeq) Next { get; private set; }

    public BoxSnapshot Snapshot => _snapshots.Last;

    public void Start() => new Thread(Run) { IsBackground = true, Name = "databox box" }.Start();

    /// <summary>Closes the open block, gives the link this long to deliver, then ends.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        _closeAsked = true;
        await Task.WhenAny(Ended, Task.Delay(patience));
        _stopAsked = true;
        await Task.WhenAny(Ended, Task.Delay(TimeSpan.FromSeconds(5)));
    }

    private void Run()
    {
        try
        {
            Loop();
            _ended.TrySetResult();
        }
        catch (Exception e)
        {
            _ended.TrySetException(e);
        }
        finally
        {
            _link.Abort();
        }
    }

    private void Loop()
    {
        _box.Start();
        long lastPicture = 0;
        bool closing = false;
        while (!_stopAsked)
        {
            _box.Step();
            if (!closing && (_closeAsked || _source.IsOver()))
            {
                _box.CloseOpenBlock();
                closing = true;
            }

            if (closing && _box.IsDrained)
            {
                break;
            }

            if (Stopwatch.GetElapsedTime(lastPicture) >= PictureInterval)
            {
                _snapshots.Take();
                lastPicture = Stopwatch.GetTimestamp();
            }

            // A replay at full speed waits for nothing but acknowledgements, and these come at any moment.
            int idleMs = Math.Min(_box.IdleMicros() / 1000, _source.IsHurried || closing ? 1 : int.MaxValue);
            if (idleMs > 0)
            {
                Thread.Sleep(idleMs);
            }
        }

        IsDelivered = _box.IsDrained;
        Next = ((uint)_box.Status.bootNumber, _box.Status.openSeq);
        _snapshots.Take();
    }
}
