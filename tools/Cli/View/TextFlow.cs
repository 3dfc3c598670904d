using System;
using System.Collections.Generic;
using Spectre.Console;

namespace DataBox.Cli.View;

/// <summary>Lines of a given width out of pieces that stay whole: a line ends between two of them.</summary>
public sealed class TextFlow(int width, string between = "   ")
{
    private readonly List<string> _lines = [];
    private string _line = "";
    private int _used;

    /// <summary>The finished lines, as markup; none is wider than the width.</summary>
    public List<string> Lines
    {
        get
        {
            EndLine();
            return _lines;
        }
    }

    /// <summary>Adds a piece; one that is wider than a line is cut.</summary>
    /// <param name="style">Of Spectre's markup, or "".</param>
    public TextFlow Add(string text, string style = "")
    {
        string piece = Cut(text, width);
        if (_used > 0 && _used + between.Length + piece.Length > width)
        {
            EndLine();
        }

        if (_used > 0)
        {
            _line += between;
            _used += between.Length;
        }

        _line += style.Length == 0 ? piece.EscapeMarkup() : $"[{style}]{piece.EscapeMarkup()}[/]";
        _used += piece.Length;
        return this;
    }

    public void EndLine()
    {
        if (_used > 0)
        {
            _lines.Add(_line);
        }

        _line = "";
        _used = 0;
    }

    /// <summary>A sentence, broken between words.</summary>
    public static List<string> Sentence(string text, int width)
    {
        var flow = new TextFlow(width, " ");
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            flow.Add(word);
        }

        return flow.Lines;
    }

    /// <summary>At most this wide; what is cut off leaves a sign.</summary>
    public static string Cut(string text, int width) => text.Length <= width ? text : text[..Math.Max(0, width - 1)] + "…";
}
