using System.Collections.Generic;
using System.Linq;

namespace Kernels.Model;

/// <summary>
/// Linear layers that follow each other and are so small that rows pass through all of them in one operation: what lies between two operations takes
/// as long as such a layer itself. Other layers are shared among threads panel by panel, which is worth more.
/// </summary>
public static class DenseChain
{
    /// <summary>Weights of a chain at most: they stay in the caches of a core, and one row through them is not worth another thread.</summary>
    public const int MostWeights = 1 << 16;

    /// <summary>The chains among steps that follow each other, of two layers and more.</summary>
    public static IReadOnlyList<IReadOnlyList<DenseStep>> Of(IEnumerable<StepPlan> steps)
    {
        var chains = new List<IReadOnlyList<DenseStep>>();
        var open = new List<DenseStep>();
        foreach (var step in steps)
        {
            if (step is DenseStep dense && Weights(open) + Weights([dense]) <= MostWeights && (open.Count == 0 || dense.Slot == open[open.Count - 1].Slot + 1))
            {
                open.Add(dense);
                continue;
            }

            Close();
            if (step is DenseStep next && Weights([next]) <= MostWeights) open.Add(next);
        }

        Close();
        return chains;

        void Close()
        {
            if (open.Count > 1) chains.Add(open.ToArray());
            open.Clear();
        }
    }

    /// <summary>Weights of a chain's matrices.</summary>
    public static long Weights(IEnumerable<DenseStep> chain) => chain.Sum(step => (long)step.Inputs * step.Outputs);
}
