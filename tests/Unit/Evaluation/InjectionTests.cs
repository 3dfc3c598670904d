using System.Linq;
using DataBox.Evaluation;
using DataBox.Ports;
using DataBox.Tests.Unit.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Evaluation;

/// <summary>What is put into recorded readings is the physics that it says.</summary>
[TestClass]
public class InjectionTests
{
    private const int Start = 3_700_000;
    private static readonly PackLayout s_layout = PackLayout.FromCounts(1, [6, 6], [1, 1]);

    [TestMethod]
    public void Leak_takes_its_charge_off_the_open_circuit_curve_and_its_current_off_the_resistance()
    {
        LeakInjection leak = new(2, 10, 50);
        int first = Drop(leak, 0);
        Assert.IsTrue(first is > 150 and < 1000, "0.37 A over about 1 mohm: " + first);
        int hour = Enumerable.Range(1, 3600).Select(s => Drop(leak, s)).Last() - first;

        // 0.37 Ah of 50 Ah is 0.74 %, at 5 to 11 mV a percent there.
        Assert.IsTrue(hour is > 3_500 and < 8_500, hour + " uV in an hour");
        LeakInjection tenth = new(2, 100, 50);
        Assert.AreEqual(hour / 10.0, Drop(tenth, 3600) - (first / 10.0), hour / 50.0, "a tenth, also over a gap");
    }

    [TestMethod]
    public void Leak_goes_on_while_the_reading_is_missing()
    {
        LeakInjection leak = new(2, 1, 50);
        Drop(leak, 0);
        PackSample missing = Flat(-10_000);
        missing.cellQuality[2] = Quality.Missing;
        leak.Act(missing, s_layout, 3000);
        Assert.AreEqual(Start, missing.cellMicrovolts[2]);
        Assert.IsTrue(Drop(leak, 3600) > 30_000);
    }

    [TestMethod]
    public void Contact_follows_the_current_with_its_sign_and_is_nothing_without_it()
    {
        ContactInjection contact = new(4, 0.2);
        foreach ((int milliamps, int moved) in new[] { (-50_000, -10_000), (20_000, 4_000), (0, 0) })
        {
            PackSample sample = Flat(milliamps);
            contact.Act(sample, s_layout, 0);
            Assert.AreEqual(Start + moved, sample.cellMicrovolts[4]);
        }

        PackSample unknown = Flat(-50_000);
        unknown.currentQuality = Quality.Missing;
        contact.Act(unknown, s_layout, 0);
        Assert.AreEqual(Start, unknown.cellMicrovolts[4]);
    }

    [TestMethod]
    public void Tap_short_pulls_its_cell_down_and_gives_it_to_the_neighbours_of_the_same_device()
    {
        PackSample middle = Flat(0);
        new TapShortInjection(2, 3600).Act(middle, s_layout, 0);

        // 3.7 V over 4 kohm are 925 uA, over 100 and 300 ohm of wire.
        CollectionAssert.AreEqual(
            new[] { Start + 92_500, Start - 370_000, Start + 277_500 }, middle.cellMicrovolts[1..4]);
        PackSample last = Flat(0);
        new TapShortInjection(5, 3600).Act(last, s_layout, 0);
        Assert.AreEqual(Start, last.cellMicrovolts[6], "the next device has its own wires");
    }

    [TestMethod]
    public void Bursts_are_two_samples_a_minute()
    {
        BurstInjection bursts = new(0, 20);
        int[] low = Enumerable.Range(0, 1200).Where(k => Drop(bursts, k / 10.0, 0) == 20_000).ToArray();
        CollectionAssert.AreEqual(new[] { 0, 1, 600, 601 }, low);
    }

    [TestMethod]
    public void Bad_contact_in_a_recorded_drive_is_found_and_the_drive_alone_is_silent()
    {
        RecordingFile file = RecordingFile.Of(SharedFolder.RequireFile("data/noisy-drive-01mv.csv.gz"));
        InjectionStretch stretch = InjectionStretch.All.Single(s => s.Stem == file.Name);
        InjectionTrial plain = InjectionTrial.Run(file, stretch, null, null);
        Assert.AreEqual(0, plain.Raised.Count);
        InjectionTrial trial = InjectionTrial.Run(file, stretch, new ContactInjection(4, 0.5), plain);
        Assert.IsTrue(trial.RightSeconds < 600, "named " + trial.Named?.cause + ", rightly after " + trial.RightSeconds + " s");
        Assert.AreEqual(0, trial.Elsewhere.Count);
    }

    private static int Drop(InjectedFault fault, double seconds, int cell = 2)
    {
        PackSample sample = Flat(0);
        fault.Act(sample, s_layout, seconds);
        return Start - sample.cellMicrovolts[cell];
    }

    private static PackSample Flat(int milliamps)
    {
        PackSample sample = new(s_layout) { currentMilliamps = milliamps, currentQuality = Quality.Good };
        System.Array.Fill(sample.cellMicrovolts, Start);
        return sample;
    }
}
