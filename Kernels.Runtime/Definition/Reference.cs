using System.ComponentModel;

namespace Kernels.CompilerServices;

/// <summary>
/// Every layer in plain loops over single values: what a definition means, to the last bit. Generated layer methods call it,
/// and every kernel is compared with it. The orders of all sums are part of the meaning (<c>docs/numerics.md</c>).
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static partial class Reference
{
    /// <summary>Equal blocks one after the other; tensors of block i start with <c>weights.i.</c></summary>
    /// <param name="scope">Where the weights are.</param>
    /// <param name="method">The layer's method, for messages and traces.</param>
    /// <param name="weights">The prefix of the stack.</param>
    /// <param name="count">How many blocks.</param>
    /// <param name="x">The input of the first block.</param>
    /// <param name="block">The wiring of the block, run on a scope of its own.</param>
    public static Tensor Stack(DefinitionScope scope, string method, string weights, int count, Tensor x, Func<DefinitionScope, Tensor, Tensor> block)
    {
        scope.Begin(method, x);
        ArgumentNullException.ThrowIfNull(block);
        for (var i = 0; i < count; i++)
            x = scope.End($"{weights}.{i}", block(scope.Inner($"{weights}.{i}."), x));
        return scope.End(method, x);
    }
}
