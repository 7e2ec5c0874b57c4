using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>Layers of attention: head by head.</summary>
internal sealed partial class PassEmitter
{
    private void Attention(CodeWriter code, AttentionStep step, RepeatStep? inside)
    {
        var heads = Literal.Of(step.Heads);
        var products = $"{2L * step.Heads * step.HeadSize}L * ";
        switch (step.Kind)
        {
            case AttentionKind.Causal:
                Run(code, CausalOperation(step, inside), heads, products + "(base.ChunkPosition + base.Rows)");
                break;
            case AttentionKind.Whole:
                // Every row sees every key, so all keys are there before the first row asks.
                var width = step.Heads * step.HeadSize;
                Run(code, RememberOperation(new(step.Layer, step.Slot, step.Heads, step.HeadSize, step.From), inside, width), heads, 4L * width);
                Run(code, WholeOperation(step, inside, "base.Rows"), heads, products + "base.Rows");
                break;
            default:
                Run(code, WholeOperation(step, inside, "base.MemoryRows"), heads, products + "base.MemoryRows");
                break;
        }
    }

    /// <summary>Keys lie in the row after as many values as <paramref name="before"/> says, values behind them.</summary>
    private Operation RememberOperation(RememberStep step, RepeatStep? inside, int before = 0)
    {
        var slot = Slot(step.Slot, inside?.FirstAttention, inside?.AttentionPerBlock);
        var (keys, values) = (before, before + (step.Heads * step.HeadSize));
        return new(
            "keys and values of " + step.Layer, LayerName(step, inside),
            [
                "for (int head = first; head < end; head++)",
                $"    base.Remember({slot}, head, {step.HeadSize}, ref Unsafe.Add(ref {At(step.From)}, {keys} + (head * {step.HeadSize})), ref Unsafe.Add(ref {At(step.From)}, {values} + (head * {step.HeadSize})), {Layout.Of(step.From).Stride});",
            ]);
    }

    private Operation CausalOperation(AttentionStep step, RepeatStep? inside)
    {
        var width = step.Heads * step.HeadSize;
        var slot = Slot(step.Slot, inside?.FirstAttention, inside?.AttentionPerBlock);
        return new(
            step.Layer, LayerName(step, inside),
            [
                "for (int head = first; head < end; head++)",
                "{",
                $"    ref float q = ref Unsafe.Add(ref {At(step.From)}, head * {step.HeadSize});",
                $"    {KernelSet.AttentionOf(step).Name}.Run(base.Isa, ref q, ref Unsafe.Add(ref q, {width}), ref Unsafe.Add(ref q, {2 * width}), {Layout.Of(step.From).Stride}, "
                + $"ref base.Keys({slot}, head), ref base.Values({slot}, head), base.RoundedCache, ref base.Scratch(first), "
                + $"ref Unsafe.Add(ref {At(step.To)}, head * {step.HeadSize}), {Layout.Of(step.To).Stride}, base.Rows, base.ChunkPosition{Bias(step, slot)});",
                "}",
            ]);
    }

    private Operation WholeOperation(AttentionStep step, RepeatStep? inside, string count)
    {
        var slot = Slot(step.Slot, inside?.FirstAttention, inside?.AttentionPerBlock);
        return new(
            step.Layer, LayerName(step, inside),
            [
                "for (int head = first; head < end; head++)",
                $"    {KernelSet.AttentionOf(step).Name}.Run(base.Isa, ref Unsafe.Add(ref {At(step.From)}, head * {step.HeadSize}), {Layout.Of(step.From).Stride}, "
                + $"ref base.Keys({slot}, head), ref base.Values({slot}, head), base.RoundedCache, ref base.Scratch(first), "
                + $"ref Unsafe.Add(ref {At(step.To)}, head * {step.HeadSize}), {Layout.Of(step.To).Stride}, base.Rows, {count}{Bias(step, slot)});",
            ]);
    }

    private static string Bias(AttentionStep step, string slot) => step.Buckets > 0 ? $", ref base.PositionBias({slot}, head)" : "";
}
