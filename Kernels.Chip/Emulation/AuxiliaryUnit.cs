using Kernels.Model;

namespace Kernels.Chip;

/// <summary>
/// The multipliers beside the cores. How many operations a value takes is assumed: a norm 4, a function 10 (a polynomial and a division), a sum
/// or a table row 1, softmax 10 per score; a copy moves and computes nothing.
/// </summary>
internal static class AuxiliaryUnit
{
    private const int OperationsOfFunction = 10;

    public static int OperationsPerValue(ChipOperation operation) => operation.Kind switch
    {
        ChipKind.Norm => 4,
        ChipKind.Function => operation.Layer == "copy" ? 0 : OperationsOfFunction,
        ChipKind.Sum or ChipKind.Embedding => 1,
        _ => throw new InvalidOperationException("not for the auxiliary unit: " + operation.Kind),
    };

    public static double Softmax(LayerRun layer) => (double)OperationsOfFunction * layer.KeysSeen * layer.Operation.Heads;
}
