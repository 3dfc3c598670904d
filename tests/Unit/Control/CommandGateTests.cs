using System;
using System.Collections.Generic;
using DataBox.Core;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Control;

[TestClass]
public class CommandGateTests
{
    private const string Valid =
        "{\"schema\":1,\"version\":5,\"cells_period_ms\":100,\"temperatures_period_ms\":1000,\"pack_period_ms\":200}";

    private readonly Memory _storage = new();
    private readonly FixedClock _clock = new();
    private readonly DetectorSettings _limits = DetectorSettings.Nmc();

    [TestMethod]
    public void Change_is_stored_before_it_is_obeyed_and_acknowledged_with_its_block()
    {
        CommandGate gate = Gate();
        GateResult result = gate.OnDesired(Bytes(Valid));
        Assert.AreEqual(GateResult.Accepted, result.result);
        Assert.IsNull(result.ack, "it is answered when it is obeyed");
        Assert.AreEqual(0u, gate.AppliedVersion);
        Assert.AreEqual(5u, Gate().AppliedVersion, "a power cut now may not forget it");

        Assert.IsTrue(gate.TryTakePending(out DesiredState desired));
        Assert.AreEqual(100, desired.Resolve(new RateSettings()).cellsPeriodMs);
        JsonReader ack = Read(gate.Applied(17));
        Assert.AreEqual("accepted", Text(ack, "result"));
        Assert.AreEqual(5, Number(ack, "version"));
        Assert.AreEqual(17, Number(ack, "seq"));
        Assert.AreEqual(3, Number(ack, "boot"));
        Assert.IsFalse(gate.TryTakePending(out _));
        Assert.AreEqual(5u, gate.AppliedVersion);
    }

    [TestMethod]
    public void Same_document_again_changes_nothing_whatever_the_order_of_its_fields()
    {
        CommandGate gate = Obeying(Valid);
        GateResult result = gate.OnDesired(Bytes("{\"pack_period_ms\":200,\"version\":5,\"cells_period_ms\":100,"
            + "\"temperatures_period_ms\":1000,\"schema\":1}"));
        Assert.AreEqual(GateResult.Unchanged, result.result);
        Assert.AreEqual(9, Number(Read(result.ack), "seq"));
        Assert.IsFalse(gate.TryTakePending(out _));
    }

    [TestMethod]
    public void Lower_version_and_same_version_with_other_contents_are_refused()
    {
        CommandGate gate = Obeying(Valid);
        Refused(gate, "{\"schema\":1,\"version\":4}", RefusalCode.OldVersion, "version 5 is stored");
        Refused(gate, "{\"schema\":1,\"version\":5}", RefusalCode.Conflict, "other contents");
        Assert.AreEqual(5u, gate.AppliedVersion);
    }

    [TestMethod]
    [DataRow("\"cells_period_ms\":0", "out_of_bounds", "cells_period_ms is 0, allowed 10 to 100000")]
    [DataRow("\"pack_period_ms\":100001", "out_of_bounds", "pack_period_ms is 100001, allowed 10 to 100000")]
    [DataRow("\"pack_period_ms\":4294967396", "out_of_bounds", "pack_period_ms is 4294967396, allowed 10 to 100000")]
    [DataRow("\"sample_period_ms\":1001", "out_of_bounds", "sample_period_ms is 1001, allowed 10 to 1000")]
    [DataRow("\"sample_period_ms\":10", "too_fast", "the shortest that this box can sample is 20 ms")]
    [DataRow("\"cells_period_ms\":10", "too_fast", "the shortest that this box can sample is 20 ms")]
    [DataRow("\"window_ms\":50", "out_of_bounds", "window_ms is 50")]
    [DataRow("\"block_seconds\":601", "out_of_bounds", "block_seconds is 601, allowed 1 to 600")]
    [DataRow("\"mac\":\"00\"", "not_supported", "mac is not supported by this firmware")]
    [DataRow("\"suspicion_anything\":1", "not_supported", "suspicion_anything is not supported")]
    [DataRow("\"speed\":1", "unknown_field", "unknown field speed")]
    [DataRow("\"cells_period_ms\":\"100\"", "malformed", "cells_period_ms is not an integer")]
    [DataRow("\"expires_ms\":999999", "expired", "expires_ms is 999999, it is 1000000 now")]
    public void Refusal_names_field_value_and_bounds_and_changes_nothing(string field, string code, string text)
    {
        CommandGate gate = Obeying(Valid);
        Refused(gate, "{\"schema\":1,\"version\":6," + field + "}", code, text);
        Assert.AreEqual(5u, gate.AppliedVersion);
        Assert.AreEqual(5u, gate.StoredVersion);
        Assert.AreEqual(6u, gate.refusedVersion);
        Assert.AreEqual(code, gate.refusedCode);
        Assert.AreEqual(5u, Gate().AppliedVersion);
        Assert.AreEqual(GateResult.Accepted, gate.OnDesired(Bytes("{\"schema\":1,\"version\":6}")).result);
    }

    [TestMethod]
    public void Expiry_is_not_judged_without_a_wall_clock()
    {
        _clock.utcMs = 0;
        GateResult result = Gate().OnDesired(Bytes("{\"schema\":1,\"version\":1,\"expires_ms\":5}"));
        Assert.AreEqual(GateResult.Accepted, result.result);
    }

    [TestMethod]
    public void Document_whose_time_is_over_gives_way_to_the_defaults_once_and_is_answered_as_expired()
    {
        const string Document = "{\"schema\":1,\"version\":7,\"cells_period_ms\":100,\"expires_ms\":1000500}";
        CommandGate gate = Obeying(Document);
        _clock.utcMs = 1_000_500;
        Assert.IsFalse(gate.TryTakePending(out _), "its last millisecond");
        _clock.utcMs = 0;
        Assert.IsFalse(gate.TryTakePending(out _), "nobody knows the time");
        _clock.utcMs = 1_000_501;
        Assert.IsTrue(gate.TryTakePending(out DesiredState desired));
        Assert.IsNull(desired);
        JsonReader ack = Read(gate.Applied(21));
        Assert.AreEqual("expired", Text(ack, "result"));
        Assert.AreEqual(7, Number(ack, "version"));
        Assert.AreEqual(21, Number(ack, "seq"));
        Assert.IsTrue(gate.HasExpired);
        Assert.AreEqual(0u, gate.AppliedVersion);
        Assert.AreEqual(7u, gate.StoredVersion, "the next one has to be above it");
        Assert.IsFalse(gate.TryTakePending(out _));
        Refused(gate, Document, RefusalCode.Expired, "expires_ms is 1000500");
        gate.OnDesired(Bytes("{\"schema\":1,\"version\":8}"));
        Assert.IsTrue(gate.TryTakePending(out _));
        gate.Applied(22);
        Assert.IsFalse(gate.HasExpired);
    }

    [TestMethod]
    public void Newer_change_before_the_next_sample_answers_the_older_as_superseded()
    {
        CommandGate gate = Gate();
        gate.OnDesired(Bytes(Valid));
        GateResult result = gate.OnDesired(Bytes("{\"schema\":1,\"version\":6}"));
        JsonReader older = Read(result.supersededAck);
        Assert.AreEqual(5, Number(older, "version"));
        Assert.AreEqual("superseded", Text(older, "code"));
        gate.TryTakePending(out DesiredState desired);
        Assert.AreEqual(6u, desired.version);
    }

    [TestMethod]
    public void Storage_that_refuses_changes_nothing()
    {
        CommandGate gate = Obeying(Valid);
        _storage.Refuses = true;
        Refused(gate, "{\"schema\":1,\"version\":6}", RefusalCode.StorageFailed, "could not be stored");
        Assert.IsFalse(gate.TryTakePending(out _));
        Assert.AreEqual(5u, gate.StoredVersion);
    }

    [TestMethod]
    public void Stored_change_that_the_box_can_no_longer_do_gives_way_to_the_defaults()
    {
        Obeying("{\"schema\":1,\"version\":5,\"cells_period_ms\":20,\"sample_period_ms\":20}");
        CommandGate slower = Gate(40);
        Assert.AreEqual(0u, slower.AppliedVersion);
        Assert.AreEqual(5u, slower.StoredVersion);
        Assert.AreEqual(RefusalCode.TooFast, slower.refusedCode);
    }

    [TestMethod]
    public void Commands_are_answered_by_their_id()
    {
        CommandGate gate = Gate();
        GateResult done = gate.OnCommand(Bytes("{\"id\":\"a1\",\"cmd\":\"rebirth\"}"));
        Assert.IsTrue(done.rebirth);
        Assert.AreEqual("a1", Text(Read(done.ack), "id"));
        Assert.AreEqual("done", Text(Read(done.ack), "result"));
        GateResult unknown = gate.OnCommand(Bytes("{\"id\":\"a2\",\"cmd\":\"explode\"}"));
        Assert.IsFalse(unknown.rebirth);
        Assert.AreEqual("unknown_command", Text(Read(unknown.ack), "code"));
        Assert.AreEqual("malformed", gate.OnCommand(Bytes("{\"cmd\":\"rebirth\"}")).code);
        Assert.AreEqual("done", gate.OnCommand(Bytes("{\"id\":\"a\",\"cmd\":\"rebirth\",\"expires_ms\":1000000}")).result);
        Assert.AreEqual("expired", gate.OnCommand(Bytes("{\"id\":\"a\",\"cmd\":\"rebirth\",\"expires_ms\":999999}")).code);
        Assert.AreEqual("malformed", gate.OnCommand(Bytes("{\"id\":\"a\",\"cmd\":\"rebirth\",\"expires_ms\":\"x\"}")).code);
        _clock.utcMs = 0;
        Assert.AreEqual("done", gate.OnCommand(Bytes("{\"id\":\"a\",\"cmd\":\"rebirth\",\"expires_ms\":5}")).result);
        Assert.AreEqual("malformed", gate.OnCommand(Array.Empty<byte>()).code);
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Garbage_is_answered_never_thrown_and_changes_nothing(int seed)
    {
        var random = new Random(seed);
        CommandGate gate = Obeying(Valid);
        byte[] document = Bytes(Valid.Replace(":5", ":3"));
        for (int i = 0; i < 5000; i++)
        {
            byte[] bytes = (byte[])document.Clone();
            for (int change = random.Next(1, 6); change > 0; change--)
            {
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            }

            if (i % 2 == 0)
            {
                random.NextBytes(bytes = new byte[random.Next(64)]);
            }

            bool wasDesired = i % 3 != 0;
            GateResult result = wasDesired ? gate.OnDesired(bytes) : gate.OnCommand(bytes);
            if (result.result == GateResult.Refused)
            {
                Assert.IsNotNull(Read(result.ack));
                Assert.IsTrue(result.text.Length > 0);
            }
            else
            {
                Assert.AreEqual(GateResult.Accepted, result.result, "a digit of the version was raised");
                Assert.IsTrue(gate.StoredVersion > 5u);
                gate = Obeying(Valid);
            }
        }

        Assert.AreEqual(5u, gate.AppliedVersion);
    }

    private static void Refused(CommandGate gate, string document, string code, string text)
    {
        GateResult result = gate.OnDesired(Bytes(document));
        Assert.AreEqual(GateResult.Refused, result.result);
        Assert.AreEqual(code, result.code, result.text);
        StringAssert.Contains(result.text, text);
        Assert.AreEqual(code, Text(Read(result.ack), "code"));
        Assert.IsFalse(gate.TryTakePending(out _));
    }

    private CommandGate Gate(int shortestPeriodMs = 20) =>
        new(new RecordStore(_storage), new RateBounds(shortestPeriodMs), new RateSettings(), _limits, 3, _clock, null, null);

    private CommandGate Obeying(string document)
    {
        _storage.Files.Clear();
        CommandGate gate = Gate();
        gate.OnDesired(Bytes(document));
        Assert.IsTrue(gate.TryTakePending(out _));
        gate.Applied(9);
        return gate;
    }

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private static JsonReader Read(byte[] json)
    {
        var reader = new JsonReader();
        Assert.IsTrue(reader.Parse(json), reader.Error);
        return reader;
    }

    private static string Text(JsonReader reader, string key) =>
        reader.TryGetText(key, out string value) ? value : throw new AssertFailedException("no " + key);

    private static long Number(JsonReader reader, string key) =>
        reader.TryGetInteger(key, out long value) ? value : throw new AssertFailedException("no " + key);

    private sealed class Memory : IStorage
    {
        public Dictionary<string, byte[]> Files { get; } = new();

        public bool Refuses { get; set; }

        public byte[] Read(string name) => Files.TryGetValue(name, out byte[]? data) ? data : null!;

        public bool Write(string name, byte[] data, int length)
        {
            if (!Refuses)
            {
                Files[name] = data[..length];
            }

            return !Refuses;
        }

        public bool Rename(string from, string to) => !Refuses && Files.Remove(from, out byte[]? data) && Put(to, data);

        public void Delete(string name) => Files.Remove(name);

        private bool Put(string name, byte[] data)
        {
            Files[name] = data;
            return true;
        }
    }

    private sealed class FixedClock : IClock
    {
        public long utcMs = 1_000_000;

        public long MonotonicMicros() => 0;

        public bool TryGetUtcMs(out long time)
        {
            time = utcMs;
            return utcMs != 0;
        }

        public void DelayMicros(int micros)
        {
        }
    }
}
