using System.Text;
using DataBox.Core;
using DataBox.Detection;
using nanoFramework.TestFramework;

namespace DataBox.Tests.OnDevice
{
    [TestClass]
    public class JsonReaderTests
    {
        [TestMethod]
        public void Integers_texts_and_lists_are_read()
        {
            JsonReader reader = new JsonReader();
            Assert.IsTrue(Parse(reader, "{\"a\":-12,\"big\":9223372036854775807,\"t\":\"x\\u00e9\",\"l\":[1,-2,3]}"),
                reader.Error);
            Assert.IsTrue(reader.TryGetInteger("a", out long a));
            Assert.AreEqual(-12L, a);
            Assert.IsTrue(reader.TryGetInteger("big", out long big));
            Assert.AreEqual(long.MaxValue, big);
            Assert.IsTrue(reader.TryGetText("t", out string text));
            Assert.AreEqual("x\u00e9", text);
            Assert.IsTrue(reader.TryGetList("l", out int[] list));
            Assert.AreEqual(3, list.Length);
            Assert.AreEqual(-2, list[1]);
        }

        [TestMethod]
        [DataRow("{\"a\":1.5}", "not a fraction")]
        [DataRow("{\"a\":1,\"a\":2}", "stands twice")]
        [DataRow("{\"a\":9223372036854775808}", "too large")]
        [DataRow("{\"a\":1", "',' or '}'")]
        public void Anything_else_is_refused_with_a_reason(string document, string reason)
        {
            JsonReader reader = new JsonReader();
            Assert.IsFalse(Parse(reader, document), document);
            Assert.Contains(reason, reader.Error);
            Assert.AreEqual(0, reader.Count);
        }

        private static bool Parse(JsonReader reader, string document)
        {
            return reader.Parse(Encoding.UTF8.GetBytes(document));
        }
    }
}
