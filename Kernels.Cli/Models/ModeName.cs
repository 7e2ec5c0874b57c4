namespace Kernels.Cli;

/// <summary>How a mode is spelt on the command line and in JSON.</summary>
internal static class ModeName
{
    public static string Of(Mode mode) => mode == Mode.Dense ? "dense" : "int8";
}
