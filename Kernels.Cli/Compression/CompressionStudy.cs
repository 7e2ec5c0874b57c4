using Kernels.Models;

namespace Kernels.Cli;

/// <summary>Measures what each stage of compression makes of the bytes that a token costs, against the same model in 8 bits, greedy, with its cache.</summary>
/// <param name="load">Loads the model, and the little one where there is one, with their matrices in a format.</param>
/// <param name="loss">Nats a token that a format costs, where they are known.</param>
/// <param name="codes">What the codes make of the matrices; null where the checkpoint has none that can be coded.</param>
internal sealed class CompressionStudy(Func<WeightFormat, CompressionSubject> load, Func<WeightFormat, double?> loss, Func<CodedSizes?> codes)
{
    // The mode keeps 8 bits with a scale per output where no format is asked for.
    private static readonly (string Name, WeightFormat Format)[] s_formats = [("int8", WeightFormat.Float32), ("int8b32", WeightFormat.Int8Block32), ("int4b32", WeightFormat.Int4Block32)];

    /// <summary>Stages that are measured, for a bar of progress.</summary>
    public static int Count => (2 * s_formats.Length) + 1;

    /// <summary>Measures all stages; the first is what the others are compared with.</summary>
    /// <param name="prompts">What the texts begin with, or are written for.</param>
    /// <param name="how">How a little network helps; null where there is none.</param>
    /// <param name="callRate">Passes of the big network for each token, where they are not to be counted.</param>
    /// <param name="progress">Told how many stages are done.</param>
    /// <param name="cancellation">Breaks off.</param>
    public List<CompressionStage> Run(IReadOnlyList<int[]> prompts, BigLittleOptions? how, double? callRate, Action<long> progress, CancellationToken cancellation)
    {
        var stages = new List<CompressionStage>();
        var done = 0;
        foreach (var (name, format) in s_formats)
        {
            using var subject = load(format);
            var alone = TextTraffic.Measure(prompts.Select(prompt => subject.Start(prompt, null)), null, cancellation);
            if (alone.Tokens == 0) throw new InputException(Messages.NoSecondToken);
            stages.Add(new(name, alone.LayerBytesPerToken, alone.HeadBytesPerToken, 1, loss(format), StageSource.Counted));
            progress(++done);
            if (how is not null) stages.Add(Helped(name + " + little", subject, alone));
            progress(++done);
        }

        if (codes() is { } sizes)
        {
            var plain = stages[0];
            foreach (var (name, bytes) in ((string, long)[])[("int8 + sign code", sizes.Sign), ("int8 + generator + sign code", sizes.Generated)])
                stages.Add(plain with { Name = name, LayerBytes = plain.LayerBytes * bytes / sizes.Plain, Source = StageSource.Coded });
        }

        progress(++done);
        return stages;

        CompressionStage Helped(string name, CompressionSubject subject, TextTraffic alone)
        {
            var helped = TextTraffic.Measure(prompts.Select(prompt => subject.Start(prompt, callRate is null ? how : how! with { Draft = 1 })), null, cancellation);
            if (callRate is not { } rate)
                return new(name, helped.LayerBytesPerToken, helped.HeadBytesPerToken, helped.CallRate, stages[^1].Loss, StageSource.Counted);

            // A pass of the big network for every call, one of the little network for every token.
            if (helped.LittlePasses == 0) throw new InputException(Messages.NoSecondToken);
            var (big, calls, littlePasses) = (alone.LayerBytesPerToken, helped.Calls, helped.LittlePasses);
            var little = helped.Read - new WeightTraffic((long)(big * calls), (long)(alone.HeadBytesPerToken * calls));
            return new(name, (rate * big) + ((double)little.Layers / littlePasses), (rate * alone.HeadBytesPerToken) + ((double)little.Head / littlePasses), rate, null, StageSource.Imposed);
        }
    }
}
