namespace Kernels.Model;

/// <summary>What a piece of a network costs per row. Counted here only; planner, benchmarks and chip read it.</summary>
/// <param name="MultiplyAdds">Multiply-accumulate operations.</param>
/// <param name="WeightValues">Weights read once per pass, however many rows there are.</param>
public readonly record struct Work(long MultiplyAdds, long WeightValues)
{
    /// <summary>The sum of two pieces.</summary>
    public static Work operator +(Work left, Work right) =>
        new(checked(left.MultiplyAdds + right.MultiplyAdds), checked(left.WeightValues + right.WeightValues));

    /// <summary>The same piece a number of times.</summary>
    public static Work operator *(Work work, int count) => new(checked(work.MultiplyAdds * count), checked(work.WeightValues * count));

    /// <summary>
    /// The work of one step per row. Attention is left out: it grows with the sequence, see <see cref="OfAttention"/>. A linear layer on
    /// spikes multiplies nothing; how often it adds is seen only when it runs.
    /// </summary>
    public static Work Of(StepPlan step) => step switch
    {
        DenseStep dense => new((long)dense.Inputs * dense.Outputs, (long)dense.Inputs * dense.Outputs + (dense.Bias ? dense.Outputs : 0)),
        NormStep norm => new(0, (norm.Kind == NormKind.Layer ? 2L : 1L) * norm.Width),
        SpikeDenseStep spikes => new(0, (long)spikes.Inputs * spikes.Outputs + (spikes.Bias ? spikes.Outputs : 0)),
        Conv2dStep conv => new(
            (long)conv.Window.Positions * conv.Window.Values * conv.Outputs, ((long)conv.Window.Values * conv.Outputs) + (conv.Bias ? conv.Outputs : 0)),
        DepthwiseConv2dStep depthwise => new(
            (long)depthwise.Window.Positions * depthwise.Window.Values, depthwise.Window.Values + (depthwise.Bias ? depthwise.Window.Image.Channels : 0)),
        AttentionStep { Kind: AttentionKind.Cross } cross => new(0, (2L * cross.Memory * cross.Inputs) + (cross.Bias ? 2L * cross.Inputs : 0)),
        AttentionStep { Buckets: > 0 } attention => new(0, (long)attention.Buckets * attention.Heads),
        RepeatStep repeat => Of(repeat.Steps) * repeat.Count,
        _ => default,
    };

    /// <summary>The work of a list of steps per row.</summary>
    public static Work Of(EquatableList<StepPlan> steps)
    {
        var sum = default(Work);
        foreach (var step in steps) sum += Of(step);
        return sum;
    }

    /// <summary>The multiply-adds of attention for a row that sees the keys up to a position: scores and mix, 2 (position + 1) x heads x head size.</summary>
    public static long OfAttention(AttentionStep step, int position) => 2L * (position + 1) * step.Heads * step.HeadSize;
}
