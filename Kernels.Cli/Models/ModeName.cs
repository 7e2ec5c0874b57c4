namespace Kernels.Cli;

/// <summary>How a mode is spelt on the command line and in JSON.</summary>
internal static class ModeName
{
    /// <summary>All of them, as a list for messages.</summary>
    public static string All { get; } = string.Join(", ", Enum.GetValues<Mode>().Select(Of));

    public static string Of(Mode mode) => mode switch
    {
        Mode.Dense => "dense",
        Mode.Int8 => "int8",
        Mode.Spiking => "spiking",
        Mode.Complementary => "complementary",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, null),
    };
}
