using System.Runtime.CompilerServices;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Execution.Tests.Lifetime;

public sealed class MemoryTests
{
    [Fact]
    public void The_packed_weights_are_as_large_as_the_matrices_padded_to_registers()
    {
        using var weights = PlainWeights.Of(Digits.Model);
        foreach (var isa in Machine.Isas)
        {
            var lanes = isa switch { Isa.Scalar => 1, Isa.Vector128 => 4, Isa.Vector256 => 8, _ => 16 };
            var logits = (10 + lanes - 1) / lanes * lanes;
            using var dense = Digits.Load(weights, new NetworkOptions { Isa = isa });
            Assert.Equal(4 * ((512 * 256) + 512 + (logits * 512) + 16), dense.WeightBytes);
            using var int8 = Digits.Load(weights, new NetworkOptions { Isa = isa, Mode = Mode.Int8 });
            lanes = Machine.IntegerTier(isa) is Isa.Vector256 ? 8 : lanes;
            logits = (10 + lanes - 1) / lanes * lanes;
            Assert.Equal((512 * 256) + (4 * (512 + 512 + 512)) + (logits * 512) + (4 * (16 + 16 + 16)), int8.WeightBytes);
        }
    }

    [Fact]
    public void An_instance_holds_an_arena_for_its_chunk_and_a_cache_for_its_context()
    {
        using var weights = PlainWeights.Of(Writer.Model);
        long Bytes(int? context, int rows)
        {
            using var network = Writer.Load(weights, new NetworkOptions { Context = context, ChunkRows = rows });
            return network.InstanceBytes;
        }

        // Two layers, four heads: keys 8 and padded values 16 per position; positions in blocks of 64.
        Assert.Equal(2 * 4 * (8 + 16) * 128 * sizeof(float), Bytes(150, 16) - Bytes(64, 16));
        Assert.Equal(2 * 4 * (8 + 16) * 64 * sizeof(float), Bytes(65, 16) - Bytes(64, 16));
        Assert.True(Bytes(64, 32) > Bytes(64, 16));
        Assert.Equal(Bytes(64, 64), Bytes(64, 4096));
    }

    [Fact]
    public void Chunks_are_so_short_that_a_kernel_can_count_their_values_in_32_bits()
    {
        var wide = new NetworkLayout(0, 1 << 22, 1 << 20, 1, 1, []);
        Assert.InRange((long)wide.ChunkRows(4096, 0) * wide.RowValues, 1, int.MaxValue);
        Assert.Equal(12, wide.ChunkRows(64, 0)); // 12 rows of 5 MiB values and bytes: an arena of 256 MiB at most
        Assert.Equal(64, (wide with { RowValues = 1 << 19, QuantizedBytes = 0 }).ChunkRows(64, 0));
        Assert.Equal(5, wide.ChunkRows(64, 5));
        Assert.Equal(1, (wide with { RowValues = int.MaxValue - (1 << 20) - 1 }).ChunkRows(64, 0));
    }

    [Fact]
    public void What_was_read_before_a_missing_tensor_is_freed_at_once()
    {
        using var weights = new MemoryWeights().Add("first.weight", [8, 4], new float[32]).Add("norm.weight", [8], new float[8]).Add("norm.bias", [8], new float[8]);
        WeightLoader? loader = null;
        var failure = Assert.Throws<ModelFormatException>(() => WeightLoader.Load(weights, NetworkOptions.Default, reader =>
        {
            loader = reader;
            reader.Dense("first", 4, 8, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
            reader.Norm("norm", 8);
            reader.Dense("last", 4, 8, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
        }));
        Assert.Equal("memory: tensor 'last.weight' is missing", failure.Message);
        Assert.Equal(2, DenseOf(loader!).Count);
        Assert.All(DenseOf(loader!), part => Assert.Throws<ObjectDisposedException>(() => part.Floats));
        Assert.All(NormsOf(loader!), part => Assert.Throws<ObjectDisposedException>(() => part.Gain));
    }

    [Fact]
    public void An_instance_that_finds_no_memory_gives_its_weights_back()
    {
        using var source = new MemoryWeights().Add("norm.weight", [8], new float[8]).Add("norm.bias", [8], new float[8]);
        var weights = WeightLoader.Load(source, NetworkOptions.Default, reader => reader.Norm("norm", 8));
        var norm = weights.Norms[0];
        Assert.Throws<OutOfMemoryException>(() => new GateNetwork(weights, new NetworkLayout(64, 16, 0, 1, 1, [new CacheLayout(1, 1 << 20, 1 << 20)])));
        Assert.Throws<ObjectDisposedException>(() => norm.Gain);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_dense")]
    private static extern ref List<DenseWeights> DenseOf(WeightLoader loader);

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_norms")]
    private static extern ref List<NormWeights> NormsOf(WeightLoader loader);
}
