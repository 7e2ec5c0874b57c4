using System.ComponentModel;
using System.Text;
using Kernels.Model;

namespace Kernels;

/// <summary>What runs, and why.</summary>
public abstract partial class Network
{
    /// <summary>The plan of the generated class.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract Plan PlanOfInstance { get; }

    /// <summary>Which kernels run, on which ISA, and why: one line per step.</summary>
    public string Explain()
    {
        var plan = PlanOfInstance;
        var text = new StringBuilder();
        text.Append(GetType().Name).Append(": mode ").Append(Mode.ToString().ToLowerInvariant())
            .Append(", ISA ").Append(Machine.Name(Isa)).Append(_options.Isa is null ? " (widest of: " : " (asked for, of: ").Append(Machine.Describe()).Append("), ")
            .Append(Threads).Append(Threads == 1 ? " thread" : " threads").Append('\n');
        if (_weights is not null)
            text.Append("weights ").Append(WeightBytes).Append(" bytes, instance ").Append(InstanceBytes).Append(" bytes").Append('\n');
        foreach (var step in plan.Body.Concat(plan.Tail)) Describe(step, "");
        return text.ToString();

        void Describe(StepPlan step, string indent)
        {
            text.Append(indent).Append(step.Layer).Append(": ").Append(Words(step)).Append('\n');
            if (step is not RepeatStep repeat) return;
            foreach (var inner in repeat.Steps) Describe(inner, indent + "  ");
        }
    }

    private string Words(StepPlan step) => step switch
    {
        DenseStep s => $"{(Mode == Mode.Int8 && s.Precision != Precision.Float32 ? "DenseInt8" : "Dense")}_{s.Inputs}x{s.Outputs}"
            + $"{(s.Bias ? " + bias" : "")}{(s.Function == Function.None ? "" : " + " + s.Function)}{(s.Residual >= 0 ? " + residual" : "")}"
            + $"{(s.Tied >= 0 ? ", weights of the embedding" : "")}",
        LayerNormStep s => $"LayerNorm_{s.Width}, eps {s.Epsilon.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}",
        AttentionStep s => $"CausalAttention_{s.HeadSize}, {s.Heads} heads, cache of {Capacity} rows",
        EmbedStep s => $"table of {s.Vocabulary} x {s.Width}{(s.Positions > 0 ? $" and {s.Positions} positions" : "")}",
        RepeatStep s => $"{s.Count} times {s.Block}",
        FunctionStep s => $"{(s.Function == Function.None ? "Copy" : s.Function)}_{s.Width}",
        AddStep s => $"Add_{s.Width}",
        MultiplyStep s => $"Multiply_{s.Width}",
        EncodeStep s => $"Encode_{s.Width}, {s.Steps} time steps",
        SpikeDenseStep s => $"{(Mode != Mode.Dense && s.Precision != Precision.Float32 ? "SpikeDenseInt8" : "SpikeDense")}_{s.Inputs}x{s.Outputs}"
            + $"{(s.Bias ? " + bias" : "")}, {s.Steps} time steps, rows of those who fired",
        NeuronStep s => string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{(s.Decay == 1 ? "If" : "Lif")}_{s.Width}, {s.Steps} time steps{(s.Decay == 1 ? "" : $", decay {s.Decay:R}")}, threshold {s.Threshold:R}"),
        IntegrateStep s => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Integrate_{s.Width}, {s.Steps} time steps, decay {s.Decay:R}"),
        _ => step.Layer,
    };
}
