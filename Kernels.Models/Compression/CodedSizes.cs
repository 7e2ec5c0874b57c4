namespace Kernels.Models;

/// <summary>Bytes of the matrices of the blocks, tables apart, in 8 bits and in its codes, scales included.</summary>
/// <param name="Plain">A byte a weight, a scale per output.</param>
/// <param name="Sign">Without bits that only repeat a sign.</param>
/// <param name="Generated">The same of what a generator leaves, where one pays.</param>
public readonly record struct CodedSizes(long Plain, long Sign, long Generated);
