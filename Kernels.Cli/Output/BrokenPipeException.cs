namespace Kernels.Cli;

/// <summary>The program that read our output has gone.</summary>
internal sealed class BrokenPipeException(Exception inner) : Exception(inner.Message, inner);
