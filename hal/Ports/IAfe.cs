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

        /// <summary>Steps of one whole round of checks; 0 where there is nothing to check. The steps of one check follow each
        /// other; a <see cref="Read"/> may come between any two.</summary>
        int StepCount { get; }

        /// <summary>The check of <see cref="AfeCheck"/> that a step belongs to.</summary>
        /// <param name="step">0..StepCount-1.</param>
        int CheckOfStep(int step);

        /// <summary>The longest time that a step takes when nothing is repeated, µs; computed like
        /// <see cref="ShortestCycleMicros"/>.</summary>
        /// <param name="step">0..StepCount-1.</param>
        int StepMicros(int step);

        /// <summary>Runs one step, instead of or between two samples. Allocates nothing. The last step of a check puts the
        /// check's results into <see cref="PackSample.health"/>, at the sample's time; a device that could not be asked keeps
        /// its old ones. Readings are left alone, and the next <see cref="Read"/> is as good as any.</summary>
        /// <param name="step">0..StepCount-1. A check begun anywhere but at its first step is not completed.</param>
        /// <returns><see cref="AfeStatus"/>, the worst of the devices.</returns>
        byte RunStep(int step, PackSample sample);
    }
}
