namespace Kernels.Execution.Tests;

/// <summary>More layers and positions than any machine has memory for.</summary>
[Network]
public sealed partial class Endless
{
    [Embed(61, 32, Positions = 1_048_576)] private partial Tensor Embed(Tokens tokens);

    [Stack<WriterBlock>(1024)] private partial Tensor Blocks(Tensor x);

    [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);

    [Forward] private Tensor Next(Tokens tokens) => Logits(Blocks(Embed(tokens)));
}
