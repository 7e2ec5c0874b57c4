using System.Reflection;
using FsCheck;
using FsCheck.Fluent;
using Kernels.CompilerServices;
using Kernels.Model;

namespace Kernels.Generators.Tests.RandomNetworks;

/// <summary>The generator is general: networks drawn at random equal their definitions bit for bit, on every ISA and in every mode.</summary>
public sealed class DrawnNetworkTests
{
    // All widths run in one process; a process that was made narrower by a switch repeats a part of them.
    private static readonly int s_networks = Environment.GetEnvironmentVariable("KERNELS_EXPECT_ISA") is null ? 50 : 12;

    [Fact]
    public void Fifty_drawn_networks_equal_their_definitions_on_every_isa() =>
        Prop.ForAll(DrawnNetwork.Arbitrary, Agrees).Check(Draws.Config.WithMaxTest(s_networks));

    [Fact]
    public void Twenty_five_drawn_spiking_networks_equal_their_definitions_on_every_isa() =>
        Prop.ForAll(DrawnNetwork.Spiking, Agrees).Check(Draws.Config.WithMaxTest(s_networks / 2));

    [Fact]
    public void Twenty_five_drawn_networks_over_images_equal_their_definitions_on_every_isa() =>
        Prop.ForAll(DrawnNetwork.OverImages, Agrees).Check(Draws.Config.WithMaxTest(s_networks / 2));

    [Theory]
    [InlineData("v0 = Lanes.Select(fired0,", "v0 = Lanes.Select(Lanes.Reaches(v0, threshold * 1.25f),")]
    [InlineData("bits &= bits - 1", "bits = 0")]
    [InlineData("bits &= ~(15u << (quad * 4));", "bits = 0;")]
    [InlineData(" << shift;", ";")]
    public void A_fault_in_a_spiking_kernel_is_found(string from, string to)
    {
        // Some parts have no neurons of their own between two linear layers, so one of three networks must see it.
        var found = Enumerable.Range(1, 3).Count(seed => Record.Exception(() => Check(
            new DrawnNetwork(seed, 2, false, 9) { Spikes = true }, source => source.Replace(from, to, StringComparison.Ordinal))) is InvalidOperationException);
        Assert.InRange(found, 1, 3);
    }

    [Fact]
    public void A_fault_in_a_kernel_is_found()
    {
        // The same comparison, with one multiply-add of the generated kernels turned into another number.
        var drawn = new DrawnNetwork(1, 2, false, 5);
        Assert.Throws<InvalidOperationException>(() => Check(
            drawn, source => source.Replace("sum0_0 = Lanes.MultiplyAdd(x0, w0, sum0_0)", "sum0_0 = Lanes.MultiplyAdd(x0, w0, sum0_0 * 1.0001f)", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("sum0_0 = Lanes.MultiplyAdd(x0, w0, sum0_0)", "sum0_0 = Lanes.MultiplyAdd(x0, w0, sum0_0 * 1.0001f)")]
    [InlineData("for (int ky = 0;", "for (int ky = 1;")]
    [InlineData("Unsafe.Add(ref imageScales, image)", "Unsafe.Add(ref imageScales, 0)")]
    public void A_fault_in_a_kernel_over_images_is_found(string from, string to)
    {
        // Not every network has the layer, so one of three must see it.
        var found = Enumerable.Range(1, 3).Count(seed => Record.Exception(() => Check(
            new DrawnNetwork(seed, 3, false, 9) { Images = true }, source => source.Replace(from, to, StringComparison.Ordinal))) is InvalidOperationException);
        Assert.InRange(found, 1, 3);
    }

    private static void Agrees(DrawnNetwork drawn) => Check(drawn, source => source);

    private static void Check(DrawnNetwork drawn, Func<string, string> change)
    {
        var source = "namespace Drawn;\nusing Kernels;\n" + drawn.Source("Net");
        var project = GeneratorHarness.Run(source);
        project.AssertClean();
        var changed = project.Compilation;
        foreach (var tree in project.Compilation.SyntaxTrees)
        {
            var text = tree.ToString();
            var other = change(text);
            if (!ReferenceEquals(text, other) && text != other) changed = changed.ReplaceSyntaxTree(tree, GeneratorHarness.Parse(other, tree.FilePath));
        }

        var assembly = new GeneratedProject(changed, project.Result).Load();
        var network = assembly.GetType("Drawn.Net", throwOnError: true)!;
        try
        {
            typeof(Comparison).GetMethod(nameof(Comparison.Run))!.MakeGenericMethod(network).Invoke(null, [drawn]);
        }
        catch (TargetInvocationException failure) when (failure.InnerException is InvalidOperationException inner)
        {
            throw new InvalidOperationException(inner.Message + "\n" + source);
        }
    }
}
