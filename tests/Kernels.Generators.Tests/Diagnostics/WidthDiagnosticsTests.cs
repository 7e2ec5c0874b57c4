namespace Kernels.Generators.Tests.Diagnostics;

/// <summary>KRN01: widths.</summary>
public sealed class WidthDiagnosticsTests
{
    [Fact]
    public void A_tied_head_over_rows_of_another_width() => new WrongDefinition("KRN0101",
        "Logits takes 64 values, the width of Embed, and gets 128. Bring the rows to 64 first, as with [Dense(64)].",
        """
        using Kernels;
        [Network]
        public sealed partial class Net
        {
            [Embed(1000, 64)] private partial Tensor Embed(Tokens tokens);
            [Dense(Expand = 2)] private partial Tensor Wide(Tensor x);
            [Tied(nameof(Embed))] private partial Tensor Logits(Tensor x);
            [Forward] private Tensor Next(Tokens tokens) => [|Logits|](Wide(Embed(tokens)));
        }
        """).Check();

    [Fact]
    public void A_sum_of_two_widths() => new WrongDefinition("KRN0102",
        "'+' joins 128 values with 10. Set [Dense(128)] on Logits.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x) => Hidden(x) [|+|] Relu(Logits(x));")).Check();

    [Fact]
    public void A_product_of_two_widths() => new WrongDefinition("KRN0102",
        "'*' joins 128 values with 784. Set [Dense(784)] on Hidden.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x) => Logits(Hidden(x) [|*|] x);")).Check();

    [Fact]
    public void A_residual_of_another_width() => new WrongDefinition("KRN0102",
        "'+' joins 784 values with 10. Set [Dense(784)] on Logits.",
        WrongDefinition.Wiring("[Forward] private Tensor Run(Tensor x)\n{\nx [|+=|] Logits(Hidden(x));\nreturn x;\n}")).Check();

    [Fact]
    public void A_sum_within_a_block() => new WrongDefinition("KRN0102",
        "In Piece, stacked by Pieces at width 784: '+' joins 784 values with 3,136. Both sides need the same width.",
        WrongDefinition.Block("[Dense(Expand = 4)] private partial Tensor Grow(Tensor x);\n[Forward] private Tensor Step(Tensor x) => x + Grow(x);")
            .Replace("=> Pieces(x)", "=> [|Pieces|](x)")).Check();

    [Fact]
    public void A_divisor_that_leaves_a_rest() => new WrongDefinition("KRN0103",
        "L divides 784 values by 5, which leaves a rest of 4. Choose a divisor, or give the width itself: [Dense(156)].",
        WrongDefinition.Layer("[Dense(Shrink = 5)] private partial Tensor L(Tensor x);").Replace("=> L(x)", "=> [|L|](x)")).Check();

    [Fact]
    public void Attention_without_queries_keys_and_values() => new WrongDefinition("KRN0104",
        "L takes queries, keys and values side by side, so a multiple of 3, and gets 784 values. Put a [Dense(Expand = 3)] before it.",
        WrongDefinition.Layer("[CausalAttention(Heads = 4)] private partial Tensor L(Tensor x);").Replace("=> L(x)", "=> [|L|](x)")).Check();

    [Fact]
    public void Heads_that_do_not_divide() => new WrongDefinition("KRN0105",
        "Attend splits 784 values (2,352 / 3) into 5 heads, which leaves a rest of 4. Choose a divisor of 784.",
        WrongDefinition.Network("""
            [Dense(Expand = 3)] private partial Tensor Split(Tensor x);
            [CausalAttention(Heads = 5)] private partial Tensor Attend(Tensor x);
            [Forward] private Tensor Run(Tensor x) => [|Attend|](Split(x));
            """)).Check();

    [Fact]
    public void A_head_size_that_does_not_divide() => new WrongDefinition("KRN0105",
        "Attend splits 784 values (2,352 / 3) into heads of 64 values, which leaves a rest of 16. Choose a divisor of 784.",
        WrongDefinition.Network("""
            [Dense(Expand = 3)] private partial Tensor Split(Tensor x);
            [CausalAttention(HeadSize = 64)] private partial Tensor Attend(Tensor x);
            [Forward] private Tensor Run(Tensor x) => [|Attend|](Split(x));
            """)).Check();

    [Fact]
    public void A_row_that_grows_beyond_the_limit() => new WrongDefinition("KRN0106",
        "L would give 784,000,000 values per row. The limit is 1,048,576.",
        WrongDefinition.Layer("[Dense(Expand = 1000000)] private partial Tensor L(Tensor x);").Replace("=> L(x)", "=> [|L|](x)")).Check();

    [Fact]
    public void A_matrix_beyond_the_limit() => new WrongDefinition("KRN0106",
        "The matrix of Down would hold 1,000,000 x 3,000 values. The limit is 2,147,483,647.",
        WrongDefinition.Network("""
            [Dense(1000000)] private partial Tensor Up(Tensor x);
            [Dense(3000)] private partial Tensor Down(Tensor x);
            [Forward] private Tensor Run(Tensor x) => [|Down|](Up(x));
            """)).Check();

    [Fact]
    public void A_table_beyond_the_limit() => new WrongDefinition("KRN0106",
        "The table of Embed would hold 10,000,000,000 values. The limit is 2,147,483,647.",
        """
        using Kernels;
        [Network]
        public sealed partial class Net
        {
            [[|Embed|](1000000, 10000)] private partial Tensor Embed(Tokens tokens);
            [Forward] private Tensor Next(Tokens tokens) => Embed(tokens);
        }
        """).Check();

    [Fact]
    public void A_block_that_changes_the_width() => new WrongDefinition("KRN0107",
        "Piece takes 784 values and gives 77. A stacked block must give rows as wide as it takes.",
        WrongDefinition.Block("[Dense(77)] private partial Tensor Fold(Tensor x);\n[Forward] private Tensor Step(Tensor x) => Fold(x);")
            .Replace("=> Pieces(x)", "=> [|Pieces|](x)")).Check();
}
