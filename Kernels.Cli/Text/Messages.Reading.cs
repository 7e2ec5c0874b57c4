namespace Kernels.Cli;

/// <summary>Sentences about sources, and what reads them.</summary>
internal static partial class Messages
{
    public static string ReadsSources(string name) => Format([name]);

    public static string TaskHelp => Get();

    public static string OnlyWithPair(string option) => Format([option]);

    public static string TextsOnChip(double microjoules, double seconds, double volts, double megahertz, string profile) => Format([microjoules, seconds, volts, megahertz, profile]);

    public static string PerSourceToken(string point) => Format([point]);

    public static string SourceEnergyName => Get();

    public static string StartEnergyName => Get();

    public static string AllEnergyName => Get();

    public static string SourceOf(long tokens, double seconds) => Format([tokens, seconds]);

    public static string EncodeName => Get();

    public static string BenchPairTooLong(int source, int sourceContext, int tokens, int context) => Format([source, sourceContext, tokens, context]);

    public static string NotWithPair(string option) => Format([option]);
}
