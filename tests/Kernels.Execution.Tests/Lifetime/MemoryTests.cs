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

    /// <summary>A small model may name a long context: only the positions that are used may cost memory.</summary>
    [Fact]
    public void A_cache_that_is_not_used_takes_no_memory()
    {
        var before = Resident();
        using var network = new GateNetwork(
            WeightLoader.Load(new MemoryWeights(), NetworkOptions.Default, _ => { }), new NetworkLayout(Limits.Width, 16, 0, 1, 1, [new CacheLayout(12, 1, 1)]));
        Assert.InRange(network.InstanceBytes, 800L << 20, 1L << 30);
        Assert.InRange(Resident() - before, long.MinValue, 64 << 20);

        static long Resident()
        {
            using var process = System.Diagnostics.Process.GetCurrentProcess();
            return process.WorkingSet64;
        }
    }

    [Fact]
    public void A_cache_beyond_the_machine_is_refused_before_anything_is_read()
    {
        using var nothing = new MemoryWeights();
        var refused = Assert.Throws<ArgumentException>(() => Endless.Load(nothing));
        Assert.StartsWith("The key/value cache for a context of 1,048,576 would grow to 393,216 MiB; this process may have ", refused.Message);
        Assert.Throws<ModelFormatException>(() => Endless.Load(nothing, new() { Context = 64 }));
    }

    [Fact]
    public void A_cache_may_take_what_the_process_may_have()
    {
        const long Mebibyte = 1 << 20;
        CacheLayout[] caches = [new(512, 1, 1)];
        KeyValueCache.Check(caches, 1 << 20, rounded: false, 34_816 * Mebibyte, "options");
        var failure = Assert.Throws<ArgumentException>(() => KeyValueCache.Check(caches, 1 << 20, rounded: false, (34_816 * Mebibyte) - 1, "options"));
        Assert.Equal(
            "The key/value cache for a context of 1,048,576 would grow to 34,816 MiB; this process may have 34,815 MiB. A context of 1,048,512 or less fits. (Parameter 'options')",
            failure.Message);
        Assert.EndsWith("Try a smaller model. (Parameter 'options')", Assert.Throws<ArgumentException>(() => KeyValueCache.Check(caches, 64, rounded: false, 1, "options")).Message);
        KeyValueCache.Check([new(1024, Limits.Width, Limits.Width)], 0, rounded: false, 1, "options");
        Assert.Throws<ArgumentException>(() => KeyValueCache.Check([new(1024, Limits.Width, Limits.Width)], Limits.Width, rounded: false, long.MaxValue, "options"));
        KeyValueCache.Check([new(512, 1, 60)], 1 << 20, rounded: true, (60 + 4 + 64 + 4) * 512L << 20, "options");
        Assert.Throws<ArgumentException>(() => KeyValueCache.Check([new(512, 1, 60)], 1 << 20, rounded: true, ((60 + 4 + 64 + 4) * 512L << 20) - 1, "options"));
        KeyValueCache.Check([], Limits.Width, rounded: true, 0, "options");
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
    public void What_was_read_before_a_value_without_a_meaning_is_freed_at_once()
    {
        var last = new float[32];
        last[^1] = float.NaN;
        using var weights = new MemoryWeights().Add("first.weight", [8, 4], new float[32]).Add("last.weight", [8, 4], last)
            .Add("norm.weight", [8], new float[8]).Add("norm.bias", [8], new float[8]);
        WeightLoader? loader = null;
        var failure = Assert.Throws<ModelFormatException>(() => WeightLoader.Load(weights, new() { Mode = Mode.Int8 }, reader =>
        {
            loader = reader;
            reader.Dense("first", 4, 8, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
            reader.Norm("norm", 8);
            reader.Dense("last", 4, 8, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
        }));
        Assert.StartsWith("memory: tensor 'last.weight' holds a value that is not finite", failure.Message);
        Assert.Equal(2, DenseOf(loader!).Count);
        Assert.All(DenseOf(loader!), part => Assert.Throws<ObjectDisposedException>(() => part.Bytes));
        Assert.All(NormsOf(loader!), part => Assert.Throws<ObjectDisposedException>(() => part.Gain));
    }

    [Fact]
    public void A_weight_of_minus_128_is_found_before_anything_is_packed()
    {
        var last = new sbyte[32];
        last[^1] = -128;
        using var weights = new MemoryWeights().Add("first.weight", [8, 4], new float[32]).Add("last.weight", [8, 4], last, [1, 1, 1, 1, 1, 1, 1, 1]);
        var passes = 0;
        var failure = Assert.Throws<ModelFormatException>(() => WeightLoader.Load(weights, new() { Mode = Mode.Int8 }, reader =>
        {
            passes++;
            reader.Dense("first", 4, 8, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
            reader.Dense("last", 4, 8, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
        }));
        Assert.Equal("memory: tensor 'last.weight' holds at 31 the weight -128, which symmetric INT8 does not have", failure.Message);
        Assert.Equal(1, passes);
    }

    public static TheoryData<string, string> Refusals => new()
    {
        { "no scale", "tensor 'last.weight' is stored as I8, but its scales 'last.weight.scale' are missing" },
        { "NaN", "tensor 'last.weight.scale' holds at 7 a scale that is not finite and above 0" },
        { "-128", "tensor 'last.weight' holds at 8388607 the weight -128, which symmetric INT8 does not have" },
        { "shape", "tensor 'last.weight' has the shape [1048576, 8], wanted is [8, 1048576]" },
        { "bias", "tensor 'last.bias' is missing" },
        { "norm", "tensor 'norm.bias' has the shape [4], wanted is [8]" },
        { "table", "tensor 'table.weight' is missing" },
    };

    /// <summary>Integers that dense mode widens to four times the file: what is wrong with the last of them is known before the first is packed.</summary>
    [Theory]
    [MemberData(nameof(Refusals))]
    public void A_refused_file_costs_no_packed_weights(string wrong, string message)
    {
        using var weights = Stored(wrong);
        var passes = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();
        var failure = Assert.Throws<ModelFormatException>(() => WeightLoader.Load(weights, NetworkOptions.Default, reader =>
        {
            passes++;
            Read(reader);
            Assert.Empty(DenseOf(reader));
        }));
        Assert.Equal("memory: " + message, failure.Message);
        Assert.Equal(1, passes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    [Fact]
    public void The_same_file_without_a_fault_is_accepted()
    {
        using var weights = Stored("nothing");
        WeightLoader.Load(weights, NetworkOptions.Default, Read).Release();
    }

    private static void Read(WeightLoader reader)
    {
        reader.Embed("table", 4, 8, 0, "", tiedDense: -1);
        reader.Dense("first", 1 << 20, 8, bias: false, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
        reader.Norm("norm", 8);
        reader.Dense("last", 1 << 20, 8, bias: true, WeightLayout.OutputsByInputs, Precision.OfMode, 16, 16);
    }

    private static MemoryWeights Stored(string wrong)
    {
        var integers = new sbyte[8 << 20];
        var scale = new float[] { 1, 1, 1, 1, 1, 1, 1, 1 };
        var weights = new MemoryWeights().Add("first.weight", [8, 1 << 20], integers, scale)
            .Add("norm.weight", [8], scale).Add("norm.bias", [wrong == "norm" ? 4 : 8], scale.AsSpan(0, wrong == "norm" ? 4 : 8));
        if (wrong == "NaN") scale[7] = float.NaN;
        if (wrong == "-128") integers[^1] = -128;
        long[] shape = wrong == "shape" ? [1 << 20, 8] : [8, 1 << 20];
        if (wrong == "no scale") weights.Add("last.weight", StorageType.I8, shape, System.Runtime.InteropServices.MemoryMarshal.AsBytes(integers.AsSpan()));
        else weights.Add("last.weight", shape, integers, scale);
        if (wrong != "bias") weights.Add("last.bias", [8], new float[8]);
        return wrong == "table" ? weights : weights.Add("table.weight", [4, 8], new float[32]);
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
