using System.Linq;
using Kernels.Model;

namespace Kernels.Generators.Emitting;

/// <summary>The front of a kernel: what it does in words, how its weights are packed, and the choice of the variant.</summary>
internal static class FrontEmitter
{
    public static string Emit(KernelKey key, EquatableList<Isa> isas)
    {
        var (parameters, arguments, result) = Signature(key);
        var code = new CodeWriter();
        code.Lines(CodeWriter.Header.TrimEnd('\n'));
        code.Line("namespace Kernels.Generated;");
        code.Line();
        code.Lines(KernelWords.Remarks(key));
        using (code.Open("internal static partial class " + key.Name))
        {
            if (key is DenseKey or DenseInt8Key or DenseBlocksKey or SpikeDenseKey or SpikeDenseInt8Key or Conv2dKey or DepthwiseConv2dKey)
            {
                code.Line("/// <summary>Columns of one panel of packed weights.</summary>");
                code.Line("internal static int PanelColumns(global::Kernels.Model.Isa isa) => isa switch");
                code.Line("{");
                foreach (var isa in IsaText.All.Where(isa => isas.Contains(isa.Isa)))
                    code.Line($"    global::Kernels.Model.Isa.{isa.Isa} => {VectorsPerPanel(key, isa) * isa.Lanes},");
                code.Line($"    _ => throw global::Kernels.CompilerServices.KernelChoice.NotGenerated(isa, \"{key.Name}\"),");
                code.Line("};");
                code.Line();
            }

            using (code.Open($"internal static {result} Run(global::Kernels.Model.Isa isa, {parameters})"))
            {
                using (code.Open("switch (isa)"))
                {
                    foreach (var isa in IsaText.All.Where(isa => isas.Contains(isa.Isa)))
                    {
                        var call = $"Run{isa.Suffix}({arguments});";
                        code.Line($"case global::Kernels.Model.Isa.{isa.Isa}: {(result == "void" ? call + " return;" : "return " + call)}");
                    }

                    code.Line($"default: throw global::Kernels.CompilerServices.KernelChoice.NotGenerated(isa, \"{key.Name}\");");
                }
            }
        }

        return code.ToString();
    }

    private static int VectorsPerPanel(KernelKey key, IsaText isa) => key switch
    {
        DenseKey dense => isa.DenseVectorsPerPanel(dense.Outputs),
        SpikeDenseKey spikes => isa.DenseVectorsPerPanel(spikes.Outputs),
        DenseInt8Key dense => isa.Int8VectorsPerPanel(dense.Outputs),
        DenseBlocksKey dense => isa.DenseVectorsPerPanel(dense.Outputs),
        SpikeDenseInt8Key spikes => isa.Int8VectorsPerPanel(spikes.Outputs),
        Conv2dKey conv => isa.DenseVectorsPerPanel(conv.Outputs),
        DepthwiseConv2dKey depthwise => isa.Registers(depthwise.Window.Image.Channels),
        _ => throw new System.InvalidOperationException("a kernel without panels: " + key.Name),
    };

    private static (string Parameters, string Arguments, string Result) Signature(KernelKey key) => key switch
    {
        DenseKey { IsStored: true } dense => (StoredLoopEmitter.Parameters(DenseStoredEmitter.Loop(dense)), StoredLoopEmitter.Arguments(DenseStoredEmitter.Loop(dense)), "void"),
        DenseBlocksKey dense => (StoredLoopEmitter.Parameters(DenseBlocksEmitter.Loop(dense)), StoredLoopEmitter.Arguments(DenseBlocksEmitter.Loop(dense)), "void"),
        DenseKey dense => (
            $"ref float x, int rows, ref {dense.Element} panels, ref float bias, ref float residual, ref float y, int first, int end",
            "ref x, rows, ref panels, ref bias, ref residual, ref y, first, end", "void"),
        DenseInt8Key => (
            "ref sbyte x, ref float rowScales, int rows, ref sbyte panels, ref int corrections, ref float scales, ref float bias, ref float residual, ref float y, int first, int end",
            "ref x, ref rowScales, rows, ref panels, ref corrections, ref scales, ref bias, ref residual, ref y, first, end", "void"),
        EventsInt8Key => (
            "ref int events, int count, ref float rowScale, ref sbyte panels, ref float scales, ref float bias, ref float residual, ref float y, int first, int end",
            "ref events, count, ref rowScale, ref panels, ref scales, ref bias, ref residual, ref y, first, end", "void"),
        EventsBlocksKey events => (
            $"ref int events, ref int ends, ref float rowScale, ref {StoredText.Element(events.Format)} panels, ref ushort scales, ref float bias, ref float residual, ref float y, int first, int end",
            "ref events, ref ends, ref rowScale, ref panels, ref scales, ref bias, ref residual, ref y, first, end", "void"),
        QuantizeKey => (
            "ref float x, ref sbyte q, ref float scales, int rows, float levels", "ref x, ref q, ref scales, rows, levels", "bool"),
        NormKey { Kind: NormKind.Rms } => ("ref float x, ref float g, ref float y, int rows", "ref x, ref g, ref y, rows", "void"),
        NormKey => ("ref float x, ref float g, ref float b, ref float y, int rows", "ref x, ref g, ref b, ref y, rows", "void"),
        AttentionKey { Whole: true } whole => (
            "ref float q, int stride, ref byte keys, ref byte values, bool rounded, ref float scratch, ref float y, int outputStride, int rows, int count" + (whole.Biased ? ", ref float bias" : ""),
            "ref q, stride, ref keys, ref values, rounded, ref scratch, ref y, outputStride, rows, count" + (whole.Biased ? ", ref bias" : ""), "void"),
        AttentionKey { Biased: true } => (
            "ref float q, ref float k, ref float v, int stride, ref byte keys, ref byte values, bool rounded, ref float scratch, ref float y, int outputStride, int rows, int position, ref float bias",
            "ref q, ref k, ref v, stride, ref keys, ref values, rounded, ref scratch, ref y, outputStride, rows, position, ref bias", "void"),
        AttentionKey => (
            "ref float q, ref float k, ref float v, int stride, ref byte keys, ref byte values, bool rounded, ref float scratch, ref float y, int outputStride, int rows, int position",
            "ref q, ref k, ref v, stride, ref keys, ref values, rounded, ref scratch, ref y, outputStride, rows, position", "void"),
        Conv2dKey => (
            "ref float x, ref float panels, ref float bias, ref float residual, ref float y, int first, int end",
            "ref x, ref panels, ref bias, ref residual, ref y, first, end", "void"),
        DepthwiseConv2dKey => (
            "ref float x, ref float weights, ref float bias, ref float residual, ref float y, int first, int end",
            "ref x, ref weights, ref bias, ref residual, ref y, first, end", "void"),
        GatherKey => (
            "ref sbyte images, ref float imageScales, ref sbyte q, ref float scales, int first, int end", "ref images, ref imageScales, ref q, ref scales, first, end", "void"),
        CloseKey => ("ref float sums, ref float residual, ref float y, int rows", "ref sums, ref residual, ref y, rows", "void"),
        Pool2dKey => ("ref float x, ref float y, int first, int end", "ref x, ref y, first, end", "void"),
        FunctionKey or PadKey => ("ref float x, ref float y, int rows", "ref x, ref y, rows", "void"),
        PairKey => ("ref float left, ref float right, ref float y, int rows", "ref left, ref right, ref y, rows", "void"),
        EncodeKey => ("ref float x, ref float train, int rows", "ref x, ref train, rows", "void"),
        NeuronKey => ("ref float current, ref float train, int rows", "ref current, ref train, rows", "void"),
        IntegrateKey => ("ref float current, ref float y, int rows", "ref current, ref y, rows", "void"),
        SpikeDenseKey => (
            "ref float train, int rows, ref float panels, ref float bias, ref float y, int first, int end",
            "ref train, rows, ref panels, ref bias, ref y, first, end", "void"),
        SpikeDenseInt8Key => (
            "ref float train, int rows, ref sbyte panels, ref float scales, ref float bias, ref float y, int first, int end",
            "ref train, rows, ref panels, ref scales, ref bias, ref y, first, end", "void"),
        _ => throw new System.InvalidOperationException("a kernel without a signature: " + key.Name),
    };
}
