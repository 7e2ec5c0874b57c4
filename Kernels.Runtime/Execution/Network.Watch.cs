using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels;

/// <summary>What a tool sees that follows a pass step by step, to find the first layer that differs from its definition.</summary>
public abstract partial class Network
{
    /// <summary>Called after each operation, on the caller's thread; null, as it mostly is: nobody watches.</summary>
    internal Action? Watcher { get; set; }

    /// <summary>Takes the moments of what enters linear layers in an integer mode; null: nobody wants them.</summary>
    internal InputMoments? Moments { get; set; }

    /// <summary>How many linear layers there are.</summary>
    internal int LinearLayers => _linear.Length;

    /// <summary>The arithmetic of the instance.</summary>
    internal Arithmetic Arithmetic => _options.Arithmetic;

    /// <summary>How many operations a linear layer is: in integers the rows are quantised, then multiplied at once or their events added row by row.</summary>
    internal int OperationsOf(DenseStep step, int rows)
    {
        var arithmetic = Arithmetic.Of(step.Precision, step.Placement);
        return !arithmetic.IsInteger ? 1 : ByEvents(arithmetic, step.Spikes) ? 1 + rows : 2;
    }

    /// <summary>The same of a convolution, whose windows become rows.</summary>
    internal int OperationsOf(Conv2dStep step, int rows)
    {
        var arithmetic = Arithmetic.Of(step.Precision, step.Placement);
        return !arithmetic.IsInteger ? 1 : ByEvents(arithmetic, SpikeStrategy.Counts) ? 3 + (rows * step.Window.Positions) : 4;
    }

    /// <summary>The present rows of a buffer, padding included.</summary>
    internal float[] CopyRows(int offset, int stride) =>
        MemoryMarshal.CreateReadOnlySpan(ref Buffer(offset, stride), Rows * stride).ToArray();
}
