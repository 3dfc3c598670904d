using System;

namespace DataBox.Cli;

/// <summary>A command can't go on. The message is the one line that the user sees; the exit code is 1.</summary>
public sealed class CommandException(string message) : Exception(message);
