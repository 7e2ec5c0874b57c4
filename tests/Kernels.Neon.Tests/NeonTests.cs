using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.RegularExpressions;
using Kernels.Generators;
using Kernels.Generators.Emitting;

namespace Kernels.Neon.Tests;

/// <summary>The 128-bit kernels, byte for byte as generated, as ARM64 code on an emulated processor. What this proves: docs/neon.md.</summary>
public sealed class NeonTests(NeonBuild build)
{
    private const string DotProduct = "armv8.2-a,dotprod,rdma";
    private const string Baseline = "armv8-a";
    private const string NoDotProduct = "armv8-a,-dotprod";

    /// <summary>128 + SIGILL, as shells report it.</summary>
    private const int IllegalInstruction = 132;

    private const int Vectors = 3;
    private const int VectorsAndDotProduct = 7;

    /// <summary>The two ends, and code that asks the processor: it must choose on each as the other two were told to.</summary>
    [Theory]
    [InlineData(DotProduct, "max", VectorsAndDotProduct)]
    [InlineData(NoDotProduct, "cortex-a57", Vectors)]
    [InlineData(Baseline, "cortex-a57", Vectors)]
    [InlineData(Baseline, "max", VectorsAndDotProduct)]
    public void Every_kernel_gives_the_bits_of_this_process(string instructionSet, string processor, int tier)
    {
        SkipWhereThisProcessIsNoMeasure();
        var folder = build.Build(instructionSet);
        Assert.NotEmpty(build.Cases);
        var results = Path.Combine(folder, processor + ".bin");
        var (exit, output) = Tool.Run("run.sh", build.Folder, instructionSet, processor, build.CasesPath, results);
        Assert.True(exit == 0, $"run.sh ended with {exit}: {output}");

        var (seen, outcomes) = CaseFile.Read(results, build.Cases);
        File.Delete(results);
        Assert.Equal(tier, seen);
        var differences = build.Cases.Select((item, i) => Difference.Find(item, build.Expected[i], outcomes[i])).OfType<string>().ToArray();
        Assert.True(differences.Length == 0, $"{differences.Length} of {build.Cases.Count} calls differ:\n{string.Join("\n", differences.Take(20))}");
    }

    /// <summary>Without this, the tier for processors without dot products could pass on one that has them.</summary>
    [Fact]
    public void A_dot_product_kills_the_process_on_the_emulated_processor_that_has_none()
    {
        SkipElsewhere();
        var folder = build.Build(DotProduct);
        Assert.NotEmpty(build.Cases);
        var (exit, output) = Tool.Run("run.sh", build.Folder, DotProduct, "cortex-a57", build.CasesPath, Path.Combine(folder, "illegal.bin"));
        Assert.True(exit == IllegalInstruction, $"run.sh ended with {exit}: {output}");
    }

    [Fact]
    public void What_is_compiled_for_arm64_is_what_this_process_runs_byte_for_byte()
    {
        SkipElsewhere();
        build.Build(DotProduct);
        var arm = SourceHashes.OfAssembly(Path.Combine(build.Folder, "kernels.dll"));
        foreach (var (name, text) in build.Kernels.Files) Assert.Equal(SourceHashes.OfText(text), arm[name]);
        Assert.Equal(SourceHashes.OfText(build.Kernels.Entries), arm["Entries.cs"]);

        // The numerics of this process are in Kernels.Runtime; files of constants alone leave no trace in an assembly's debugging data.
        var product = SourceHashes.OfAssembly(typeof(Kernels.CompilerServices.Lanes).Assembly.Location);
        foreach (var path in NeonBuild.Numerics)
        {
            var name = Path.GetFileName(path);
            if (arm.TryGetValue(name, out var compiled)) Assert.Equal((name, SourceHashes.OfFile(path)), (name, compiled));
            if (product.TryGetValue(name, out var here)) Assert.Equal((name, SourceHashes.OfFile(path)), (name, here));
        }

        Assert.All(["Lanes.128.cs", "Lanes.Int8.128.cs", "Lanes.Spikes.128.cs", "VectorMath.128.cs"], name => Assert.True(arm.ContainsKey(name) && product.ContainsKey(name), name));
    }

    [Fact]
    public void A_file_of_the_generator_does_not_depend_on_the_other_widths()
    {
        var all = GeneratorOptions.Default.Isas;
        foreach (var key in build.Kernels.Keys)
        {
            var file = KernelEmitter.Emit(key, all).Single(file => file.HintName == key.Name + ".128.g.cs");
            Assert.Equal(SourceHashes.OfText(file.Text), SourceHashes.OfText(build.Kernels.Files[file.HintName]));
        }
    }

    [Theory]
    [InlineData(DotProduct, true, false)]
    [InlineData(Baseline, true, true)]
    [InlineData(NoDotProduct, false, true)]
    public void Bytes_are_multiplied_by_the_instructions_of_the_tier(string instructionSet, bool dot, bool widening)
    {
        SkipElsewhere();
        var code = File.ReadAllText(Path.Combine(build.Build(instructionSet), "kernels.lst"));
        Assert.Equal(dot, Uses(code, "sdot"));
        Assert.Equal(widening, Uses(code, "smull2") && Uses(code, "sadalp"));
        Assert.True(Uses(code, "fmla"), "no fused multiply-add on vectors");

        // What the compiler did not turn into instructions would be a call that never returns.
        Assert.DoesNotMatch(@"\tbl?\t.*ThrowPlatformNotSupported", code);
        Assert.DoesNotMatch(@"<kernels_System_", code);
    }

    [Fact]
    public void A_flipped_bit_a_moved_guard_and_another_result_are_seen()
    {
        var item = new KernelCase(0, "sample", [Argument.Of([1f, float.NaN]), Argument.Of((sbyte[])[1, 2]), Argument.Of(3)]);
        Outcome Left(Action<byte[][]> change, int result = 0)
        {
            byte[][] memory = [[.. item.Arguments[0].Memory!], [.. item.Arguments[1].Memory!]];
            change(memory);
            return new(result, memory);
        }

        var expected = Left(_ => { });
        Assert.Null(Difference.Find(item, expected, Left(memory => memory[0][Argument.Guard + 4] ^= 1)));
        Assert.Contains("value 0", Difference.Find(item, expected, Left(memory => memory[0][Argument.Guard] ^= 1)));
        Assert.Contains("byte 1", Difference.Find(item, expected, Left(memory => memory[1][Argument.Guard + 1] ^= 1)));
        Assert.Contains("outside buffer 1", Difference.Find(item, expected, Left(memory => memory[1][^1] ^= 1)));
        Assert.Contains("gave 1", Difference.Find(item, expected, Left(_ => { }, result: 1)));
    }

    private static bool Uses(string code, string instruction) => Regex.IsMatch(code, @"\t" + instruction + @"\t");

    private static void SkipElsewhere() => Assert.SkipUnless(
        OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture == Architecture.X64,
        "the compiler for ARM64 runs on x64 Linux only");

    /// <summary>ARM64 always fuses multiply-adds; a process that does not gives other bits by design.</summary>
    private static void SkipWhereThisProcessIsNoMeasure()
    {
        SkipElsewhere();
        Assert.SkipUnless(Vector128.IsHardwareAccelerated && Fma.IsSupported, "this process has no fused multiply-add, so its bits differ from those of ARM64");
    }
}
