using Kernels.Model;

namespace Kernels;

/// <summary>The inputs of a stored matrix that counts them channel by channel, and where they lie here: position by position.</summary>
/// <param name="Image">Height, width and channels of an image, or of the windows of a convolution.</param>
/// <param name="IsWindow">Whether the file gives channels, height and width an extent each.</param>
internal sealed record ChannelOrder(ImageShape Image, bool IsWindow)
{
    /// <summary>A matrix over whole images, <c>[outputs, channels x height x width]</c>.</summary>
    public static ChannelOrder Of(ImageShape image) => new(image, IsWindow: false);

    /// <summary>The windows of a convolution, <c>[outputs, channels, height, width]</c>.</summary>
    public static ChannelOrder OfWindow(int height, int width, int channels) => new(new ImageShape(height, width, channels), IsWindow: true);

    /// <summary>The extents of the tensor in the file.</summary>
    public long[] Dims(int outputs) => IsWindow ? [outputs, Image.Channels, Image.Height, Image.Width] : [outputs, Image.Values];

    /// <summary>Where the input that the file counts as k-th comes to lie.</summary>
    public int PlaceOf(int k) => (k % Image.Positions * Image.Channels) + (k / Image.Positions);

    /// <summary>Puts the inputs of one output where they belong.</summary>
    public void Place<T>(ReadOnlySpan<T> stored, Span<T> placed)
    {
        var (positions, channels) = (Image.Positions, Image.Channels);
        for (var channel = 0; channel < channels; channel++)
            for (var position = 0; position < positions; position++)
                placed[(position * channels) + channel] = stored[(channel * positions) + position];
    }
}
