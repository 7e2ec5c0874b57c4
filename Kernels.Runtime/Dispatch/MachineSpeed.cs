using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Kernels.Model;

namespace Kernels;

/// <summary>What this machine can do at most, measured in the same process as the networks: the figures that theirs are held against.</summary>
internal static class MachineSpeed
{
    private const int Steps = 100_000;

    // Threads need a moment to meet, which must not count.
    private const int RepeatsOfThreads = 16;

    /// <summary>10^9 operations per second: multiply-adds in registers, ten independent sums so that none waits for another; two operations each.</summary>
    /// <param name="isa">The register width.</param>
    /// <param name="rounds">How often to measure; the best counts.</param>
    /// <param name="threads">Threads that do so at the same time.</param>
    public static double Gigaflops(Isa isa, int rounds, int threads = 1)
    {
        var run = Peak(isa);
        var repeats = threads == 1 ? 1 : RepeatsOfThreads;
        return Operations(isa) * repeats * threads / Best(rounds, threads, _ =>
        {
            for (var i = 0; i < repeats; i++) s_sink = run();
        });
    }

    /// <summary>The loop of multiply-adds of a register width.</summary>
    public static Func<float> Peak(Isa isa) => isa switch
    {
        Isa.Vector512 => Peak512,
        Isa.Vector256 => Peak256,
        Isa.Vector128 => Peak128,
        _ => PeakScalar,
    };

    /// <summary>Operations of one run of <see cref="Peak"/>.</summary>
    public static double Operations(Isa isa) => 2.0 * 10 * Steps * isa switch { Isa.Vector512 => 16, Isa.Vector256 => 8, Isa.Vector128 => 4, _ => 1 };

    /// <summary>10^9 bytes per second: reading so many in order, from wherever they lie after the first time: a cache or memory.</summary>
    /// <param name="bytes">How many; the threads share them.</param>
    /// <param name="rounds">How often to measure; the best counts.</param>
    /// <param name="threads">Threads that do so at the same time.</param>
    public static double Gigabytes(long bytes, int rounds, int threads = 1)
    {
        var data = new float[Math.Clamp(bytes / sizeof(float), 1 << 12, 1 << 28)];

        // Memory that nobody wrote to is one page of zeros, however much of it there is: reading that measures a cache.
        data.AsSpan().Fill(1);

        // A small network is read many times, so that the clock has something to count.
        var times = Math.Max(1, (1 << 22) / data.Length);
        var share = data.Length / threads;
        return (double)share * threads * sizeof(float) * times / Best(rounds, threads, thread => s_sink = Read(data.AsSpan(thread * share, share), times));
    }

    /// <summary>The shortest time in nanoseconds that all threads took together.</summary>
    private static double Best(int rounds, int threads, Action<int> run)
    {
        using var gate = new Barrier(threads);
        var others = Enumerable.Range(1, threads - 1).Select(thread => new Thread(() =>
        {
            for (var i = 0; i < rounds; i++)
            {
                gate.SignalAndWait();
                run(thread);
                gate.SignalAndWait();
            }
        })).ToList();
        others.ForEach(thread => thread.Start());
        var best = double.MaxValue;
        for (var i = 0; i < rounds; i++)
        {
            gate.SignalAndWait();
            var start = Stopwatch.GetTimestamp();
            run(0);
            gate.SignalAndWait();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalNanoseconds);
        }

        others.ForEach(thread => thread.Join());
        return best;
    }

    private static float s_sink;

    /// <summary>Reads all values in order, so many times; their sum keeps the compiler from leaving it out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Read(ReadOnlySpan<float> data, int times)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var time = 0; time < times; time++)
        {
            var vectors = MemoryMarshal.Cast<float, Vector<float>>(data);
            for (var i = 0; i + 4 <= vectors.Length; i += 4)
            {
                s0 += vectors[i];
                s1 += vectors[i + 1];
                s2 += vectors[i + 2];
                s3 += vectors[i + 3];
            }
        }

        return Vector.Sum(s0 + s1 + s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float PeakScalar()
    {
        float a = 0.999f, b = 0.001f;
        float c0 = 0, c1 = 1, c2 = 2, c3 = 3, c4 = 4, c5 = 5, c6 = 6, c7 = 7, c8 = 8, c9 = 9;
        for (var i = 0; i < Steps; i++)
        {
            c0 = (c0 * a) + b; c1 = (c1 * a) + b; c2 = (c2 * a) + b; c3 = (c3 * a) + b; c4 = (c4 * a) + b;
            c5 = (c5 * a) + b; c6 = (c6 * a) + b; c7 = (c7 * a) + b; c8 = (c8 * a) + b; c9 = (c9 * a) + b;
        }

        return c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9;
    }

    // A process without a fused multiply-add multiplies, then adds: MultiplyAddEstimate is then just that.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Peak128()
    {
        Vector128<float> a = Vector128.Create(0.999f), b = Vector128.Create(0.001f);
        Vector128<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a;
        for (var i = 0; i < Steps; i++)
        {
            c0 = Vector128.MultiplyAddEstimate(c0, a, b); c1 = Vector128.MultiplyAddEstimate(c1, a, b);
            c2 = Vector128.MultiplyAddEstimate(c2, a, b); c3 = Vector128.MultiplyAddEstimate(c3, a, b);
            c4 = Vector128.MultiplyAddEstimate(c4, a, b); c5 = Vector128.MultiplyAddEstimate(c5, a, b);
            c6 = Vector128.MultiplyAddEstimate(c6, a, b); c7 = Vector128.MultiplyAddEstimate(c7, a, b);
            c8 = Vector128.MultiplyAddEstimate(c8, a, b); c9 = Vector128.MultiplyAddEstimate(c9, a, b);
        }

        return Vector128.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Peak256()
    {
        Vector256<float> a = Vector256.Create(0.999f), b = Vector256.Create(0.001f);
        Vector256<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a;
        for (var i = 0; i < Steps; i++)
        {
            c0 = Vector256.MultiplyAddEstimate(c0, a, b); c1 = Vector256.MultiplyAddEstimate(c1, a, b);
            c2 = Vector256.MultiplyAddEstimate(c2, a, b); c3 = Vector256.MultiplyAddEstimate(c3, a, b);
            c4 = Vector256.MultiplyAddEstimate(c4, a, b); c5 = Vector256.MultiplyAddEstimate(c5, a, b);
            c6 = Vector256.MultiplyAddEstimate(c6, a, b); c7 = Vector256.MultiplyAddEstimate(c7, a, b);
            c8 = Vector256.MultiplyAddEstimate(c8, a, b); c9 = Vector256.MultiplyAddEstimate(c9, a, b);
        }

        return Vector256.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Peak512()
    {
        Vector512<float> a = Vector512.Create(0.999f), b = Vector512.Create(0.001f);
        Vector512<float> c0 = a, c1 = a, c2 = a, c3 = a, c4 = a, c5 = a, c6 = a, c7 = a, c8 = a, c9 = a;
        for (var i = 0; i < Steps; i++)
        {
            c0 = Vector512.MultiplyAddEstimate(c0, a, b); c1 = Vector512.MultiplyAddEstimate(c1, a, b);
            c2 = Vector512.MultiplyAddEstimate(c2, a, b); c3 = Vector512.MultiplyAddEstimate(c3, a, b);
            c4 = Vector512.MultiplyAddEstimate(c4, a, b); c5 = Vector512.MultiplyAddEstimate(c5, a, b);
            c6 = Vector512.MultiplyAddEstimate(c6, a, b); c7 = Vector512.MultiplyAddEstimate(c7, a, b);
            c8 = Vector512.MultiplyAddEstimate(c8, a, b); c9 = Vector512.MultiplyAddEstimate(c9, a, b);
        }

        return Vector512.Sum(c0 + c1 + c2 + c3 + c4 + c5 + c6 + c7 + c8 + c9);
    }
}
