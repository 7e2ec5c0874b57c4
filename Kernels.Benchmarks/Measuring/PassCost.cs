using Kernels.Model;

namespace Kernels.Benchmarks.Measuring;

/// <summary>What one pass costs, counted from the plan.</summary>
/// <param name="MultiplyAdds">Of linear layers and attention.</param>
/// <param name="Bytes">Of weights; each is read once per pass, however many rows there are.</param>
internal readonly record struct PassCost(long MultiplyAdds, long Bytes)
{
    public static PassCost operator +(PassCost a, PassCost b) => new(checked(a.MultiplyAdds + b.MultiplyAdds), checked(a.Bytes + b.Bytes));

    public static PassCost Of(Plan plan, Mode mode, int rows)
    {
        var cost = default(PassCost);
        foreach (var step in plan.Body.Concat(plan.Tail)) cost += Of(step, mode, rows);
        return cost;
    }

    private static PassCost Of(StepPlan step, Mode mode, int rows)
    {
        switch (step)
        {
            case DenseStep dense:
                var values = (long)dense.Inputs * dense.Outputs;
                var int8 = mode != Mode.Dense && dense.Precision == Precision.OfMode;
                var vectors = (dense.Bias ? 4L : 0) + (int8 ? 4L : 0);
                return new(values * rows, (values * (int8 ? 1 : 4)) + (dense.Outputs * vectors));
            case AttentionStep attention:
                var sum = 0L;
                for (var position = 0; position < rows; position++) sum += Work.OfAttention(attention, attention.Kind == AttentionKind.Causal ? position : rows - 1);
                return new(sum, 0);
            case RepeatStep repeat:
                var block = default(PassCost);
                foreach (var inner in repeat.Steps) block += Of(inner, mode, rows);
                return new(block.MultiplyAdds * repeat.Count, block.Bytes * repeat.Count);
            default:
                return new(0, Work.Of(step).WeightValues * sizeof(float));
        }
    }
}
