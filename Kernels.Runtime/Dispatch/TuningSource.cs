using System.Text;

namespace Kernels;

/// <summary>The tuning table of a process and where it came from.</summary>
/// <param name="Table">The choices.</param>
/// <param name="Words">Which table it is and why, for a plan in words.</param>
/// <param name="Fault">Why a table that was asked for cannot be used; said when a network is loaded.</param>
internal sealed record TuningSource(TuningTable Table, string Words, Func<ModelFormatException>? Fault = null)
{
    /// <summary>The environment variable that names a file to use instead of the table of the processor's family, or says <c>none</c>.</summary>
    public const string Variable = "KERNELS_TUNING";

    /// <summary>Its value for the choices that are usual where nothing was measured.</summary>
    public const string None = "none";

    private const string Resource = "Kernels.Tuning.";

    /// <summary>What this process uses.</summary>
    public static TuningSource OfProcess() => Of(Environment.GetEnvironmentVariable(Variable), ProcessorFamily.Name);

    /// <summary>What a process uses.</summary>
    /// <param name="asked">What the environment says.</param>
    /// <param name="processor">The family of the processor, if it is known.</param>
    public static TuningSource Of(string? asked, string? processor)
    {
        if (string.IsNullOrEmpty(asked)) return BuiltIn(processor);
        if (asked == None) return new(TuningTable.Usual, $"usual choices ({Variable}={None})");
        try
        {
            var table = TuningTable.Parse(asked, Read(asked));
            if (table.Processor == TuningTable.AnyProcessor || table.Processor == processor) return new(table, $"{Plain(asked)}, for {Plain(table.Processor)}");
            var own = BuiltIn(processor);
            return own with { Words = $"{own.Words}; {Plain(asked)} is for {Plain(table.Processor)} and left aside" };
        }
        catch (ModelFormatException)
        {
            // Said again, in the language of whoever hears it.
            return BuiltIn(processor) with { Fault = () => Refusal(asked) };
        }
    }

    /// <summary>The table that this build has for a family of processors, as text; null: none.</summary>
    public static string? TextOf(string processor)
    {
        using var stream = typeof(TuningSource).Assembly.GetManifestResourceStream(Resource + processor);
        if (stream is null) return null;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    private static TuningSource BuiltIn(string? processor) => processor is not null && TextOf(processor) is { } text
        ? new(TuningTable.Parse(processor, text), $"the table of {processor}")
        : new(TuningTable.Usual, $"usual choices, with no table for {processor ?? "this processor"}");

    private static ModelFormatException Refusal(string file)
    {
        try
        {
            _ = TuningTable.Parse(file, Read(file));
            return new(file, Messages.TuningMended(Variable));
        }
        catch (ModelFormatException fault)
        {
            return new(file, Messages.TuningRefused(fault.Problem, Variable, None), fault);
        }
    }

    private static string Read(string file)
    {
        using var bytes = new FileBytes(file);
        if (bytes.Length > TuningTable.LongestText) throw new ModelFormatException(file, Messages.TuningTooLong(TuningTable.LongestText / 1024));
        var text = new byte[bytes.Length];
        bytes.Read(0, text);
        return Encoding.UTF8.GetString(text);
    }

    private static string Plain(string text) => OneLine.Tail(text, OneLine.LongestPath);
}
