using System;

namespace DataBox.Sim;

/// <summary>A recording, or the layout asked for it, that cannot be played. The message is one line for a person: file,
/// line, column and what is wrong there.</summary>
public sealed class RecordingException : Exception
{
    public RecordingException(string message)
        : base(message)
    {
    }

    public RecordingException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
