using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace DataBox.Evaluation;

/// <summary>A table with a title, for the console and as Markdown.</summary>
public sealed class Table
{
    private readonly List<string[]> _rows = [];
    private readonly string[] _head;

    public Table(string title, params string[] head)
    {
        Title = title;
        _head = head;
    }

    public string Title { get; }

    /// <summary>What a reader has to know, below the table; a sentence each.</summary>
    public List<string> Notes { get; } = [];

    public IReadOnlyList<string[]> Rows => _rows;

    /// <param name="fields">As many as the head has.</param>
    public void Add(params string[] fields)
    {
        if (fields.Length != _head.Length)
        {
            throw new System.ArgumentException($"{Title}: {fields.Length} fields for {_head.Length} columns");
        }

        _rows.Add(fields);
    }

    public string ToText()
    {
        List<string[]> all = [_head, .. _rows];
        int[] widths = [.. Enumerable.Range(0, _head.Length).Select(c => all.Max(r => r[c].Length))];
        var text = new StringBuilder().Append(Title).Append('\n');
        foreach (string[] row in all)
        {
            text.Append("  ").Append(string.Join("  ", row.Select((f, c) => f.PadRight(widths[c]))).TrimEnd()).Append('\n');
        }

        foreach (string note in Notes)
        {
            text.Append("  * ").Append(note).Append('\n');
        }

        return text.ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder().Append("## ").Append(Title).Append("\n\n");
        text.Append("| ").Append(string.Join(" | ", _head)).Append(" |\n|");
        foreach (string _ in _head)
        {
            text.Append("---|");
        }

        text.Append('\n');
        foreach (string[] row in _rows)
        {
            text.Append("| ").Append(string.Join(" | ", row.Select(f => f.Replace("|", "\\|")))).Append(" |\n");
        }

        foreach (string note in Notes)
        {
            text.Append('\n').Append(note).Append('\n');
        }

        return text.Append('\n').ToString();
    }
}
