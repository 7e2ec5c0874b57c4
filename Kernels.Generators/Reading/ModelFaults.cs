using System.Linq;
using Kernels.Generators.Diagnostics;
using Kernels.Model;
using Microsoft.CodeAnalysis;

namespace Kernels.Generators.Reading;

/// <summary>Faults of the model, given an id and a place in the source.</summary>
internal static class ModelFaults
{
    public static DiagnosticInfo ToDiagnostic(InferenceError error, DefinitionPlaces places) => new(RuleOf(error.Fault).Id, PlaceOf(error, places), error.Message);

    private static Place PlaceOf(InferenceError error, DefinitionPlaces places)
    {
        if (error.Op >= 0) return error.Op < places.Ops.Count ? places.Ops[error.Op] : places.Forward;
        if (error.Layer < 0)
            return places.Properties.FirstOrDefault(place => place.Property == error.Property)?.Place
                ?? (error.Fault is ModelFault.NothingComputed or ModelFault.TooLong ? places.Forward : places.Class);
        var layer = places.Layers[error.Layer];
        return layer.Properties.FirstOrDefault(place => place.Property == error.Property)?.Place
            ?? layer.Properties.FirstOrDefault(place => error.Property == "Kernel" && place.Property == nameof(WindowAttribute.KernelHeight))?.Place
            ?? (error.Fault is ModelFault.HeadsAmbiguous or ModelFault.NestedStack or ModelFault.EmbeddingInBlock or ModelFault.TooLarge ? layer.Annotation : layer.Method);
    }

    private static DiagnosticDescriptor RuleOf(ModelFault fault) => fault switch
    {
        ModelFault.WidthMismatch => KernelDiagnostics.WidthMismatch,
        ModelFault.JoinMismatch => KernelDiagnostics.JoinMismatch,
        ModelFault.ShrinkDoesNotDivide => KernelDiagnostics.ShrinkDoesNotDivide,
        ModelFault.AttentionWidth => KernelDiagnostics.AttentionWidth,
        ModelFault.HeadsDoNotDivide => KernelDiagnostics.HeadsDoNotDivide,
        ModelFault.TooLarge => KernelDiagnostics.TooLarge,
        ModelFault.BlockChangesWidth => KernelDiagnostics.BlockChangesWidth,
        ModelFault.SizeOutOfRange => KernelDiagnostics.SizeOutOfRange,
        ModelFault.HeadsAmbiguous => KernelDiagnostics.HeadsAmbiguous,
        ModelFault.TiedToNoEmbedding => KernelDiagnostics.TiedToNoEmbedding,
        ModelFault.BadWeightName => KernelDiagnostics.BadWeightName,
        ModelFault.DuplicateWeightName => KernelDiagnostics.DuplicateWeightName,
        ModelFault.DuplicateLayerName => KernelDiagnostics.DuplicateLayerName,
        ModelFault.BadEpsilon => KernelDiagnostics.BadEpsilon,
        ModelFault.LayerUsedTwice => KernelDiagnostics.LayerUsedTwice,
        ModelFault.UnusedValue => KernelDiagnostics.UnusedValue,
        ModelFault.NothingComputed => KernelDiagnostics.NothingComputed,
        ModelFault.InputMissing => KernelDiagnostics.InputMissing,
        ModelFault.InputRank => KernelDiagnostics.InputRank,
        ModelFault.InputOfTokens => KernelDiagnostics.InputOfTokens,
        ModelFault.ContextOutOfRange => KernelDiagnostics.ContextOutOfRange,
        ModelFault.ContextWithoutAttention => KernelDiagnostics.ContextWithoutAttention,
        ModelFault.ContextAndPositions => KernelDiagnostics.ContextAndPositions,
        ModelFault.BlockNotFound => KernelDiagnostics.BlockWithoutModel,
        ModelFault.NestedStack => KernelDiagnostics.NestedStack,
        ModelFault.EmbeddingInBlock => KernelDiagnostics.EmbeddingInBlock,
        ModelFault.PlacementWithoutEffect => KernelDiagnostics.PlacementWithoutEffect,
        ModelFault.TooLong => KernelDiagnostics.TooLong,
        ModelFault.StepsMismatch => KernelDiagnostics.StepsMismatch,
        ModelFault.BadThreshold => KernelDiagnostics.BadThreshold,
        ModelFault.BadDecay => KernelDiagnostics.BadDecay,
        ModelFault.BadStart => KernelDiagnostics.BadStart,
        ModelFault.BadFormat => KernelDiagnostics.BadFormat,
        ModelFault.NotAnImage => KernelDiagnostics.NotAnImage,
        ModelFault.WindowTooLarge => KernelDiagnostics.WindowTooLarge,
        ModelFault.BadPadding => KernelDiagnostics.BadPadding,
        _ => KernelDiagnostics.BlockDamaged,
    };
}
