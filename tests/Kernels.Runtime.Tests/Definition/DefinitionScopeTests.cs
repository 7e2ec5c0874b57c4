using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Runtime.Tests.Definition;

public sealed class DefinitionScopeTests
{
    private static Tensor Dense(DefinitionScope scope, Tensor x) => Reference.Dense(
        scope, "Mix", "mix", x, WidthRule.Expand, 1, false, WeightLayout.OutputsByInputs, Precision.OfMode);

    private static MemoryWeights TwoBlocks() => new MemoryWeights()
        .Add("h.0.mix.weight", [1, 1], [3f]).Add("h.1.mix.weight", [1, 1], [5f]);

    [Fact]
    public void BlocksRunOneAfterTheOtherOnTensorsOfTheirOwn()
    {
        var y = Reference.Stack(new DefinitionScope(TwoBlocks(), Mode.Dense), "Blocks", "h", 2, Tensor.FromRows([2]), (inner, x) => x + Dense(inner, x));
        Assert.Equal(2f * 4 * 6, y[0, 0]);
    }

    [Fact]
    public void TheTraceNamesEveryResultInOrder()
    {
        var seen = new List<(string Path, float Value)>();
        var scope = new DefinitionScope(TwoBlocks(), Mode.Dense, (path, tensor) => seen.Add((path, tensor[0, 0])));
        Reference.Stack(scope, "Blocks", "h", 2, Tensor.FromRows([2]), (inner, x) => x + Dense(inner, x));
        Assert.Equal([("h.0.Mix", 6f), ("h.0", 8), ("h.1.Mix", 40), ("h.1", 48), ("Blocks", 48)], seen);
    }

    [Fact]
    public void StacksMayHoldStacks()
    {
        var paths = new List<string>();
        var scope = new DefinitionScope(new MemoryWeights().Add("a.0.b.0.mix.weight", [1, 1], [3f]), Mode.Dense, (path, _) => paths.Add(path));
        Reference.Stack(scope, "Outer", "a", 1, Tensor.FromRows([2]), (outer, x) => Reference.Stack(outer, "Inner", "b", 1, x, Dense));
        Assert.Equal(["a.0.b.0.Mix", "a.0.b.0", "a.0.Inner", "a.0", "Outer"], paths);
    }

    [Fact]
    public void ANetworkWithoutWeightsSaysSo()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Dense(DefinitionScope.None.Inner("h.0."), Tensor.FromRows([1])));
        Assert.Equal("h.0.Mix cannot run: this network has no weights; make it with Load(\"FILE.safetensors\") instead of new.", error.Message);
        var x = Tensor.FromRows([1, 1, 1]);
        Assert.Throws<InvalidOperationException>(() => Reference.CausalAttention(DefinitionScope.None, "A", x, 1, 0));
        Assert.Throws<InvalidOperationException>(() => Reference.LayerNorm(DefinitionScope.None, "A", "a", x, 1));
        Assert.Throws<InvalidOperationException>(() => Reference.Embed(DefinitionScope.None, "A", "a", new Tokens(1), 2, 1, 0, null));
        Assert.Throws<InvalidOperationException>(() => Reference.Tied(DefinitionScope.None, "A", "a", x, 2, 3, Precision.OfMode));
        Assert.Throws<InvalidOperationException>(() => Reference.Stack(DefinitionScope.None, "A", "a", 0, x, (_, y) => y));
        Assert.Throws<ArgumentNullException>(() => new DefinitionScope(null!, Mode.Dense));
    }

    [Fact]
    public void WhatHasNoMeaningIsCalledByItsName()
    {
        var weights = new MemoryWeights();
        Refused("mode", () => new DefinitionScope(weights, (Mode)99));
        Refused("mode", () => new DefinitionScope(weights, (Mode)99, SpikeCode.Rate));
        Refused("code", () => new DefinitionScope(weights, Mode.Spiking, (SpikeCode)99));
        Refused("steps", () => new DefinitionScope(weights, Mode.Spiking, SpikeCode.Rate, 128));
        Refused("steps", () => new DefinitionScope(weights, Mode.Int8, SpikeCode.Rate, 8));

        static void Refused(string parameter, Func<object> make) => Assert.Equal(parameter, Assert.ThrowsAny<ArgumentException>(make).ParamName);
    }

    [Fact]
    public void TensorsAreReadOnce()
    {
        var weights = new MemoryWeights().Add("mix.weight", [1, 1], [3f]);
        var counted = new CountedWeights(weights);
        var scope = new DefinitionScope(counted, Mode.Dense);
        Assert.Equal(Dense(scope, Tensor.FromRows([2]))[0, 0], Dense(scope, Tensor.FromRows([2]))[0, 0]);
        Assert.Equal(1, counted.Reads);
    }

    private sealed class CountedWeights(WeightSource inner) : WeightSource
    {
        public int Reads { get; private set; }

        public override string Name => inner.Name;

        public override IEnumerable<TensorInfo> Tensors => inner.Tensors;

        public override bool TryFind(string name, out TensorInfo info) => inner.TryFind(name, out info);

        public override void ReadRaw(TensorInfo info, long firstByte, Span<byte> destination)
        {
            Reads++;
            inner.ReadRaw(info, firstByte, destination);
        }
    }
}
