using Microsoft.CodeAnalysis.CSharp;

namespace Kernels.Compiler.Compiling;

/// <summary>Emits a few lines once per process, so that Roslyn's own code for binding and writing is compiled by then.</summary>
internal static class EmitWarmUp
{
    // Uses what generated kernels use: refs, generics, vectors, loops, switches, constants.
    private const string Text = """
        using System;
        using System.Runtime.CompilerServices;
        using System.Runtime.Intrinsics;
        internal static class Warm
        {
            [MethodImpl(MethodImplOptions.AggressiveOptimization)]
            public static void Step(ref float x, ref float y, int rows, int isa)
            {
                switch (isa)
                {
                    case 1: return;
                    default: break;
                }

                for (int row = 0; row < rows; row++)
                {
                    var sum = Vector128<float>.Zero;
                    sum = Vector128.Add(sum, Vector128.LoadUnsafe(ref Unsafe.Add(ref x, row * 4)));
                    if (row > 1 && sum.GetElement(0) > 1f) throw new ArgumentException("row " + row);
                    Vector128.StoreUnsafe(sum, ref Unsafe.Add(ref y, (nint)row * 4));
                }
            }
        }
        """;

    private static readonly Lazy<Task> s_run = new(() => Task.Run(Run));

    /// <summary>Starts it in the background, the first time; nobody waits for it, and what could fail in it fails in the real compilation too.</summary>
    public static void Start()
    {
        if (Environment.ProcessorCount > 1) _ = s_run.Value;
    }

    private static void Run() => SourceCompiler.Emit(
        SourceCompiler.Create("Warm", CSharpSyntaxTree.ParseText(Text)), static _ => { });
}
