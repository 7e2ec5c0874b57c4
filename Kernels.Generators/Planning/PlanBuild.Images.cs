using System;
using System.Collections.Generic;
using Kernels.Model;

namespace Kernels.Generators.Planning;

/// <summary>
/// Layers that move a window over an image. Padding is a step of its own, which writes the image with what is around it: the kernels then know no
/// borders, and a copy costs little beside a window at every position.
/// </summary>
internal sealed partial class PlanBuild
{
    /// <summary>Positions side by side that fill the registers of every width.</summary>
    private const int Enough = 32;

    private void Windows(NetworkModel network, LayerOp op, int value, int[] uses, int[] left, int[] buffers, HashSet<int> fused)
    {
        var layer = (WindowModel)network.Graph.Layers[op.Layer];
        var image = network.ImageOf(op.From)!;
        var (padded, from) = Pad(layer, image, buffers[op.From]);
        var (function, residual, end) = layer is Pool2dModel ? (Function.None, -1, value) : Fused(network.Graph, value, uses, buffers, fused, reluOnly: true);
        var (relu, residualBuffer) = (function == Function.Relu, residual < 0 ? -1 : buffers[residual]);
        var sums = layer is Conv2dModel { Precision: not Precision.Float32 } summed
            ? NewBuffer(checked(Plain(padded, layer.Window).Positions * Padding.Up(summed.Outputs)))
            : -1;
        var to = NewBuffer(network.Widths[value]);
        buffers[end] = to;
        _steps.Add(layer switch
        {
            Conv2dModel conv => new Conv2dStep(layer.Method, _dense++, Folded(padded, layer.Window), conv.Outputs, conv.Bias, relu, residualBuffer, from, to, conv.Precision, conv.Placement, sums),
            DepthwiseConv2dModel depthwise => new DepthwiseConv2dStep(layer.Method, _dense++, Plain(padded, layer.Window), depthwise.Bias, relu, residualBuffer, from, to),
            Pool2dModel pool => new Pool2dStep(layer.Method, pool.Kind, Plain(padded, layer.Window), image, layer.Window.Rows(image).Before, layer.Window.Columns(image).Before, from, to),
            _ => throw new InvalidOperationException("a window without a plan: " + layer.Method),
        });
        if (from != buffers[op.From]) _free.Add(from);
        if (sums >= 0) _free.Add(sums);
        Release(op.From, left, buffers, keep: to);
        if (residual >= 0) Release(residual, left, buffers, keep: to);
    }

    private (ImageShape Padded, int Buffer) Pad(WindowModel layer, ImageShape image, int from)
    {
        var padded = layer.Window.Padded(image);
        if (padded == image) return (image, from);
        var to = NewBuffer(padded.Values);
        _steps.Add(new PadStep(
            layer.Method, image, layer.Window.Rows(image).Before, layer.Window.Columns(image).Before, padded, layer is Pool2dModel { Kind: PoolKind.Max }, from, to));
        return (padded, to);
    }

    private static WindowPlan Plain(ImageShape image, Window window) => new(image, window.Height, window.Width, window.Stride);

    /// <summary>A window of one position sees no neighbours: rows of positions may as well be one long row, which fills register tiles.</summary>
    private static WindowPlan Folded(ImageShape image, Window window)
    {
        if (window is not { Height: 1, Width: 1, Stride: 1 }) return Plain(image, window);
        var rows = 1;
        while (rows < image.Height && (image.Width * rows < Enough || image.Height % rows != 0)) rows++;
        return Plain(new ImageShape(image.Height / rows, image.Width * rows, image.Channels), window);
    }
}
