using Kernels.CompilerServices;
using Kernels.Testing.Drawing;

namespace Kernels.Testing.Checking;

/// <summary>What one side made of an input: values, or an error.</summary>
/// <param name="Values">The result, row by row; empty after an error.</param>
/// <param name="Error">The error, or null.</param>
internal sealed record Outcome(float[] Values, Exception? Error)
{
    /// <summary>Both sides found that the input has no meaning in integers.</summary>
    public static bool AreRefusals(Outcome a, Outcome b) => a.Error is ArithmeticException && b.Error is ArithmeticException;

    public static Outcome OfDefinition<TNetwork>(DefinitionScope scope, SampleInput input)
        where TNetwork : Network, INetwork<TNetwork> => Of(() => TNetwork.Define(scope, input.ToInput()).Values.ToArray());

    public static Outcome OfKernels(Network network, SampleInput input, int width) => Of(() =>
    {
        // What a kernel forgets to write must not pass for a zero.
        var result = new float[input.Rows * width];
        Array.Fill(result, BitConverter.UInt32BitsToSingle(0xDEADBEEF));
        network.Reset();
        network.Evaluate(input.ToInput(), result);
        return result;
    });

    private static Outcome Of(Func<float[]> run)
    {
        try
        {
            return new Outcome(run(), null);
        }
        catch (Exception error) when (error is not (ModelFormatException or OutOfMemoryException))
        {
            return new Outcome([], error);
        }
    }
}
