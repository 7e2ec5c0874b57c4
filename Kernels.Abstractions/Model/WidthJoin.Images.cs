namespace Kernels.Model;

/// <summary>Windows that meet an image.</summary>
internal readonly partial struct WidthJoin
{
    /// <summary>The image that a layer with a window gives; the layer must fit.</summary>
    public static ImageShape ImageOf(WindowModel layer, ImageShape image) => new(
        layer.Window.Rows(image).Count, layer.Window.Columns(image).Count, layer is Conv2dModel conv ? conv.Outputs : image.Channels);

    private int Moved(WindowModel layer)
    {
        var from = ((LayerOp)graph.Ops[op]).From;
        if (images[from] is not { } image)
            return Fail(ModelFault.NotAnImage, widths[from], 0,
                $"{layer.Method} moves a window over an image, and gets a flat row of {Limits.Text(widths[from])} values. {(graph.Kind == GraphKind.Network ? "Give the input a height, a width and channels, as in [Network(Input = [28, 28, 1])], and put layers that mix all values behind it." : "Give the block an image, and let it give back one of the same size.")}");

        var (rows, columns) = (layer.Window.Rows(image), layer.Window.Columns(image));
        if (rows.Count < 1 || columns.Count < 1)
            return Fail(ModelFault.WindowTooLarge, layer.Window.Height, layer.Window.Width,
                $"{layer.Method} moves a window of {Limits.Text(layer.Window.Height)} x {Limits.Text(layer.Window.Width)} over {Limits.Text(rows.Padded)} x {Limits.Text(columns.Padded)} positions, padding included. Take a smaller window, or pad.");

        var channels = layer is Conv2dModel conv ? conv.Outputs : image.Channels;
        var values = (long)rows.Count * columns.Count * channels;
        if (values > Limits.Width)
            return Fail(ModelFault.TooLarge, widths[from], values,
                $"{layer.Method} would give an image of {Limits.Text(values)} values. The limit is {Limits.Text(Limits.Width)}.");
        var padded = (long)rows.Padded * columns.Padded * image.Channels;
        if (padded > Limits.TrainValues)
            return Fail(ModelFault.TooLarge, widths[from], padded,
                $"The image of {layer.Method} would have {Limits.Text(padded)} values, padding included. The limit is {Limits.Text(Limits.TrainValues)}.");
        var weights = (long)layer.Window.Height * layer.Window.Width * image.Channels * (layer is Conv2dModel ? channels : 1);
        return weights <= Limits.MatrixValues
            ? (int)values
            : Fail(ModelFault.TooLarge, widths[from], weights,
                $"The windows of {layer.Method} would hold {Limits.Text(weights)} weights. The limit is {Limits.Text(Limits.MatrixValues)}.");
    }
}
