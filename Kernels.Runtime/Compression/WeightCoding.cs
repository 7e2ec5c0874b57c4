namespace Kernels;

/// <summary>How the integers of 8-bit matrices are written to a <c>.kweights</c> file; reading gives the same ones.</summary>
public enum WeightCoding
{
    /// <summary>A byte each.</summary>
    None,

    /// <summary>Bits that only repeat a sign are left out (extended sign compression).</summary>
    Sign,

    /// <summary>The same of what a generator leaves, where one makes the matrix smaller: a network of coordinates or a register's signs (implicit weight generation).</summary>
    Generated,
}
