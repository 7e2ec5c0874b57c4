namespace Kernels.Cli;

/// <summary>Options that are fine one by one and make no sense together.</summary>
internal sealed class UsageException(string message) : Exception(message);
