using System.ComponentModel;
using System.Text;
using Kernels.CompilerServices;
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
        text.Append(GetType().Name).Append(": mode ").Append(ModeWords())
            .Append(", ISA ").Append(Machine.Name(Isa)).Append(_options.Isa is null ? " (widest of: " : " (asked for, of: ").Append(Machine.Describe()).Append("), ")
            .Append(Threads).Append(Threads == 1 ? " thread" : " threads")
            .Append(Mode != Mode.Dense && IntegerIsa() != Isa ? $", 8-bit products in {Machine.Name(IntegerIsa())} bits" : "").Append('\n');
        text.Append("tuning: ").Append(Tuning.Source.Words).Append('\n');
        if (_weights is not null)
            text.Append("weights ").Append(WeightBytes).Append(" bytes, instance ").Append(InstanceBytes).Append(" bytes").Append('\n');
        foreach (var steps in (IReadOnlyList<StepPlan>[])[plan.Memory, plan.Body, plan.Tail]) Describe(steps, "");
        return text.ToString();

        void Describe(IReadOnlyList<StepPlan> steps, string indent)
        {
            var chains = _chains ? DenseChain.Of(steps) : [];
            foreach (var step in steps)
            {
                text.Append(indent).Append(step.Layer).Append(": ").Append(Words(step));
                if (chains.FirstOrDefault(chain => chain.Skip(1).Contains(step)) is { } chain) text.Append("; in one operation with ").Append(chain[0].Layer);
                text.Append('\n');
                if (step is RepeatStep repeat) Describe(repeat.Steps, indent + "  ");
            }
        }
    }

    private string Words(StepPlan step) => step switch
    {
        DenseStep s => Words(s, _options.Arithmetic.Of(s.Precision, s.Placement)),
        Conv2dStep s => $"Conv2d_{s.Window.Image.Height}x{s.Window.Image.Width}x{s.Window.Image.Channels}_{s.Window.Height}x{s.Window.Width}x{s.Outputs}"
            + $"{After(s.Window, s.Bias, s.Relu, s.Residual, _options.Arithmetic.OfWindows(s.Precision, s.Placement))}",
        DepthwiseConv2dStep s => $"DepthwiseConv2d_{s.Window.Image.Height}x{s.Window.Image.Width}x{s.Window.Image.Channels}_{s.Window.Height}x{s.Window.Width}"
            + $"{After(s.Window, s.Bias, s.Relu, s.Residual, _options.Arithmetic.Of(Precision.Float32, Placement.OfMode))}",
        Pool2dStep s => $"{s.Kind}Pool2d of {s.Window.Height} x {s.Window.Width} positions, {s.Window.Rows} x {s.Window.Columns} windows of {s.Window.Image.Channels} channels",
        PadStep s => $"padding to {s.Padded}",
        NormStep s => $"{s.Kind}Norm_{s.Width}, eps {s.Epsilon.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}",
        AttentionStep s => $"{(s.Kind == AttentionKind.Causal ? "CausalAttention" : "Attention")}_{s.HeadSize}{(s.Scaled ? "" : "_Unscaled")}{(s.Buckets > 0 ? "_Biased" : "")}, {s.Heads} heads, "
            + $"{(s.Kind == AttentionKind.Cross ? "memory" : "cache")} of {Capacity} rows{(_cache is { Rounded: true } ? " in 8 bits" : "")}",
        RememberStep s => $"keys and values of the memory, {s.Heads} heads of {s.HeadSize}",
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

    private string After(WindowPlan window, bool bias, bool relu, int residual, LayerArithmetic arithmetic) =>
        $"{(window.Stride == 1 ? "" : $" every {window.Stride}")}{(bias ? " + bias" : "")}{(relu ? " + Relu" : "")}{(residual >= 0 ? " + residual" : "")}"
        + $", {window.Positions} positions"
        + (Mode == Mode.Dense ? "" : !arithmetic.IsInteger ? "; f32 in every mode" : $"; windows as rows of 8-bit integers, scaled by image, {arithmetic.Placement.ToString().ToLowerInvariant()} side");

    private static string KernelOf(LayerArithmetic arithmetic) => (arithmetic.IsInteger, arithmetic.Format) switch
    {
        (true, var format) => $"Dense{format}",
        (_, WeightFormat.Float32) => "Dense",
        (_, WeightFormat.BFloat16) => "DenseBFloat16",
        (_, var format) => $"DenseOn{format}",
    };

    private string ModeWords() => Mode switch
    {
        Mode.Spiking when _options.Code == SpikeCode.Rate => $"spiking, rate code, {_options.Arithmetic.Steps} time steps",
        Mode.Spiking or Mode.Complementary => $"{Mode.ToString().ToLowerInvariant()}, {_options.Code.ToString().ToLowerInvariant()} code",
        _ => Mode.ToString().ToLowerInvariant(),
    };

    private string Words(DenseStep step, LayerArithmetic arithmetic)
    {
        var events = ByEvents(arithmetic, step.Spikes);
        var kernel = $"{(events ? $"Events{arithmetic.Format}" : KernelOf(arithmetic))}_{step.Inputs}x{step.Outputs}"
            + $"{(step.Bias ? " + bias" : "")}{(step.Function == Function.None ? "" : " + " + step.Function)}{(step.Residual >= 0 ? " + residual" : "")}"
            + $"{(step.Tied >= 0 ? ", weights of the embedding" : "")}";
        if (!arithmetic.IsInteger || (arithmetic.Placement == Placement.Dense && Mode is not (Mode.Spiking or Mode.Complementary))) return kernel;
        var strategy = $"{(events ? "event by event" : "time steps merged (counts)")}, {(_options.Spikes is null ? "as planned" : "asked for")}";
        return kernel + arithmetic.Placement switch
        {
            Placement.Dense => "; placed on the dense side",
            Placement.Spiking => $"; every input as spikes of {arithmetic.Steps} {arithmetic.Code.ToString().ToLowerInvariant()} steps; {strategy}",
            _ => $"; {SpikingMagnitudes(step.Outputs, arithmetic)}; {strategy}",
        };
    }

    private static string SpikingMagnitudes(int outputs, LayerArithmetic arithmetic)
    {
        var most = 0;
        for (var a = 1; a <= SpikeCost.LargestMagnitude; a++)
            if (arithmetic.DomainOf(a, outputs) == Domain.Spiking) most = Math.Max(most, new SpikeCost(outputs, arithmetic.Code).Spikes(a));
        return most == 0 ? "every input as products: so few outputs are cheaper there"
            : $"inputs {(arithmetic.Code == SpikeCode.Rate ? $"of magnitude 1 to {most}" : $"with at most {most} bits set")} as spikes, the others as products";
    }
}
