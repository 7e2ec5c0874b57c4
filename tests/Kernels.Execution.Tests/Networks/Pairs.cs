namespace Kernels.Execution.Tests;

/// <summary>Two embeddings of unequal vocabularies; two heads on one table, the first of which stays f32.</summary>
[Network]
public sealed partial class Pairs
{
    [Embed(9, 20)] private partial Tensor Words(Tokens tokens);

    [Embed(7, 20)] private partial Tensor Kinds(Tokens tokens);

    [Tied(nameof(Words)), Precision(Precision.Float32)] private partial Tensor Exact(Tensor x);

    [Tied(nameof(Words))] private partial Tensor Short(Tensor x);

    [Forward]
    private Tensor Next(Tokens tokens)
    {
        var x = Words(tokens) + Kinds(tokens);
        return Exact(x) + Short(x);
    }
}
