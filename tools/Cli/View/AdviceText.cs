namespace DataBox.Cli.View;

/// <summary>What a workshop does about an alarm: what to look at, whether the vehicle may move, whether it may charge.</summary>
public sealed record AdviceText(string Inspect, string Move, string Charge);
