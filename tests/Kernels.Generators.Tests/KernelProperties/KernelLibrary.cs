using System.Reflection;
using System.Runtime.Loader;
using Kernels.Generators.Emitting;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Tests.KernelProperties;

/// <summary>Many kernels, emitted for every ISA of this process, compiled as one optimised assembly and loaded.</summary>
internal sealed class KernelLibrary
{
    /// <summary>
    /// The widths that are run: all of this process and, without the instructions for it, the widest as the runtime's software carries it out,
    /// slow and to the same bits. So its text is executed on every machine.
    /// </summary>
    public static IReadOnlyList<Isa> Isas { get; } = Machine.Has(Isa.Vector512) ? Machine.Isas : [.. Machine.Isas, Isa.Vector512];

    private readonly Assembly _assembly;

    private KernelLibrary(Assembly assembly) => _assembly = assembly;

    public static KernelLibrary Compile(IEnumerable<KernelKey> keys)
    {
        var isas = Isas.ToEquatableList();
        var sources = keys.Distinct().SelectMany(key => KernelEmitter.Emit(key, isas)).Select(file => file.Text).ToArray();
        var compilation = GeneratorHarness.Compile("KernelsUnderTest", [], sources);
        compilation = compilation.WithOptions(compilation.Options.WithOptimizationLevel(OptimizationLevel.Release));
        using var stream = new MemoryStream();
        var emitted = compilation.Emit(stream);
        Assert.True(emitted.Success, string.Join("\n", emitted.Diagnostics.Take(10)));
        stream.Position = 0;
        return new KernelLibrary(new AssemblyLoadContext("KernelsUnderTest").LoadFromStream(stream));
    }

    public static bool Runs(Isa isa) => Isas.Contains(isa);

    /// <summary>A method of a kernel as a delegate.</summary>
    public TDelegate Get<TDelegate>(KernelKey key, string method = "Run")
        where TDelegate : Delegate =>
        _assembly.GetType("Kernels.Generated." + key.Name, throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.CreateDelegate<TDelegate>();
}

internal delegate int PanelColumns(Isa isa);

internal delegate void DenseRun(
    Isa isa, ref float x, int rows, ref float panels, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void DenseBFloat16Run(
    Isa isa, ref float x, int rows, ref ushort panels, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void DenseInt8Run(
    Isa isa, ref sbyte x, ref float rowScales, int rows, ref sbyte panels, ref int corrections, ref float scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void EventsInt8Run(
    Isa isa, ref int events, int count, ref float rowScale, ref sbyte panels, ref float scales, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate bool QuantizeRun(Isa isa, ref float x, ref sbyte q, ref float scales, int rows, float levels);

internal delegate void LayerNormRun(Isa isa, ref float x, ref float g, ref float b, ref float y, int rows);

internal delegate void RmsNormRun(Isa isa, ref float x, ref float g, ref float y, int rows);

internal delegate void FunctionRun(Isa isa, ref float x, ref float y, int rows);

internal delegate void PairRun(Isa isa, ref float left, ref float right, ref float y, int rows);

internal delegate void AttentionRun(
    Isa isa, ref float q, ref float k, ref float v, int stride, ref byte keys, ref byte values, bool rounded, ref float scratch, ref float y, int outputStride, int rows, int position);

internal delegate void BiasedAttentionRun(
    Isa isa, ref float q, ref float k, ref float v, int stride, ref byte keys, ref byte values, bool rounded, ref float scratch, ref float y, int outputStride, int rows, int position, ref float bias);

internal delegate void WholeAttentionRun(
    Isa isa, ref float q, int stride, ref byte keys, ref byte values, bool rounded, ref float scratch, ref float y, int outputStride, int rows, int count);

internal delegate void BiasedWholeAttentionRun(
    Isa isa, ref float q, int stride, ref byte keys, ref byte values, bool rounded, ref float scratch, ref float y, int outputStride, int rows, int count, ref float bias);

internal delegate void Conv2dRun(
    Isa isa, ref float x, ref float panels, ref float bias, ref float residual, ref float y, int first, int end);

internal delegate void Pool2dRun(Isa isa, ref float x, ref float y, int first, int end);
