namespace Kernels.Cli;

/// <summary>Input that cannot be used, already in the user's language.</summary>
internal sealed class InputException(string message) : Exception(message);
