namespace Kernels.Cli;

/// <summary>What <c>kernels bench</c> found.</summary>
/// <param name="Prefill">The prompt by the kernels; of an encoder-decoder the source: the encoder, and the keys and values of its states.</param>
/// <param name="Decode">The tokens after it by the kernels.</param>
/// <param name="ReadySeconds">From the start of the process until the model was loaded.</param>
/// <param name="FirstTokenSeconds">The first pass over the prompt, in which kernels are compiled.</param>
/// <param name="PeakGigaflops">Multiply-adds of f32 in registers, of as many threads, in the same run.</param>
/// <param name="PeakGigabytes">Reading as many bytes as the weights have, in order, of as many threads, in the same run.</param>
/// <param name="Plain">The same job by plain loops; null unless asked for.</param>
internal sealed record BenchFigures(
    SpeedFigures Prefill, SpeedFigures Decode, double ReadySeconds, double FirstTokenSeconds, double PeakGigaflops, double PeakGigabytes, PlainFigures? Plain);

/// <summary>The job by plain loops.</summary>
/// <param name="Prefill">The prompt.</param>
/// <param name="Decode">The tokens after it.</param>
/// <param name="Difference">How far its scores are from those of the f32 kernels, as a share of the largest.</param>
internal sealed record PlainFigures(SpeedFigures Prefill, SpeedFigures Decode, double Difference);
