namespace Kernels.Cli;

/// <summary>Losses that were measured once, because measuring takes longer than the text that one wants to see.</summary>
internal static class MeasuredLoss
{
    /// <summary>int8 against dense for the model of the package, on its held-out text; null: not measured.</summary>
    public static double? OfNovels => null;
}
