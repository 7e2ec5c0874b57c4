namespace Kernels.Cli;

/// <summary>That the plain loops and the kernels compute the same network: else their times could not be compared.</summary>
internal static class PlainCheck
{
    /// <summary>The most that a score may differ, as a share of the largest score.</summary>
    public const double Tolerance = 1e-3;

    /// <summary>The scores of the f32 kernels after the prompt and after the last token.</summary>
    public static float[][] Expected(ISequenceNetwork dense, BenchJob job)
    {
        float[][] expected = [new float[dense.Vocabulary], new float[dense.Vocabulary]];
        dense.Reset();
        dense.Append(job.Prompt, expected[0]);
        dense.Append(job.Decoded, expected[1]);
        return expected;
    }

    /// <summary>Runs the loops.</summary>
    /// <returns>The largest difference as a share of the largest score.</returns>
    /// <exception cref="InputException">They differ by more than rounding.</exception>
    public static double Compare(PlainGpt2 plain, float[][] expected, BenchJob job, Action<long> progress, CancellationToken cancellation)
    {
        plain.Reset();
        var scores = new float[expected[0].Length];
        var (largest, done) = (0.0, 0L);
        foreach (var (ids, wanted) in new[] { job.Prompt, job.Decoded }.Zip(expected))
        {
            for (var i = 0; i < ids.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                plain.Append(ids[i], i == ids.Length - 1 ? scores : null);
                progress(++done);
            }

            var scale = wanted.Max(Math.Abs);
            for (var i = 0; i < scores.Length; i++)
            {
                var difference = Math.Abs((double)scores[i] - wanted[i]) / scale;

                // Written so that a NaN is refused too.
                if (!(difference <= Tolerance))
                    throw new InputException(Messages.PlainDiffers(difference, Tolerance));
                largest = Math.Max(largest, difference);
            }
        }

        return largest;
    }
}
