using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests;

/// <summary>A network written by hand whose pass does what a test says.</summary>
internal sealed class GateNetwork(NetworkWeights weights, NetworkLayout layout) : Network(weights, layout, NetworkOptions.Default)
{
    public GateNetwork()
        : this(WeightLoader.Load(new MemoryWeights(), NetworkOptions.Default, _ => { }), new NetworkLayout(0, 16, 0, 1, 1, []))
    {
    }

    public Action<GateNetwork> InPass { get; set; } = _ => { };

    /// <summary>The arena's first value.</summary>
    public ref float Value => ref Buffer(0, 16);

    protected override Plan PlanOfInstance => new(0, EquatableList<BufferPlan>.Empty, -1, -1, EquatableList<StepPlan>.Empty, EquatableList<StepPlan>.Empty);

    public void Back() => SetPosition(0);

    public void PassNothing() => RunRows([], [], 0, 16, 0, 16);

    public float Pass(float value)
    {
        Span<float> result = stackalloc float[1];
        RunRows([value], result, 0, 16, 0, 16);
        return result[0];
    }

    public override void Evaluate(NetworkInput input, Span<float> result) => throw new NotSupportedException();

    protected override void RunBody() => InPass(this);

    protected override void RunTail()
    {
    }

    protected override void Execute(int operation, int first, int end)
    {
    }

    protected override string LayerOf(int operation) => "";
}
