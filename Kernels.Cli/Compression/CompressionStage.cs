using Kernels.Models;

namespace Kernels.Cli;

/// <summary>One way of keeping and reading weights, and what it was found to read.</summary>
/// <param name="Name">What the report calls it, in no language.</param>
/// <param name="LayerBytes">Bytes of the layers for each token.</param>
/// <param name="HeadBytes">Bytes of the output head for each token; 0 where the stage says nothing of it.</param>
/// <param name="CallRate">Passes of the big network for each token.</param>
/// <param name="Loss">Nats a token above f32, where they were measured.</param>
/// <param name="Source">Where the bytes come from.</param>
internal sealed record CompressionStage(string Name, double LayerBytes, double HeadBytes, double CallRate, double? Loss, StageSource Source);

/// <summary>Where the figure of a stage comes from.</summary>
internal enum StageSource
{
    /// <summary>Counted by the kernels while texts were written.</summary>
    Counted,

    /// <summary>Counted for one pass of each network, times a call rate that the user gave.</summary>
    Imposed,

    /// <summary>Counted, times what a code makes of the matrices: kernels read plain integers.</summary>
    Coded,
}
