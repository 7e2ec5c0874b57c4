namespace Kernels.Cli;

/// <summary>Sentences of the commands that make models and measure them.</summary>
internal static partial class Messages
{
    public static string SynthHelp => Get();

    public static string LikeHelp => Get();

    public static string SynthOutputHelp => Get();

    public static string SynthSeedHelp => Get();

    public static string LayersHelp => Get();

    public static string Writing => Get();

    public static string SizesName => Get();

    public static string WeightsName => Get();

    public static string NextName => Get();

    public static string BenchHelp => Get();

    public static string BenchTokensHelp => Get();

    public static string BenchPromptHelp => Get();

    public static string RoundsHelp => Get();

    public static string PlainHelp => Get();

    public static string TuneHelp => Get();

    public static string TuneOutputHelp => Get();

    public static string ChoiceName => Get();

    public static string ChosenName => Get();

    public static string MeasuredName => Get();

    public static string TuneNext(string file, string variable) => Format([file, variable]);

    public static string Measuring => Get();

    public static string Comparing => Get();

    public static string PrefillName => Get();

    public static string DecodeName => Get();

    public static string ReadyName => Get();

    public static string FirstTokenName => Get();

    public static string PeakName => Get();

    public static string PlainPrefillName => Get();

    public static string PlainDecodeName => Get();

    public static string RatioName => Get();

    public static string AgreesName => Get();

    public static string RandomWeights(long parameters, long bytes) => Format([parameters, bytes]);

    public static string GenerateFrom(string folder) => Format([folder]);

    public static string IsFile(string path) => Format([path]);

    public static string FolderNotEmpty(string folder) => Format([folder]);

    public static string NoRoom(string folder, long bytes, long room) => Format([folder, bytes, room]);

    public static string BenchTooLong(int prompt, int tokens, int context) => Format([prompt, tokens, context]);

    public static string SpeedFigures(int tokens, double perSecond, double gigaflops, double gigabytes) => Format([tokens, perSecond, gigaflops, gigabytes]);

    public static string IsaAndThreads(string isa, int threads) => Format([isa, threads]);

    public static string ReadyOf(double seconds) => Format([seconds]);

    public static string FirstTokenOf(double seconds, int prompt) => Format([seconds, prompt]);

    public static string PeakOf(double gigaflops, double gigabytes) => Format([gigaflops, gigabytes]);

    public static string PlainDiffers(double difference, double tolerance) => Format([difference, tolerance]);

    public static string PlainCannot(string model) => Format([model]);

    public static string RatioOf(double prefill, double decode) => Format([prefill, decode]);

    public static string AgreesOf(double difference) => Format([difference]);
}
