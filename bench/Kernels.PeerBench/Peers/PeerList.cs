namespace Kernels.PeerBench.Peers;

/// <summary>Whom we are held against.</summary>
internal static class PeerList
{
    /// <summary>One seat per library, taken or empty, in the order of the columns.</summary>
    /// <param name="options">Where libraries lie that are not installed.</param>
    /// <param name="aboutOpenBlas">How its kernel set was chosen.</param>
    public static IEnumerable<Seat> Find(PeerOptions options, string aboutOpenBlas)
    {
        yield return OpenBlasLibrary.Load() is { } blas ? About(Seat.Of(new OpenBlasPeer(blas)), aboutOpenBlas) : new("OpenBLAS", null, OpenBlasPeer.Absent);
        yield return OneDnnLibrary.Load() is { } dnn ? Seat.Of(new OneDnnPeer(dnn)) : new("oneDNN", null, OneDnnPeer.Absent);
        yield return Seat.Of(new TensorsPeer());
        yield return OfOnnx(options.OnnxRuntime);
    }

    private static Seat OfOnnx(string? file)
    {
        if (file is null) return new(OnnxPeer.Title, null, OnnxPeer.Absent);
        try
        {
            return Seat.Of(new OnnxPeer(OnnxLibrary.Load(file)));
        }
        catch (PeerException error)
        {
            return new(OnnxPeer.Title, null, $"{OnnxPeer.Title}: {error.Message}");
        }
    }

    private static Seat About(Seat seat, string words) => words.Length > 0 ? seat with { Line = $"{seat.Line} ({words})" } : seat;
}
