using System.Globalization;
using Kernels.Benchmarks;
using Kernels.Model;
using Kernels.PeerBench.Cases;
using Kernels.PeerBench.Convs;
using Kernels.PeerBench.Gpt2;
using Kernels.PeerBench.Measuring;
using Kernels.PeerBench.Rows;
using Kernels.PeerBench.Threads;

namespace Kernels.PeerBench;

/// <summary>The arguments: a command, then options.</summary>
internal sealed record PeerOptions
{
    public const string Usage =
        "usage: Kernels.PeerBench gemm|rows|convs|threads|fusing|gpt2 [--quick] [--rounds N] [--isa 256|512] [--only TEXT] [--clock cpu|wall] [--csv FILE] [--svg FILE] [--onnxruntime FILE]";

    /// <summary>Where ONNX Runtime lies, when no option says it.</summary>
    public const string OnnxRuntimeVariable = "KERNELS_ONNXRUNTIME";

    /// <summary>What is measured.</summary>
    public PeerCommand Command { get; private init; }

    public bool Quick { get; private init; }

    /// <summary>Samples per participant and case.</summary>
    public int Rounds { get; private init; } = 5;

    /// <summary>The register width; null: the widest of this machine.</summary>
    public Isa? Isa { get; private init; }

    /// <summary>Only cases whose kind and name contain this.</summary>
    public string Only { get; private init; } = "";

    public Clock Clock { get; init; } = Clock.Processor ?? Clock.Wall;

    public string? CsvFile { get; private init; }

    public string? SvgFile { get; private init; }

    public string? OnnxRuntime { get; private init; } = Environment.GetEnvironmentVariable(OnnxRuntimeVariable);

    /// <summary>The products to run.</summary>
    public IEnumerable<PeerCase> Cases => (Quick ? CaseList.Quick : CaseList.All).Where(item => IsMeant($"{item.Kind} {item.Name}"));

    /// <summary>The work on rows to run.</summary>
    public IEnumerable<RowCase> RowCases => Rows.RowCases.All.Where(item => IsMeant($"{item.Kind} {item.Name}"));

    /// <summary>The layers over images to run.</summary>
    public IEnumerable<ConvCase> ConvCases => Convs.ConvCases.All.Where(item => IsMeant($"{item.Kind} {item.Name}"));

    /// <summary>The work of one thread and of two to run.</summary>
    public IEnumerable<ThreadCase> ThreadCases => Threads.ThreadCases.All.Where(item => IsMeant(item.Name));

    /// <summary>The work on text to run.</summary>
    public IEnumerable<TextWork> TextWorks => Enum.GetValues<TextWork>().Where(work => IsMeant(work.ToString()));

    /// <summary>Nanoseconds per sample.</summary>
    public double Sample => Quick ? 10e6 : 30e6;

    private bool HasCases => Command switch
    {
        PeerCommand.Gemm => Cases.Any(),
        PeerCommand.Convs => ConvCases.Any(),
        PeerCommand.Threads => ThreadCases.Any(),
        PeerCommand.Gpt2 => TextWorks.Any(),
        PeerCommand.Fusing => true,
        _ => RowCases.Any(),
    };

    /// <exception cref="BenchException">They are wrong.</exception>
    public static PeerOptions Read(string[] args)
    {
        var options = new PeerOptions { Command = ReadCommand(args) };
        for (var i = 1; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--quick" => options with { Quick = true },
                "--rounds" => options with { Rounds = Number(Value(args, ref i)) },
                "--isa" => options with { Isa = ReadIsa(Value(args, ref i)) },
                "--only" => options with { Only = Value(args, ref i) },
                "--clock" when options.Command != PeerCommand.Threads => options with { Clock = ReadClock(Value(args, ref i)) },
                "--csv" => options with { CsvFile = Value(args, ref i) },
                "--svg" when options.Command == PeerCommand.Gemm => options with { SvgFile = Value(args, ref i) },
                "--onnxruntime" => options with { OnnxRuntime = Value(args, ref i) },
                _ => throw new BenchException($"No such option: {args[i]}. {Usage}", 2),
            };
        }

        return options.HasCases ? options : throw new BenchException($"No case is called like {options.Only}.", 2);
    }

    /// <summary>The register width, which this process must have.</summary>
    /// <exception cref="BenchException">It has another.</exception>
    public Isa RequireIsa()
    {
        var isa = Isa ?? Machine.Widest;
        return Machine.Widest == isa
            ? isa
            : throw new BenchException($"Asked to run on ISA {Machine.Name(isa)}, but this process has {Machine.Describe()}: a switch of the runtime did not work.");
    }

    private bool IsMeant(string name) => name.Contains(Only, StringComparison.OrdinalIgnoreCase);

    private static PeerCommand ReadCommand(string[] args) => args.FirstOrDefault() switch
    {
        "gemm" => PeerCommand.Gemm,
        "rows" => PeerCommand.Rows,
        "convs" => PeerCommand.Convs,
        "threads" => PeerCommand.Threads,
        "fusing" => PeerCommand.Fusing,
        "gpt2" => PeerCommand.Gpt2,
        _ => throw new BenchException(Usage, 2),
    };

    private static string Value(string[] args, ref int i) => ++i < args.Length ? args[i] : throw new BenchException($"{args[i - 1]} needs a value.", 2);

    private static int Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= 1000
        ? number
        : throw new BenchException($"{word} is no number from 1 to 1000.", 2);

    private static Isa ReadIsa(string word) => word switch
    {
        "256" => Kernels.Model.Isa.Vector256,
        "512" => Kernels.Model.Isa.Vector512,
        _ => throw new BenchException($"No such ISA: {word}. There are 256 and 512.", 2),
    };

    private static Clock ReadClock(string word) => word switch
    {
        "wall" => Clock.Wall,
        "cpu" => Clock.Processor ?? throw new BenchException("The processor time of a thread is not to be had here; take --clock wall.", 2),
        _ => throw new BenchException($"No such clock: {word}. There are cpu and wall.", 2),
    };
}

/// <summary>What can be measured.</summary>
internal enum PeerCommand
{
    /// <summary>Products of matrices.</summary>
    Gemm,

    /// <summary>Functions, norms and softmax on rows.</summary>
    Rows,

    /// <summary>Layers over images.</summary>
    Convs,

    /// <summary>Two threads against one.</summary>
    Threads,

    /// <summary>What fusing steps could gain at most.</summary>
    Fusing,

    /// <summary>GPT-2 with 124 million weights.</summary>
    Gpt2,
}
