using Kernels.Testing.Drawing;

namespace Kernels.Testing.Checking;

/// <summary>Makes a failing input smaller while it still fails: fewer rows first, then zeros, then plain values.</summary>
/// <param name="fails">Whether an input still fails.</param>
/// <param name="attempts">How many inputs may be tried.</param>
internal sealed class Shrinker(Func<SampleInput, bool> fails, int attempts)
{
    private static readonly float[] s_plain = [0f, 1f, -1f];

    private int _left = attempts;

    public SampleInput Shrink(SampleInput input)
    {
        input = Values(Zeros(Rows(input)));
        return input;
    }

    private bool Fails(SampleInput input) => _left-- > 0 && fails(input);

    private SampleInput Rows(SampleInput input)
    {
        for (var row = 0; row < input.Rows && input.Rows > 1; row++)
            if (Fails(input.Part(row, 1))) return input.Part(row, 1);
        for (var row = input.Rows - 1; row >= 0 && input.Rows > 1; row--)
            if (Fails(input.Without(row))) input = input.Without(row);
        return input;
    }

    /// <summary>Halves, quarters, ... down to single values.</summary>
    private SampleInput Zeros(SampleInput input)
    {
        var count = input.Values?.Length ?? input.Tokens!.Length;
        for (var length = count; length > 0; length /= 2)
        {
            for (var first = 0; first < count && _left > 0; first += length)
            {
                var next = input.Zeroed(first, Math.Min(length, count - first));
                if (!Same(next, input) && Fails(next)) input = next;
            }
        }

        return input;
    }

    private SampleInput Values(SampleInput input)
    {
        for (var i = 0; i < (input.Values?.Length ?? 0) && _left > 0; i++)
        {
            var value = input.Values![i];
            if (s_plain.Contains(value)) continue;
            foreach (var plain in (float[])[.. s_plain, MathF.Truncate(value)])
            {
                if (plain.Equals(value) || !Fails(input.With(i, plain))) continue;
                input = input.With(i, plain);
                break;
            }
        }

        return input;
    }

    private static bool Same(SampleInput a, SampleInput b) => a.Values is null
        ? a.Tokens.AsSpan().SequenceEqual(b.Tokens)
        : System.Runtime.InteropServices.MemoryMarshal.AsBytes(a.Values.AsSpan()).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(b.Values.AsSpan()));
}
