using Utf8 = System.Text.UTF8Encoding;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Control;

[TestClass]
public class GateAnswersTests
{
    [TestMethod]
    public void Text_that_repeats_what_came_stays_one_line_of_whole_characters()
    {
        Assert.AreEqual("unknown field a??[2J?", GateAnswers.OneLine("unknown field a\n\u001b[2J\u009b"));
        Assert.AreEqual("f\u00fcr \U0001F697", GateAnswers.OneLine("f\u00fcr \U0001F697"));
        Assert.AreEqual("", GateAnswers.OneLine(""));
        string whole = new string('x', CommandGate.MaxTextChars - 2) + "\U0001F697";
        Assert.AreEqual(whole, GateAnswers.OneLine(whole));
        Assert.AreEqual(whole, GateAnswers.OneLine(whole + "y"));
        string cut = GateAnswers.OneLine("x" + whole);
        Assert.AreEqual(CommandGate.MaxTextChars - 1, cut.Length, "half a character would be no JSON text");
    }

    [TestMethod]
    public void Refusal_goes_through_it()
    {
        var gate = new CommandGate(
            new RecordStore(new Storage.PowerCutStorage()), new RateBounds(10), new RateSettings(), DetectorSettings.Nmc(), 1, new NoWallClock(), null, null);
        string json = "{\"" + new string('x', CommandGate.MaxTextChars - "desired: unknown field ".Length - 1) + "\U0001F697\":1}";
        byte[] ack = gate.OnDesired(new Utf8().GetBytes(json)).ack;
        var reader = new JsonReader();
        Assert.IsTrue(reader.Parse(ack), reader.Error);
    }

    private sealed class NoWallClock : DataBox.Ports.IClock
    {
        public long MonotonicMicros() => 0;

        public bool TryGetUtcMs(out long utcMs)
        {
            utcMs = 0;
            return false;
        }

        public void DelayMicros(int micros)
        {
        }
    }
}
