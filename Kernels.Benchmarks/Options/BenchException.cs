namespace Kernels.Benchmarks;

/// <summary>A benchmark that cannot run; the message is one line for the user.</summary>
/// <param name="message">What is wrong and what to try.</param>
/// <param name="exitCode">1, or 2 for wrong arguments.</param>
internal sealed class BenchException(string message, int exitCode = 1) : Exception(message)
{
    public int ExitCode { get; } = exitCode;
}
