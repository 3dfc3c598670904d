using System;
using System.Linq;
using System.Text.Json.Nodes;
using DataBox.Core;
using DataBox.Detection;
using Microsoft.VisualStudio.TestTools.UnitTesting;
using Utf8 = System.Text.Encoding;

namespace DataBox.Tests.Unit.Control;

[TestClass]
public class JsonReaderTests
{
    private readonly JsonReader _reader = new();

    [TestMethod]
    public void Integers_strings_and_lists_are_read()
    {
        Assert.IsTrue(Parse(" { \"a\" : -12 , \"b\":\"x\\n\\u00e9\\ud83d\\ude00é😀\\\"\", \"c\":[1, -2,3], \"d\":[] }\n"), _reader.Error);
        Assert.IsTrue(_reader.TryGetInteger("a", out long a));
        Assert.AreEqual(-12, a);
        Assert.IsTrue(_reader.TryGetText("b", out string b));
        Assert.AreEqual("x\né😀é😀\"", b);
        Assert.IsTrue(_reader.TryGetList("c", out int[] c));
        CollectionAssert.AreEqual(new[] { 1, -2, 3 }, c);
        Assert.IsTrue(_reader.TryGetList("d", out int[] d));
        Assert.AreEqual(0, d.Length);
        Assert.AreEqual(4, _reader.Count);
        Assert.AreEqual(JsonKind.None, _reader.KindOf("e"));
        Assert.IsFalse(_reader.TryGetInteger("b", out _));
    }

    [TestMethod]
    public void Object_is_read_at_the_one_key_that_was_asked_for_and_its_keys_are_not_those_of_the_document()
    {
        Assert.IsTrue(_reader.Parse(Utf8.UTF8.GetBytes("{\"a\":1,\"in\":{\"a\":2,\"b\":-3},\"b\":4}"), "in"), _reader.Error);
        Assert.IsTrue(_reader.TryGetInteger("a", out long a));
        Assert.IsTrue(_reader.TryGetInteger("b", out long b));
        Assert.AreEqual((1L, 4L), (a, b));
        Assert.AreEqual(JsonKind.Object, _reader.KindOf("in"));
        Assert.AreEqual(5, _reader.Count);
        string inside = string.Join(' ', Enumerable.Range(0, 5).Where(_reader.IsInside).Select(
            i => $"{_reader.KeyAt(i)}={(_reader.TryGetIntegerAt(i, out long value) ? value : -99)}"));
        Assert.AreEqual("a=2 b=-3", inside);
        Assert.IsTrue(_reader.Parse(Utf8.UTF8.GetBytes("{\"in\":{},\"c\":1}"), "in"), _reader.Error);
        Assert.AreEqual(2, _reader.Count);
        Assert.IsFalse(_reader.IsInside(0) || _reader.IsInside(1));
        Assert.IsTrue(Parse("{\"c\":1}") && !_reader.IsInside(0), "nothing is left of the document before");
    }

    [TestMethod]
    [DataRow("{\"in\":{\"a\":1,\"a\":2}}", "'a' stands twice")]
    [DataRow("{\"in\":{\"a\":1},\"in\":{\"b\":1}}", "'in' stands twice")]
    [DataRow("{\"in\":{\"in\":{}}}", "an integer, a string or a list")]
    [DataRow("{\"in\":{\"a\":{}}}", "an integer, a string or a list")]
    [DataRow("{\"out\":{}}", "an integer, a string or a list")]
    [DataRow("{\"in\":{\"a\":1}", "',' or '}'")]
    [DataRow("{\"in\":{\"a\":1", "',' or '}'")]
    [DataRow("{\"in\":{\"a\":1}}}", "nothing")]
    public void Object_that_is_not_as_asked_for_is_refused(string text, string error)
    {
        Assert.IsFalse(_reader.Parse(Utf8.UTF8.GetBytes(text), "in"));
        StringAssert.Contains(_reader.Error, error);
        Assert.AreEqual(0, _reader.Count);
    }

    [TestMethod]
    [DataRow("", "empty")]
    [DataRow("[1]", "at byte 0: an object")]
    [DataRow("{\"a\":1", "at byte 6: ',' or '}'")]
    [DataRow("{\"a\":1}x", "at byte 7: nothing")]
    [DataRow("{\"a\":1,}", "at byte 7: a string")]
    [DataRow("{\"a\":1.5}", "at byte 6: an integer is expected, not a fraction")]
    [DataRow("{\"a\":1e3}", "not a fraction")]
    [DataRow("{\"a\":NaN}", "an integer, a string or a list")]
    [DataRow("{\"a\":true}", "an integer, a string or a list")]
    [DataRow("{\"a\":null}", "an integer, a string or a list")]
    [DataRow("{\"a\":{}}", "an integer, a string or a list")]
    [DataRow("{\"a\":[[1]]}", "a digit")]
    [DataRow("{\"a\":[1,\"x\"]}", "a digit")]
    [DataRow("{\"a\":[2147483648]}", "32 bits")]
    [DataRow("{\"a\":007}", "leading zero")]
    [DataRow("{\"a\":-}", "a digit")]
    [DataRow("{\"a\":9223372036854775808}", "too large")]
    [DataRow("{\"a\":1,\"a\":2}", "'a' stands twice")]
    [DataRow("{\"a\":\"x", "no end")]
    [DataRow("{\"a\":\"\\x\"}", "escape")]
    [DataRow("{\"a\":\"\\ud800\"}", "surrogate")]
    [DataRow("{\"a\":\"\\udc00\"}", "surrogate")]
    [DataRow("{\"a\":\"\\u12\"}", "hex")]
    [DataRow("{\"a\":\"\t\"}", "control")]
    public void Anything_else_is_refused_with_place_and_reason(string text, string expected)
    {
        Assert.IsFalse(Parse(text));
        StringAssert.Contains(_reader.Error, expected);
        Assert.AreEqual(0, _reader.Count);
    }

    [TestMethod]
    [DataRow(new byte[] { 0xC0, 0x80 })]
    [DataRow(new byte[] { 0xED, 0xA0, 0x80 })]
    [DataRow(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [DataRow(new byte[] { 0xE0, 0x80, 0x80 })]
    [DataRow(new byte[] { 0xFF })]
    [DataRow(new byte[] { 0xC3 })]
    public void Text_that_is_not_utf8_is_refused(byte[] bad)
    {
        byte[] document = [.. Utf8.ASCII.GetBytes("{\"a\":\""), .. bad, .. Utf8.ASCII.GetBytes("\"}")];
        Assert.IsFalse(_reader.Parse(document));
        StringAssert.Contains(_reader.Error, "UTF-8");
    }

    [TestMethod]
    public void Everything_has_a_limit()
    {
        string keys = string.Join(',', Enumerable.Range(0, JsonReader.MaxKeys + 1).Select(i => $"\"k{i}\":1"));
        Assert.IsFalse(Parse("{" + keys + "}"));
        StringAssert.Contains(_reader.Error, "keys");
        Assert.IsFalse(Parse("{\"a\":\"" + new string('x', JsonReader.MaxTextChars + 1) + "\"}"));
        StringAssert.Contains(_reader.Error, "characters");
        string list = string.Join(',', Enumerable.Repeat("1", JsonReader.MaxListEntries + 1));
        Assert.IsFalse(Parse("{\"a\":[" + list + "]}"));
        StringAssert.Contains(_reader.Error, "entries");
        Assert.IsFalse(_reader.Parse(new byte[JsonReader.MaxBytes + 1]));
        StringAssert.Contains(_reader.Error, "bytes");
    }

    [TestMethod]
    public void What_the_writer_writes_the_reader_reads()
    {
        string text = "a\"\\\u0001é😀/";
        byte[] document = new JsonWriter(16).Begin().Add("n", long.MinValue + 1).Add("t", text).Add("l", [3, -4, 5], 2).End();
        Assert.IsTrue(_reader.Parse(document), _reader.Error);
        _reader.TryGetInteger("n", out long n);
        _reader.TryGetText("t", out string t);
        _reader.TryGetList("l", out int[] l);
        Assert.AreEqual(long.MinValue + 1, n);
        Assert.AreEqual(text, t);
        CollectionAssert.AreEqual(new[] { 3, -4 }, l);
        Assert.AreEqual(text, JsonNode.Parse(document)!["t"]!.GetValue<string>(), "and so does everybody else");
    }

    [TestMethod]
    public void Garbage_never_gets_further_than_a_reason()
    {
        byte[] seedDocument = Utf8.UTF8.GetBytes("{\"version\":12,\"text\":\"a\\u00e9é\",\"list\":[1,2,3]}");
        var random = new Random(11);
        for (int i = 0; i < 50_000; i++)
        {
            byte[] document = (byte[])seedDocument.Clone();
            for (int flips = random.Next(1, 4); flips > 0; flips--)
            {
                document[random.Next(document.Length)] = (byte)random.Next(256);
            }

            document = document[..random.Next(document.Length + 1)];
            bool accepted = _reader.Parse(document);
            Assert.AreEqual(!accepted, _reader.Error is not null);
            if (accepted)
            {
                // What we accept, a full parser accepts too.
                Assert.IsNotNull(JsonNode.Parse(document));
            }
        }
    }

    private bool Parse(string text) => _reader.Parse(Utf8.UTF8.GetBytes(text));
}
