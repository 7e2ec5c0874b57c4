using System;
using System.Collections.Generic;
using System.Globalization;

namespace Kernels.Model;

/// <summary>Text to models, line by line; the first fault ends it. <see cref="ModelText"/> describes the form.</summary>
internal sealed class ModelTextReader(string text)
{
    private const int MaxFormats = 8;

    private readonly string[] _lines = text.Length <= ModelText.MaxLength ? text.Split('\n') : [];
    private int _line;

    public ModelTextError? Error { get; private set; }

    public IReadOnlyList<GraphModel>? Read()
    {
        if (text.Length > ModelText.MaxLength) return Fail($"the text is longer than {Limits.Text(ModelText.MaxLength)} characters");
        if (!_lines[0].StartsWith(ModelText.Heading, StringComparison.Ordinal)) return Fail($"the text does not start with \"{ModelText.Heading.Trim()}\"");
        var heading = ModelText.Heading + ModelText.Version.ToString(CultureInfo.InvariantCulture);
        if (_lines[0] != heading)
        {
            Error = new(1, true, $"the text is \"{ModelTextLine.Printable(_lines[0])}\", and this version reads \"{heading}\"");
            return null;
        }

        var graphs = new List<GraphModel>();
        try
        {
            do graphs.Add(Graph());
            while (_line + 2 < _lines.Length);
        }
        catch (FormatException fault)
        {
            return Fail(fault.Message);
        }

        if (_line + 2 != _lines.Length || _lines[_line + 1].Length > 0) return Fail("the last line does not end in a line feed");
        return CheckCanonical(graphs);
    }

    private IReadOnlyList<GraphModel>? CheckCanonical(List<GraphModel> graphs)
    {
        var writer = new ModelTextWriter();
        writer.Line(_lines[0]);
        foreach (var graph in graphs) writer.Graph(graph);
        var written = writer.ToString().Split('\n');
        for (_line = 0; _line < _lines.Length; _line++)
            if (_line >= written.Length || written[_line] != _lines[_line]) return Fail("the line is not in canonical form");
        return graphs;
    }

    private IReadOnlyList<GraphModel>? Fail(string message)
    {
        Error ??= new(Math.Min(_line, _lines.Length) + 1, false, message);
        return null;
    }

    private GraphModel Graph()
    {
        var head = Next();
        var kind = head.Enum<GraphKind>();
        var name = head.Quoted();
        head.Word("forward");
        var forward = head.Quoted();
        head.End();

        var input = Next();
        input.Word("input");
        var edge = input.Enum<EdgeKind>();
        var extents = new List<int>();
        var isAny = input.TryWord("any");
        while (!isAny && !input.IsAtEnd) extents.Add(input.Number());
        input.End();

        var context = Next();
        context.Word("context");
        var rows = context.Number();
        context.End();

        var layers = new List<LayerModel>();
        var ops = new List<OpModel>();
        var formats = new List<WeightFormat>();
        while (true)
        {
            var line = Next();
            if (line.TryWord("formats"))
            {
                while (!line.IsAtEnd && formats.Count < MaxFormats) formats.Add(line.Enum<WeightFormat>());
                line.End();
                continue;
            }

            if (line.TryWord("result"))
            {
                var result = line.Number();
                line.End();
                var end = Next();
                end.Word("end");
                end.End();
                return new(kind, name, edge, isAny ? null : new Shape(extents.ToEquatableList()), rows, forward,
                    layers.ToEquatableList(), ops.ToEquatableList(), result) { Formats = formats.ToEquatableList() };
            }

            if (layers.Count + ops.Count >= 2 * Limits.Operations) throw new FormatException("the definition is too long");
            if (line.TryWord("do")) ops.Add(Op(line));
            else layers.Add(Layer(line));
            line.End();
        }
    }

    private static OpModel Op(ModelTextLine line)
    {
        if (line.TryWord("layer")) return new LayerOp(line.Number(), line.Skip("of").Number());
        if (line.TryWord("function")) return new FunctionOp(line.Enum<Function>(), line.Skip("of").Number());
        if (line.TryWord("add")) return new AddOp(line.Number(), line.Number());
        return new MultiplyOp(line.Skip("multiply").Number(), line.Number());
    }

    private static LayerModel Layer(ModelTextLine line)
    {
        if (line.TryWord("dense"))
            return new DenseModel(line.Quoted(), line.Skip("weights").Quoted(), line.Enum<WidthRule>(), line.Number(), line.Choice("bias", "no-bias"),
                line.Skip("layout").Enum<WeightLayout>(), line.Skip("precision").Enum<Precision>(), Placed(line))
            {
                Flatten = line.TryWord("flatten") ? line.Enum<FlattenOrder>() : FlattenOrder.ChannelsLast,
            };
        if (line.TryWord("conv"))
            return new Conv2dModel(line.Quoted(), line.Skip("weights").Quoted(), line.Skip("outputs").Number(), Moved(line), line.Choice("bias", "no-bias"),
                line.Skip("precision").Enum<Precision>(), Placed(line));
        if (line.TryWord("depthwise")) return new DepthwiseConv2dModel(line.Quoted(), line.Skip("weights").Quoted(), Moved(line), line.Choice("bias", "no-bias"));
        if (line.TryWord("pool")) return new Pool2dModel(line.Quoted(), line.Enum<PoolKind>(), Moved(line));
        if (line.TryWord("embed"))
            return new EmbedModel(line.Quoted(), line.Skip("weights").Quoted(), line.Skip("vocabulary").Number(), line.Skip("width").Number(),
                line.Skip("positions").Number(), line.Quoted());
        if (line.TryWord("tied")) return new TiedModel(line.Quoted(), line.Skip("embed").Number(), line.Skip("precision").Enum<Precision>(), Placed(line));
        if (line.TryWord("layer-norm")) return new NormModel(line.Quoted(), line.Skip("weights").Quoted(), line.Skip("epsilon").Bits());
        if (line.TryWord("rms-norm")) return new NormModel(line.Quoted(), line.Skip("weights").Quoted(), line.Skip("epsilon").Bits(), NormKind.Rms);
        if (line.TryWord("causal-attention")) return Attention(line, AttentionKind.Causal);
        if (line.TryWord("attention")) return Attention(line, AttentionKind.Whole);
        if (line.TryWord("cross-attention")) return Attention(line, AttentionKind.Cross);
        if (line.TryWord("encode")) return new EncodeModel(line.Quoted(), line.Skip("steps").Number());
        if (line.TryWord("neuron"))
            return new NeuronModel(line.Quoted(), line.Skip("decay").Bits(), line.Skip("threshold").Bits(), line.Skip("start").Bits(), line.Skip("reset").Enum<SpikeReset>());
        if (line.TryWord("integrate")) return new IntegrateModel(line.Quoted(), line.Skip("decay").Bits());
        return new StackModel(line.Skip("stack").Quoted(), line.Skip("weights").Quoted(), line.Skip("block").Quoted(), line.Skip("count").Number());
    }

    private static AttentionModel Attention(ModelTextLine line, AttentionKind kind)
    {
        var model = new AttentionModel(line.Quoted(), line.Skip("heads").Number(), line.Skip("head-size").Number()) { Kind = kind };
        if (line.TryWord("unscaled")) model = model with { Scaled = false };
        if (line.TryWord("buckets")) model = model with { Buckets = line.Number(), MaxDistance = line.Skip("distance").Number() };
        if (line.TryWord("memory")) model = model with { Memory = line.Number(), Bias = line.Choice("bias", "no-bias") };
        return line.TryWord("weights") ? model with { Weights = line.Quoted() } : model;
    }

    private static Placement Placed(ModelTextLine line) => line.TryWord("placement") ? line.Enum<Placement>() : Placement.OfMode;

    private static Window Moved(ModelTextLine line) => new(
        line.Skip("window").Number(), line.Number(), line.Skip("stride").Number(), line.Skip("padding").Number(), line.Choice("same", "as-said"));

    private ModelTextLine Next()
    {
        _line++;
        if (_line >= _lines.Length) throw new FormatException("the text ends in the middle of a definition");
        return new(_lines[_line]);
    }
}
