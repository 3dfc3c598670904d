using System;
using System.Collections.Generic;
using DataBox.Link;
using DataBox.Ports;

namespace DataBox.Tests.Contract.Link;

/// <summary>A message as the broker has it.</summary>
internal sealed record Arrived(string Topic, byte[] Payload, bool Retain);

/// <summary>A client library and a broker that does what the test says.</summary>
internal interface ILinkRig : IDisposable
{
    IMqttSessionFactory Factory { get; }

    /// <summary>Where the broker is; subscribes to "box/+", will on "box-will".</summary>
    LinkOptions Options { get; }

    /// <summary>Everything that has arrived at the broker, wills included, in order.</summary>
    IReadOnlyList<Arrived> Messages { get; }

    /// <summary>The cloud publishes.</summary>
    void Publish(string topic, byte[] payload, bool retain);

    /// <summary>The broker keeps its acknowledgements back.</summary>
    void HoldAcks();

    void ReleaseAcks();

    /// <summary>The broker drops the box's connection.</summary>
    void Cut();

    /// <summary>The broker is gone from the network, connections and all.</summary>
    void GoAway();

    void ComeBack();

    /// <summary>From now on the broker refuses connections: bad user name or password.</summary>
    void Refuse();
}
