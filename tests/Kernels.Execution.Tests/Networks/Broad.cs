namespace Kernels.Execution.Tests;

/// <summary>So many inputs that every register width takes them in blocks, and a large layer in the sense of tuning tables.</summary>
[Network(Input = [2100])]
public sealed partial class Broad
{
    [Dense(128)] private partial Tensor Sums(Tensor rows);

    [Forward] private Tensor Run(Tensor rows) => Sums(rows);
}
