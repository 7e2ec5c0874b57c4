namespace Kernels.Models.Tests;

public sealed class RandomCheckpointTests
{
    private static readonly Gpt2Config s_tiny = new(Vocabulary: 300, Width: 64, Layers: 2, Heads: 1, Positions: 40);

    [Fact]
    public void TheSameSeedWritesTheSameBytes()
    {
        using var folders = new Three();
        RandomCheckpoint.Write(folders.A, s_tiny, 7);
        RandomCheckpoint.Write(folders.B, s_tiny, 7);
        RandomCheckpoint.Write(folders.C, s_tiny, 8);
        Assert.Equal(Weights(folders.A), Weights(folders.B));
        Assert.NotEqual(Weights(folders.A), Weights(folders.C));
        Assert.Equal(["config.json", "model.safetensors"], Directory.GetFiles(folders.A).Select(Path.GetFileName).Order());
    }

    /// <summary>What a seed gave once it gives on every machine: all but the last multiplication is exact, and that is rounded once. The values were worked out apart.</summary>
    [Fact]
    public void ASeedIsAPromise()
    {
        using var weights = new RandomWeights(s_tiny, 7);
        var bits = weights.ReadFloats("h.1.mlp.c_proj.weight", [256, 64]).Take(4).Select(BitConverter.SingleToUInt32Bits);
        Assert.Equal(Promised, bits);
    }

    private static readonly uint[] Promised = [3125799813, 1001791815, 1016370626, 3142716620];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void TheConfigurationReadsBackAndTheNamesAreThoseOfTheLayout(bool isTied)
    {
        using var folders = new Three();
        var config = s_tiny with { Tied = isTied, Activation = Model.Function.Relu, Inner = 100 };
        var told = new List<long>();
        RandomCheckpoint.Write(folders.A, config, 1, told.Add);
        Assert.Equal(config, LanguageModel.ReadConfig(folders.A).Network);
        using var weights = WeightSource.Open(folders.A);
        Assert.Equal(RandomCheckpoint.BytesOf(config), weights.Tensors.Sum(tensor => tensor.ByteCount));
        Assert.Equal(RandomCheckpoint.BytesOf(config), told[^1]);
        Assert.All(weights.Tensors, tensor => Assert.Equal(StorageType.F32, tensor.Type));
        Assert.Equal([64L, 192], weights.Find("h.0.attn.c_attn.weight").Dims);
        Assert.Equal([100, 64], weights.Find("h.1.mlp.c_proj.weight").Dims);
        Assert.Equal(!isTied, weights.TryFind("lm_head.weight", out _));
    }

    [Fact]
    public void ValuesAreThoseThatTrainingStartsFrom()
    {
        using var weights = new RandomWeights(s_tiny with { Layers = 8 }, 3);
        foreach (var tensor in weights.Tensors)
        {
            var values = weights.ReadFloats(tensor.Name, tensor.Dims.AsSpan());
            if (tensor.Name.EndsWith(".bias", StringComparison.Ordinal))
            {
                Assert.All(values, value => Assert.Equal(0, value));
                continue;
            }

            if (tensor.Name.Contains("ln_"))
            {
                Assert.All(values, value => Assert.Equal(1, value));
                continue;
            }

            // 16 matrices lead back into the residual stream of 8 layers.
            var deviation = tensor.Name.Contains("c_proj") ? 0.02 / 4 : 0.02;
            Assert.InRange(values.Average() / deviation, -0.08, 0.08);
            Assert.InRange(Math.Sqrt(values.Average(value => (double)value * value)) / deviation, 0.94, 1.06);
            Assert.InRange(values.Max(Math.Abs) / deviation, 2, 6);
        }

        // Shares of a normal distribution within one and two deviations, of 19,200 values.
        var table = weights.ReadFloats("wte.weight", [300, 64]);
        Assert.InRange(table.Count(value => Math.Abs(value) < 0.02) / 19200.0, 0.66, 0.70);
        Assert.InRange(table.Count(value => Math.Abs(value) < 0.04) / 19200.0, 0.945, 0.965);
    }

    [Fact]
    public void ASliceIsPartOfTheWhole()
    {
        using var weights = new RandomWeights(s_tiny, 3);
        var info = weights.Find("wte.weight");
        var whole = new byte[info.ByteCount];
        weights.ReadRaw(info, whole);
        var slice = new byte[400];
        weights.ReadRaw(info, 1236, slice);
        Assert.Equal(whole[1236..1636], slice);
        Assert.Throws<ArgumentException>(() => weights.ReadRaw(info, 2, slice));
        Assert.Throws<ArgumentOutOfRangeException>(() => weights.ReadRaw(info, info.ByteCount - 396, slice));
        Assert.Throws<ArgumentException>(() => weights.ReadRaw(info with { Name = "none" }, 0, slice));
    }

    [Fact]
    public void WhatIsBrokenOffLeavesNothing()
    {
        using var folders = new Three();
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => RandomCheckpoint.Write(folders.A, s_tiny, 1, made =>
        {
            if (made > 100_000) source.Cancel();
        }, source.Token));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folders.A));
        Directory.CreateDirectory(Path.Combine(folders.B, "config.json"));
        Assert.ThrowsAny<Exception>(() => RandomCheckpoint.Write(folders.B, s_tiny, 1));
        Assert.Equal(["config.json"], Directory.EnumerateFileSystemEntries(folders.B).Select(Path.GetFileName));
    }

    private static byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(folder, "model.safetensors"));

    private sealed class Three : IDisposable
    {
        private readonly TestFolder _a = new(), _b = new(), _c = new();

        public string A => _a.Path;

        public string B => _b.Path;

        public string C => _c.Path;

        public void Dispose()
        {
            _a.Dispose();
            _b.Dispose();
            _c.Dispose();
        }
    }
}
