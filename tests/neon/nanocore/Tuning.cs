namespace Kernels.CompilerServices;

/// <summary>What the product's class of this name says on ARM64.</summary>
public static class Tuning
{
    public static bool InBlocks(int lanes, int inputs) => true;

    public static bool Abreast(int lanes, int weights) => true;

    public static bool WholePanel(int lanes, int weights) => true;
}
