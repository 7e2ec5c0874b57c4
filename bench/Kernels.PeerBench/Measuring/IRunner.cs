namespace Kernels.PeerBench.Measuring;

/// <summary>One participant, ready to do one case.</summary>
internal interface IRunner : IDisposable
{
    /// <summary>Does the case so many times in the calling thread, each time with the next matrix where there are several.</summary>
    void Run(int times);

    /// <summary>The result with the first matrix, <c>[rows][outputs]</c>, for the comparison before anything is timed.</summary>
    float[] Result();
}

/// <summary>Something that is timed beside the participants and computes nothing: a limit of the machine, or a copy.</summary>
/// <param name="once">What is timed.</param>
internal sealed class Pacer(Action once) : IRunner
{
    public void Run(int times)
    {
        for (var i = 0; i < times; i++) once();
    }

    public float[] Result() => [];

    public void Dispose()
    {
    }
}
