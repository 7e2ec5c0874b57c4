namespace Kernels.Cli;

/// <summary>Sentences about how texts are found and how they are scored.</summary>
internal static partial class Messages
{
    public static string BeamsHelp => Get();

    public static string LengthPenaltyHelp => Get();

    public static string EarlyStoppingHelp => Get();

    public static string NoRepeatNgramHelp => Get();

    public static string MinTokensHelp => Get();

    public static string StopHelp => Get();

    public static string PromptsHelp => Get();

    public static string LittleHelp => Get();

    public static string DraftHelp => Get();

    public static string FallbackHelp => Get();

    public static string RollbackHelp => Get();

    public static string PolicyHelp => Get();

    public static string OnlyWith(string option, string needed) => Format([option, needed]);

    public static string NotWith(string option, string other) => Format([option, other]);

    public static string NoPrompts => Get();

    public static string PromptOfLineTooLong(int line, int tokens, int context) => Format([line, tokens, context]);

    public static string StopText => Get();

    public static string NothingAllowed => Get();

    public static string LittleName => Get();

    public static string LittleCounts(long calls, int tokens, long kept, long drafted) => Format([calls, tokens, kept, drafted]);

    public static string EvaluateHelp => Get();

    public static string EvaluateFileHelp => Get();

    public static string EvaluatePerplexityHelp => Get();

    public static string DrawsHelp => Get();

    public static string DrawsSeedHelp => Get();

    public static string BleuTokensHelp => Get();

    public static string PairNotTabs(string file, int line) => Format([file, line]);

    public static string PairNotJson(string file, int line) => Format([file, line]);

    public static string NoPairs(string file) => Format([file]);

    public static string Foretelling => Get();

    public static string NothingToForetell => Get();

    public static string Measure => Get();

    public static string Score => Get();

    public static string Interval => Get();

    public static string TextCount => Get();
}
