namespace Kernels.Cli;

/// <summary>What a command works with: where it writes, where models come from, and when to stop.</summary>
/// <param name="Output">Standard output and standard error.</param>
/// <param name="Models">Loads models.</param>
/// <param name="Cancellation">Ctrl-C.</param>
internal sealed record Session(StandardOutput Output, IModelLoader Models, CancellationToken Cancellation);
