namespace Kernels.CompilerServices;

/// <summary>What the product's class of this name says on ARM64.</summary>
public static class Tuning
{
    public static bool InBlocks => true;
}
