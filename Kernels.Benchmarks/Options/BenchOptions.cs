using System.Globalization;
using Kernels.Model;

namespace Kernels.Benchmarks;

/// <summary>How long to measure.</summary>
internal enum Effort
{
    /// <summary>Until the figures are steady.</summary>
    Full,

    /// <summary>Three rounds.</summary>
    Short,

    /// <summary>Once; the figures mean nothing.</summary>
    Dry,
}

/// <summary>The arguments of a benchmark.</summary>
internal sealed record BenchOptions
{
    public Effort Effort { get; private init; }

    public IReadOnlyList<Isa> Isas { get; private init; } = Machine.Isas;

    public IReadOnlyList<Mode> Modes { get; private init; } = [Mode.Dense, Mode.Int8];

    public IReadOnlyList<int> Rows { get; private init; } = [1, 64];

    public int Threads { get; private init; } = 1;

    public bool Save { get; private init; }

    public string? BaselineFile { get; private init; }

    public string BaselineFolder { get; private init; } = Path.Combine("bench", "baselines");

    /// <summary>Where the machine code of the kernels goes; null: nowhere.</summary>
    public string? Disassembly { get; private init; }

    public static BenchOptions Read(string[] args)
    {
        var options = new BenchOptions();
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--dry" => options with { Effort = Effort.Dry },
                "--short" => options with { Effort = Effort.Short },
                "--save" => options with { Save = true },
                "--isa" => options with { Isas = [.. Words(args, ref i).Select(ReadIsa)] },
                "--mode" => options with { Modes = [.. Words(args, ref i).Select(ReadMode)] },
                "--rows" => options with { Rows = [.. Words(args, ref i).Select(word => Number(word, 4096))] },
                "--threads" => options with { Threads = Number(Value(args, ref i), 1024) },
                "--baseline" => options with { BaselineFile = Value(args, ref i) },
                "--baselines" => options with { BaselineFolder = Value(args, ref i) },
                "--disassembly" => options with { Disassembly = Value(args, ref i) },
                _ => throw new BenchException(
                    $"No such option: {args[i]}. There are --dry, --short, --isa, --mode, --rows, --threads, --save, --baseline FILE, --baselines DIR, --disassembly DIR.", 2),
            };
        }

        return options;
    }

    private static string Value(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new BenchException($"{args[i - 1]} needs a value.", 2);

    private static string[] Words(string[] args, ref int i) => Value(args, ref i).Split(',', StringSplitOptions.RemoveEmptyEntries);

    private static int Number(string word, int most) =>
        int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most
            ? number
            : throw new BenchException($"{word} is no number from 1 to {most}.", 2);

    private static Isa ReadIsa(string word)
    {
        foreach (var isa in Machine.Isas)
            if (Machine.Name(isa) == word) return isa;
        throw new BenchException($"This process has no ISA {word}; it has {Machine.Describe()}.", 2);
    }

    private static Mode ReadMode(string word) =>
        Enum.TryParse<Mode>(word, ignoreCase: true, out var mode) && Enum.IsDefined(mode)
            ? mode
            : throw new BenchException($"No such mode: {word}. There are {string.Join(", ", Enum.GetNames<Mode>()).ToLowerInvariant()}.", 2);
}
