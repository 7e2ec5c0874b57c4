namespace Kernels.Neon.Tests;

/// <summary>
/// What the inner loops cost in instructions, since speed cannot be measured under emulation: each kind is counted in the listing and
/// compared with docs/neon.md, where the count of an ideal loop stands beside it.
/// </summary>
public sealed class InnerLoopTests(NeonBuild build)
{
    private const string Sample = """
        0000000000000010 <kernels_Kernels_Generated_Sample__Run>:
              10:	mov	x3, xzr
              14:	ldr	s16, [x0]
              18:	ldp	q17, q18, [x1]
              1c:	dup	v16.4s, v16.s[0]
              20:	fmla	v19.4s, v17.4s, v16.4s
              24:	add	v20.4s, v20.4s, v18.4s
              28:	str	q18, [sp, #16]
              2c:	add	x0, x0, #0x4
              30:	cmp	x0, x2
              34:	b.lt	18 <kernels_Kernels_Generated_Sample__Run+0x8>  // b.tstop
              38:	cbnz	w3, 14 <kernels_Kernels_Generated_Sample__Run+0x4>
              3c:	ret
        """;

    [Fact]
    public void The_loops_cost_what_the_documentation_says()
    {
        var listings = new Dictionary<string, ILookup<string, InnerLoop>>();
        var wrong = new List<string>();
        var stated = LoopLine.Read();
        Assert.NotEmpty(stated);
        foreach (var line in stated)
        {
            if (!listings.TryGetValue(line.Tier, out var loops))
                listings[line.Tier] = loops = InnerLoop.Read(File.ReadAllText(Path.Combine(build.Build(line.Tier), "kernels.lst"))).ToLookup(loop => loop.Method);
            if (loops[line.Method].FirstOrDefault() is not { } loop) wrong.Add($"{line.Method}: no loop of that name");
            else if (LoopLine.Of(loop, line) is var real && real != line) wrong.Add($"{line.Method}: real {real}; stated {line}");
            else if (loop.OfStack > 0) wrong.Add($"{line.Method}: {loop.OfStack} accesses of the stack");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }

    /// <summary>The kinds that the goals of the project name: tiles, one row, integers with and without the dot product, attention, rows.</summary>
    [Fact]
    public void Every_kind_of_kernel_has_a_line_and_every_gap_a_cause()
    {
        var lines = LoopLine.Read();
        Assert.All(lines, line => Assert.Equal(line.All > line.Ideal, line.Cause.Length > 0));
        foreach (var (kind, tiers) in new[] { ("__Tile6x3_128", 1), ("__Row3x3_128", 1), ("DenseInt8_", 2), ("__Scores2_128", 1), ("__Mix2_128", 1), ("LayerNorm_", 1) })
            Assert.Equal(tiers, lines.Where(line => line.Method.Contains(kind, StringComparison.Ordinal)).Select(line => line.Tier).Distinct().Count());
    }

    [Fact]
    public void Only_the_innermost_loop_is_counted_and_each_kind_by_itself()
    {
        var loop = Assert.Single(InnerLoop.Read(Sample));
        Assert.Equal("Sample__Run", loop.Method);
        Assert.Equal((1, 1, 1, 2, 3, 1), (loop.Loads, loop.Stores, loop.Moves, loop.Arithmetic, loop.Steps, loop.OfStack));
        Assert.Equal(8, loop.Code.Count);
    }
}
