using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Spectre.Console;

namespace Kernels.Cli;

/// <summary>The only place that writes: text, tables and JSON to standard output, everything else to standard error.</summary>
internal sealed class StandardOutput
{
    private const int WidthWithoutTerminal = 100;

    private readonly bool _outIsTerminal;
    private readonly bool _errorIsTerminal;

    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    /// <param name="outIsTerminal">Whether a person reads standard output: foreign text is then made safe.</param>
    /// <param name="errorIsTerminal">Whether a person reads standard error: progress is then shown.</param>
    public StandardOutput(Stream output, TextWriter error, bool outIsTerminal, bool errorIsTerminal)
    {
        Writer = new StreamWriter(output, new UTF8Encoding(false)) { NewLine = "\n", AutoFlush = true };
        Error = error;
        _outIsTerminal = outIsTerminal;
        _errorIsTerminal = errorIsTerminal;
    }

    /// <summary>Standard output for text that is our own.</summary>
    public TextWriter Writer { get; }

    /// <summary>Whether a person reads standard output.</summary>
    public bool IsRead => _outIsTerminal;

    /// <summary>Standard error.</summary>
    public TextWriter Error { get; }

    /// <summary>That of the process.</summary>
    public static StandardOutput Open()
        => new(OpenOutput(), Console.Error, !Console.IsOutputRedirected, !Console.IsErrorRedirected);

    /// <summary>Writes foreign text and shows it at once.</summary>
    public void Write(string text) => Writer.Write(_outIsTerminal ? Printable.Text(text) : text);

    /// <summary>Writes one line to standard error.</summary>
    public void WriteError(string line)
    {
        try
        {
            Error.Write(Printable.Line(line) + "\n");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Nobody reads standard error, or it is closed; the exit code still tells.
        }
    }

    /// <summary>Writes one JSON object and nothing else; on a fault while it is made, nothing.</summary>
    public void WriteJson(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JsonText.Encoder }))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        Writer.Write(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)) + "\n");
    }

    /// <summary>Writes names and values below each other.</summary>
    public void WriteTable(IEnumerable<(string Name, string Value)> rows)
    {
        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        foreach (var (name, value) in rows)
            table.AddRow(new Text(Printable.Line(name)), new Text(Printable.Line(value)));
        Write(table);
    }

    /// <summary>Writes a table with a line of headings. Names in the first column and figures keep their line; other words may wrap.</summary>
    /// <param name="headings">One per column.</param>
    /// <param name="rows">One text per column.</param>
    /// <param name="words">How many columns at the left hold words.</param>
    public void WriteTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows, int words = 1)
    {
        var table = new Table().Border(TableBorder.None);
        for (var i = 0; i < headings.Count; i++)
        {
            var column = new TableColumn(new Text(Printable.Line(headings[i])));
            table.AddColumn(i == 0 ? column.NoWrap() : i < words ? column : column.RightAligned().NoWrap());
        }

        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(Printable.Line(cell))));
        Write(table);
    }

    /// <summary>Runs work that reports how much of it is done, with a bar on standard error when a person reads it.</summary>
    /// <param name="title">What stands before the bar.</param>
    /// <param name="total">How much there is to do.</param>
    /// <param name="work">The work.</param>
    /// <param name="writes">Whether it writes to standard output meanwhile: where a person reads that too, what is written shows how far it is.</param>
    public T WithProgress<T>(string title, double total, Func<Action<long>, T> work, bool writes = false)
    {
        if (!_errorIsTerminal || (writes && _outIsTerminal))
            return work(_ => { });
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Error) });
        return console.Progress().AutoClear(true).Start(context =>
        {
            var task = context.AddTask(Markup.Escape(title), maxValue: total);
            return work(done => task.Value = done);
        });
    }

    private void Write(Table table)
    {
        using var text = new StringWriter { NewLine = "\n" };
        PlainConsole(text, _outIsTerminal).Write(table);
        foreach (var line in text.ToString().TrimEnd('\n').Split('\n'))
            Writer.WriteLine(line.TrimEnd()); // the library fills every line up to the width
    }

    private static IAnsiConsole PlainConsole(TextWriter writer, bool isTerminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = isTerminal ? TerminalWidth() : WidthWithoutTerminal;
        return console;
    }

    private static int TerminalWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? Math.Max(40, width) : WidthWithoutTerminal;
        }
        catch (IOException)
        {
            return WidthWithoutTerminal;
        }
    }

    private static Stream OpenOutput()
    {
        // A pipe is opened by its number; a file is not, because such a stream keeps a place of its own in it and would write over
        // what others (standard error in the same file) wrote.
        if (!Console.IsOutputRedirected || OperatingSystem.IsWindows())
            return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(1, ownsHandle: false), FileAccess.Write, bufferSize: 0);
        return new PipeStream(stream.CanSeek ? Console.OpenStandardOutput() : stream);
    }
}
