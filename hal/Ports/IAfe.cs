namespace DataBox.Ports
{
    /// <summary>
    /// A chain of AFE devices that measures cells and probes. Decides nothing about the pack: it says what was read and whether
    /// it can be trusted.
    /// </summary>
    public interface IAfe
    {
        /// <summary>Wakes the chain and writes its configuration; proven by reading it back.</summary>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices. May be called again at any time.</returns>
        byte Start();

        /// <summary>Converts and reads all cells and probes once. Allocates nothing.</summary>
        /// <param name="sample">Filled in place: cells, probes, device status. Entries that are not good keep their old value
        /// and say why in quality. timeMs and the vehicle's inputs are left alone.</param>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices.</returns>
        byte Read(PackSample sample);

        /// <summary>The shortest time one <see cref="Read"/> takes with this chain, µs: conversion, bus, and the board's cost
        /// per transfer; computed from data sheet timing.</summary>
        int ShortestCycleMicros { get; }

        /// <summary>Transfers that were repeated since start (wrong PEC).</summary>
        int RetryCount { get; }
    }
}
