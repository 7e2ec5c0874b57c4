namespace Kernels.Testing.Checking;

/// <summary>The first value in which two outcomes differ.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Column">Its column.</param>
/// <param name="Expected">The definition's value.</param>
/// <param name="Actual">The kernels' value.</param>
/// <param name="Problem">An error of one side, or null.</param>
internal sealed record Difference(int Row, int Column, float Expected, float Actual, string? Problem)
{
    public static Difference? Between(Outcome definition, Outcome kernels, int width)
    {
        if (Outcome.AreRefusals(definition, kernels)) return null;
        if (definition.Error is not null || kernels.Error is not null)
            return new(0, 0, 0, 0, $"definition: {Words(definition)}; kernels: {Words(kernels)}");
        if (definition.Values.Length != kernels.Values.Length)
            return new(0, 0, 0, 0, $"the definition gave {definition.Values.Length} values, the kernels {kernels.Values.Length}");
        for (var i = 0; i < definition.Values.Length; i++)
            if (!Ulp.Same(definition.Values[i], kernels.Values[i]))
                return new(i / width, i % width, definition.Values[i], kernels.Values[i], null);
        return null;
    }

    private static string Words(Outcome outcome) => outcome.Error is { } error ? $"{error.GetType().Name}, {error.Message}" : "a result";
}
