using System.Collections.Generic;
using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>
/// The files of one kernel: a front that picks the variant, and one file per register width. The 128-bit file is portable: the same
/// bytes run as SSE and as NEON.
/// </summary>
internal static class KernelEmitter
{
    public static EquatableList<SourceFile> Emit(KernelKey key, EquatableList<Isa> isas)
    {
        isas = Needed(key, isas);
        var files = new List<SourceFile> { new(key.Name + ".g.cs", FrontEmitter.Emit(key, isas)) };
        files.AddRange(IsaText.All.Where(isa => isas.Contains(isa.Isa)).Select(isa => new SourceFile(key.Name + "." + isa.Suffix + ".g.cs", Variant(key, isa))));
        return files.ToEquatableList();
    }

    /// <summary>Products of 8-bit integers of the widest tier may run half as wide, where that has an instruction of its own for them.</summary>
    private static EquatableList<Isa> Needed(KernelKey key, EquatableList<Isa> isas) =>
        key is DenseInt8Key or DenseBlocksKey or EventsInt8Key or EventsBlocksKey or SpikeDenseInt8Key && isas.Contains(Isa.Vector512) && !isas.Contains(Isa.Vector256)
            ? isas.Append(Isa.Vector256).OrderBy(isa => isa).ToEquatableList()
            : isas;

    private static string Variant(KernelKey key, IsaText isa)
    {
        var code = new CodeWriter();
        code.Lines(CodeWriter.Header.TrimEnd('\n'));
        code.Line("using System;");
        code.Line("using System.Runtime.CompilerServices;");
        code.Line("using System.Runtime.Intrinsics;");
        code.Line("using Kernels.CompilerServices;");
        code.Line();
        code.Line("namespace Kernels.Generated;");
        code.Line();
        using (code.Open("internal static partial class " + key.Name))
        {
            switch (key)
            {
                case DenseKey { IsStored: true } dense: DenseStoredEmitter.Emit(code, dense, isa); break;
                case DenseBlocksKey dense: DenseBlocksEmitter.Emit(code, dense, isa); break;
                case DenseKey dense: DenseEmitter.Emit(code, dense, isa); break;
                case DenseInt8Key dense: DenseInt8Emitter.Emit(code, dense, isa); break;
                case EventsInt8Key events: EventsInt8Emitter.Emit(code, events, isa); break;
                case EventsBlocksKey events: EventsBlocksEmitter.Emit(code, events, isa); break;
                case QuantizeKey quantize: QuantizeEmitter.Emit(code, quantize, isa); break;
                case NormKey { Kind: NormKind.Rms } norm: RmsNormEmitter.Emit(code, norm, isa); break;
                case NormKey norm: LayerNormEmitter.Emit(code, norm, isa); break;
                case AttentionKey attention: AttentionEmitter.Emit(code, attention, isa); break;
                case FunctionKey function: ElementEmitter.Emit(code, function, isa); break;
                case PairKey pair: ElementEmitter.Emit(code, pair, isa); break;
                case Conv2dKey conv: Conv2dEmitter.Emit(code, conv, isa); break;
                case DepthwiseConv2dKey depthwise: ChannelEmitter.Emit(code, depthwise, isa); break;
                case Pool2dKey pool: ChannelEmitter.Emit(code, pool, isa); break;
                case GatherKey gather: GatherEmitter.Emit(code, gather, isa); break;
                case CloseKey close: GatherEmitter.Emit(code, close, isa); break;
                case PadKey pad: PadEmitter.Emit(code, pad, isa); break;
                case EncodeKey encode: NeuronEmitter.Emit(code, encode, isa); break;
                case NeuronKey neuron: NeuronEmitter.Emit(code, neuron, isa); break;
                case IntegrateKey integrate: IntegrateEmitter.Emit(code, integrate, isa); break;
                case SpikeDenseKey dense: SpikeDenseEmitter.Emit(code, dense, isa); break;
                case SpikeDenseInt8Key dense: SpikeDenseEmitter.Emit(code, dense, isa); break;
            }
        }

        return code.ToString();
    }
}
