using Kernels.Model;

namespace Kernels.Cli;

/// <summary>
/// What <c>--isa</c> asks for. A type of its own, because the library takes a parsed value for no value where it is null, and <c>auto</c>
/// is a value.
/// </summary>
/// <param name="Isa">The ISA; null: <c>auto</c>, the widest of this machine.</param>
internal sealed record IsaChoice(Isa? Isa);
