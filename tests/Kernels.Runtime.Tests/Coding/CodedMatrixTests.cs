using FsCheck;
using FsCheck.Fluent;

namespace Kernels.Runtime.Tests.Coding;

/// <summary>Sign codes, generators and matrices made of both: what goes in comes out, and nothing else is taken for it.</summary>
public sealed class CodedMatrixTests
{
    private static readonly byte[] s_generators = [CoordinateNetwork.Number, RegisterBasis.Number];

    [Fact]
    public void A_sign_code_gives_its_numbers_back_in_the_bits_that_it_counts() =>
        Prop.ForAll(ArbMap.Default.ArbFor<sbyte[]>(), numbers =>
        {
            foreach (var code in SignCode.All)
            {
                var writer = new BitWriter();
                code.Write(numbers, writer);
                var bytes = writer.ToBytes();
                Assert.Equal((code.Bits(numbers) + 7) / 8, bytes.Length);
                var read = new sbyte[numbers.Length];
                var bits = new BitReader(bytes);
                Assert.True(code.Read(ref bits, read) && bits.IsAtEnd);
                Assert.Equal(numbers, read);
                if (bytes.Length == 0) continue;
                var cut = new BitReader(bytes.AsSpan(0, bytes.Length - 1));
                Assert.False(code.Read(ref cut, read) && cut.IsAtEnd && bytes[^1] != 0);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    /// <summary>Groups by hand: three bits of width, then the numbers; an outlier costs its place and a byte.</summary>
    [Theory]
    [InlineData(8, false, new sbyte[] { 0, -1, 0, -1, 0, 0, 0, 0 }, 3 + 8)]
    [InlineData(8, false, new sbyte[] { 1, -2, 0, 0, 0, 0, 0, 0 }, 3 + 16)]
    [InlineData(8, false, new sbyte[] { 127, 0, 0, 0, 0, 0, 0, 0 }, 3 + 64)]
    [InlineData(8, true, new sbyte[] { 127, 0, 0, 0, 0, 0, 0, 0 }, 3 + 1 + 3 + 11 + 8)]
    [InlineData(8, true, new sbyte[] { 127, 126, 125, 124, 123, 122, 121, -128 }, 3 + 1 + 64)]
    [InlineData(16, false, new sbyte[] { 3, -4, 3 }, 3 + 9)]
    public void Sizes_are_those_that_one_works_out_by_hand(int group, bool outliers, sbyte[] numbers, int bits) => Assert.Equal(bits, new SignCode(group, outliers).Bits(numbers));

    /// <summary>What Monte Carlo gave for numbers with Laplace's distribution: mean magnitude, then bits of the code for each of 8, in groups of 8, 16 and 32.</summary>
    [Theory]
    [InlineData(1.5, 0.475, 0.495, 0.520)]
    [InlineData(3, 0.596, 0.619, 0.643)]
    [InlineData(6, 0.720, 0.742, 0.767)]
    [InlineData(12, 0.845, 0.867, 0.892)]
    public void Small_numbers_take_the_share_of_bits_that_was_foretold(double mean, double by8, double by16, double by32)
    {
        var random = new Random(7);
        var numbers = new sbyte[320_000];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = (sbyte)Math.Clamp(Math.Round(-mean * Math.Log(1 - random.NextDouble()) * (random.Next(2) == 0 ? 1 : -1)), -127, 127);
        foreach (var (group, share) in ((int, double)[])[(8, by8), (16, by16), (32, by32)])
        {
            // The foretold figures have three digits, and say of rounding and clipping nothing: half a percent and the digit.
            Assert.InRange(new SignCode(group, false).Bits(numbers) / (8.0 * numbers.Length), share - 0.006, share + 0.006);
            Assert.True(new SignCode(group, true).Bits(numbers) <= new SignCode(group, false).Bits(numbers) + (numbers.Length / group));
        }
    }

    [Fact]
    public void A_matrix_of_any_shape_comes_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            var random = new Random(seed);
            var (rows, columns, spread) = (random.Next(1, 50), random.Next(1, 50), random.Next(1, 128));
            var weights = new sbyte[rows * columns];
            for (var i = 0; i < weights.Length; i++) weights[i] = (sbyte)random.Next(-spread, spread + 1);
            foreach (var generators in (byte[][])[[], [CoordinateNetwork.Number], [RegisterBasis.Number], s_generators])
            {
                var coded = CodedMatrix.Encode(weights, rows, columns, null, generators);
                Assert.True(coded.Length <= weights.Length + 4);
                var read = new sbyte[weights.Length];
                Assert.True(CodedMatrix.TryDecode(coded, rows, columns, read));
                Assert.Equal(weights, read);
                Assert.Equal(coded, CodedMatrix.Encode(weights, rows, columns, null, generators));
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(30));

    /// <summary>Each generator is taken for a matrix of its own kind, and then saves more than it costs.</summary>
    [Fact]
    public void A_matrix_that_follows_a_rule_is_generated()
    {
        var random = new Random(3);
        const int rows = 96, columns = 128;
        var (byRow, byColumn) = (Enumerable.Range(0, rows).Select(_ => random.Next(-60, 61)).ToArray(), Enumerable.Range(0, columns).Select(_ => random.Next(-60, 61)).ToArray());
        var sums = new sbyte[rows * columns];
        for (var i = 0; i < sums.Length; i++) sums[i] = (sbyte)Math.Clamp(byRow[i / columns] + byColumn[i % columns] + random.Next(-2, 3), -127, 127);
        var (alone, generated) = (CodedMatrix.Encode(sums, rows, columns, null), CodedMatrix.Encode(sums, rows, columns, null, s_generators));
        Assert.Equal(CoordinateNetwork.Number, generated[0]);
        Assert.True(generated.Length < 0.8 * alone.Length, $"{generated.Length} of {alone.Length} bytes");

        var register = new byte[RegisterBasis.ByteCount(rows, columns)];
        random.NextBytes(register);
        for (var at = 2; at < register.Length; at += 3) register[at] = (byte)((register[at] & 15) | (3 << 4));
        var made = new sbyte[rows * columns];
        for (var row = 0; row < rows; row++) RegisterBasis.From(register, columns)!.Generate(row, made.AsSpan(row * columns, columns));
        (alone, generated) = (CodedMatrix.Encode(made, rows, columns, null), CodedMatrix.Encode(made, rows, columns, null, s_generators));
        Assert.Equal(RegisterBasis.Number, generated[0]);
        Assert.True(generated.Length < 0.6 * alone.Length, $"{generated.Length} of {alone.Length} bytes");
    }

    [Fact]
    public void Mutants_are_refused_or_read_and_never_anything_else()
    {
        var random = new Random(1);
        const int rows = 5, columns = 19;
        var (weights, read) = (new sbyte[rows * columns], new sbyte[rows * columns]);
        var (refused, taken) = (0, 0);
        byte[][] sound = [.. Enumerable.Range(0, 40).Select(i =>
        {
            for (var k = 0; k < weights.Length; k++) weights[k] = (sbyte)random.Next(-1 - (3 * i), 2 + (3 * i));
            return CodedMatrix.Encode(weights, rows, columns, null, i % 2 == 0 ? [] : s_generators);
        })];
        for (var i = 0; i < 100_000; i++)
        {
            var file = (byte[])sound[random.Next(sound.Length)].Clone();
            for (var changes = random.Next(1, 4); changes > 0; changes--) file[random.Next(3) == 0 ? random.Next(4) : random.Next(file.Length)] = (byte)random.Next(random.Next(2) == 0 ? 256 : 4);
            if (random.Next(4) == 0) Array.Resize(ref file, Math.Max(0, file.Length + random.Next(-5, 3)));
            if (CodedMatrix.TryDecode(file, rows, columns, read)) taken++;
            else refused++;
        }

        Assert.True(refused > 10_000 && taken > 1_000, $"{refused} refused, {taken} taken");
    }
}
