using System.Runtime.InteropServices;
using Kernels.Model;

namespace Kernels;

/// <summary>What a tool sees that follows a pass step by step, to find the first layer that differs from its definition.</summary>
public abstract partial class Network
{
    /// <summary>Called after each operation, on the caller's thread; null, as it mostly is: nobody watches.</summary>
    internal Action? Watcher { get; set; }

    // Takes the moments of what enters linear layers in an integer mode; null: nobody wants them.
    private InputMoments? _moments;

    /// <summary>Sums the second moments of what enters the linear layers from now on until the result is disposed, in place of those that were asked for before; none else may use the instance meanwhile.</summary>
    /// <exception cref="ArgumentException">The instance runs in dense mode, where no integers enter its layers.</exception>
    public InputMoments WatchInputs() =>
        Mode != Mode.Dense ? _moments = new(_linear.Length) : throw new ArgumentException("Moments are taken in an integer mode.");

    /// <summary>The arithmetic of the instance.</summary>
    internal Arithmetic Arithmetic => _options.Arithmetic;

    /// <summary>How keys and values are kept.</summary>
    internal CacheFormat Cache => _options.Cache;

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
