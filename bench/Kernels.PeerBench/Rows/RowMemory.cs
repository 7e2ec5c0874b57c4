using Kernels.PeerBench.Peers;

namespace Kernels.PeerBench.Rows;

/// <summary>The rows of a case and room for its result, aligned as the memory of native libraries is: what lies across cache lines is read at half the speed.</summary>
internal sealed class RowMemory(RowProblem problem) : IDisposable
{
    private readonly NativeBlock _input = NativeBlock.Of<float>(problem.Input);
    private readonly NativeBlock _result = NativeBlock.Of<float>(new float[problem.Case.Values]);

    public ReadOnlySpan<float> Input => _input.Values<float>(problem.Case.Values);

    public Span<float> Result => _result.Values<float>(problem.Case.Values);

    public void Dispose()
    {
        _input.Dispose();
        _result.Dispose();
    }
}
