using System.Collections.Generic;

namespace Kernels.Model;

/// <summary>The widths that meet in one operation: what it gives, or the error. 0 stands for a width that is not known.</summary>
internal readonly partial struct WidthJoin(GraphModel graph, int op, int[] widths, int[] steps, ImageShape?[] images, List<InferenceError> errors)
{
    public int Same(char sign, int left, int right)
    {
        var (a, b) = (widths[left], widths[right]);
        if (a == b && images[left] is { } one && images[right] is { } other && one != other)
            return Fail(ModelFault.JoinMismatch, a, b, $"'{sign}' joins an image of {one} with one of {other}. Give both the same height, width and channels.");
        if (a == 0 || b == 0 || a == b) return steps[left] == steps[right] ? a == 0 ? b : a : StepsDiffer(sign, left, right);
        return Fail(ModelFault.JoinMismatch, a, b, $"'{sign}' joins {Limits.Text(a)} values with {Limits.Text(b)}. {JoinAdvice(left, a, right, b)}");
    }

    public int Layer(LayerModel layer, int width) => layer switch
    {
        DenseModel dense => Dense(dense, width),
        EmbedModel embed => embed.Width,
        NormModel => width,
        TiedModel tied => Tied(tied, (EmbedModel)graph.Layers[tied.Embed], width),
        AttentionModel attention => Attention(attention, width),
        EncodeModel encode => Train(encode.Method, width, encode.Steps),
        NeuronModel => width,
        IntegrateModel => width,
        WindowModel window => Moved(window),
        _ => 0,
    };

    private int StepsDiffer(char sign, int left, int right) => Fail(ModelFault.StepsMismatch, steps[left], steps[right],
        $"'{sign}' joins currents of {Limits.Text(steps[left])} time steps with currents of {Limits.Text(steps[right])}. Give both [Encode] the same Steps.");

    private int Train(string method, int width, int count) => (long)width * count <= Limits.TrainValues
        ? width
        : Fail(ModelFault.TooLarge, width, count,
            $"{method} would hold {Limits.Text(width)} values over {Limits.Text(count)} time steps. The limit is {Limits.Text(Limits.TrainValues)} values per row: take fewer Steps.");

    private int Dense(DenseModel dense, int width)
    {
        if (dense.Flatten == FlattenOrder.ChannelsFirst && images[((LayerOp)graph.Ops[op]).From] is null)
            return Fail(ModelFault.NotAnImage, width, 0,
                $"The matrix of {dense.Method} counts the values of an image channel by channel, and its input is a flat row of {Limits.Text(width)} values. Remove Flatten, or let it read an image.");
        if (dense.Rule == WidthRule.Shrink && width % dense.Size != 0)
            return Fail(ModelFault.ShrinkDoesNotDivide, width, dense.Size,
                $"{dense.Method} divides {Limits.Text(width)} values by {Limits.Text(dense.Size)}, which leaves a rest of {width % dense.Size}. Choose a divisor, or give the width itself: [Dense({width / dense.Size})].");

        var outputs = dense.Rule switch
        {
            WidthRule.Fixed => dense.Size,
            WidthRule.Expand => (long)width * dense.Size,
            _ => width / dense.Size,
        };
        if (outputs > Limits.Width)
            return Fail(ModelFault.TooLarge, width, outputs,
                $"{dense.Method} would give {Limits.Text(outputs)} values per row. The limit is {Limits.Text(Limits.Width)}.");
        if (width * outputs > Limits.MatrixValues)
            return Fail(ModelFault.TooLarge, width, outputs,
                $"The matrix of {dense.Method} would hold {Limits.Text(width)} x {Limits.Text(outputs)} values. The limit is {Limits.Text(Limits.MatrixValues)}.");
        return Train(dense.Method, (int)outputs, steps[((LayerOp)graph.Ops[op]).From]);
    }

    private int Tied(TiedModel tied, EmbedModel embed, int width) => width == embed.Width
        ? embed.Vocabulary
        : Fail(ModelFault.WidthMismatch, width, embed.Width,
            $"{tied.Method} takes {Limits.Text(embed.Width)} values, the width of {embed.Method}, and gets {Limits.Text(width)}. Bring the rows to {Limits.Text(embed.Width)} first, as with [Dense({embed.Width})].");

    private int Attention(AttentionModel attention, int width)
    {
        if (attention.Kind == AttentionKind.Cross) return Divided(attention, width, $"{Limits.Text(width)} values");
        if (width % 3 != 0)
            return Fail(ModelFault.AttentionWidth, width, 3,
                $"{attention.Method} takes queries, keys and values side by side, so a multiple of 3, and gets {Limits.Text(width)} values. Put a [Dense(Expand = 3)] before it.");

        return Divided(attention, width / 3, $"{Limits.Text(width / 3)} values ({Limits.Text(width)} / 3)");
    }

    private int Divided(AttentionModel attention, int each, string values)
    {
        var (given, what) = attention.Heads > 0
            ? (attention.Heads, $"{Limits.Text(attention.Heads)} heads")
            : (attention.HeadSize, $"heads of {Limits.Text(attention.HeadSize)} values");
        return each % given == 0
            ? each
            : Fail(ModelFault.HeadsDoNotDivide, each, given,
                $"{attention.Method} splits {values} into {what}, which leaves a rest of {each % given}. Choose a divisor of {Limits.Text(each)}.");
    }

    private int Fail(ModelFault fault, long a, long b, string message)
    {
        var layer = graph.Ops[op] is LayerOp call ? call.Layer : -1;
        errors.Add(new(fault, layer, op, "", new EquatableList<long>([a, b]), message));
        return 0;
    }

    private string JoinAdvice(int left, int leftWidth, int right, int rightWidth) =>
        SizedLayer(right) is { } second ? $"Set [Dense({leftWidth})] on {second}."
        : SizedLayer(left) is { } first ? $"Set [Dense({rightWidth})] on {first}."
        : "Both sides need the same width.";

    // The layer whose number decides a value's width, looking through functions and norms.
    private string? SizedLayer(int value)
    {
        while (value > 0)
        {
            switch (graph.Ops[value - 1])
            {
                case FunctionOp function: value = function.From; break;
                case LayerOp call when graph.Layers[call.Layer] is NormModel: value = call.From; break;
                case LayerOp call when graph.Layers[call.Layer] is DenseModel { Rule: WidthRule.Fixed } dense: return dense.Method;
                default: return null;
            }
        }

        return null;
    }
}
