namespace Kernels.Chip;

/// <summary>What the page calls phases and their tokens.</summary>
internal static class PhaseWords
{
    /// <summary>A phase in a word.</summary>
    public static string Of(PhaseKind kind) => kind switch { PhaseKind.Encode => "source", PhaseKind.Prefill => "prompt", _ => "steps" };

    /// <summary>Whose energy the figures per token are.</summary>
    public static string Token(PhaseReport phase) => phase.Kind == PhaseKind.Decode ? "generated token" : $"token of the {Of(phase.Kind)}";
}
