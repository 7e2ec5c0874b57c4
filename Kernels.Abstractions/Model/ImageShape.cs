namespace Kernels.Model;

/// <summary>A row that is an image: position by position, the channels of one position side by side.</summary>
/// <param name="Height">Rows of positions.</param>
/// <param name="Width">Positions per row.</param>
/// <param name="Channels">Values per position.</param>
public sealed record ImageShape(int Height, int Width, int Channels)
{
    /// <summary>Values of the image.</summary>
    public int Values => checked(Height * Width * Channels);

    /// <summary>Positions of the image.</summary>
    public int Positions => checked(Height * Width);

    /// <inheritdoc/>
    public override string ToString() => $"{Limits.Text(Height)} x {Limits.Text(Width)} x {Limits.Text(Channels)}";
}

/// <summary>A window as declared.</summary>
/// <param name="Height">Its rows.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Stride">Positions from one window to the next.</param>
/// <param name="Padding">Positions added on every side; 0 where <paramref name="Same"/> says how many.</param>
/// <param name="Same">Whether each side gives its length divided by the stride, rounded up.</param>
public sealed record Window(int Height, int Width, int Stride, int Padding, bool Same)
{
    /// <summary>The windows along the rows of an image.</summary>
    public Side Rows(ImageShape image) => Along(image.Height, Height);

    /// <summary>The windows along the columns of an image.</summary>
    public Side Columns(ImageShape image) => Along(image.Width, Width);

    /// <summary>The image as the windows see it, padding included.</summary>
    public ImageShape Padded(ImageShape image) => new(Rows(image).Padded, Columns(image).Padded, image.Channels);

    private Side Along(int length, int kernel)
    {
        if (!Same) return new(Padding, length, Padding, checked(length + (2 * Padding)) < kernel ? 0 : ((length + (2 * Padding) - kernel) / Stride) + 1);
        var count = (length + Stride - 1) / Stride;
        var added = System.Math.Max(0, ((count - 1) * Stride) + kernel - length);
        return new(added / 2, length, added - (added / 2), count);
    }

    /// <summary>The windows along one side of an image.</summary>
    /// <param name="Before">Positions of padding before it.</param>
    /// <param name="Length">Positions of the image.</param>
    /// <param name="Behind">Positions of padding behind it.</param>
    /// <param name="Count">Windows; 0 where not one fits.</param>
    public readonly record struct Side(int Before, int Length, int Behind, int Count)
    {
        /// <summary>Positions, padding included.</summary>
        public int Padded => Before + Length + Behind;
    }
}
