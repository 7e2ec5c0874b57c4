using System.Runtime.InteropServices;

namespace Kernels.PeerBench.Peers;

/// <summary>The functions of OpenBLAS that are used, as its header <c>cblas.h</c> has them; matrices lie row by row.</summary>
internal sealed unsafe class OpenBlasLibrary
{
    private const int RowMajor = 101;
    private const int NoTranspose = 111;
    private const int Transpose = 112;
    private static readonly string[] s_names = ["libopenblas.so.0", "libopenblas.so", "libopenblas.dylib", "libopenblas.dll"];

    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, nint, int, nint, int, float, nint, int, void> _sgemm;
    private readonly delegate* unmanaged[Cdecl]<int, int, int, int, float, nint, int, nint, int, float, nint, int, void> _sgemv;

    private OpenBlasLibrary(nint library)
    {
        _sgemm = (delegate* unmanaged[Cdecl]<int, int, int, int, int, int, float, nint, int, nint, int, float, nint, int, void>)NativeLibrary.GetExport(library, "cblas_sgemm");
        _sgemv = (delegate* unmanaged[Cdecl]<int, int, int, int, float, nint, int, nint, int, float, nint, int, void>)NativeLibrary.GetExport(library, "cblas_sgemv");
        Config = Text(((delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "openblas_get_config"))());
        Core = Text(((delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "openblas_get_corename"))());
        ((delegate* unmanaged[Cdecl]<int, void>)NativeLibrary.GetExport(library, "openblas_set_num_threads"))(1);
    }

    /// <summary>Version and build options.</summary>
    public string Config { get; }

    /// <summary>The processor whose kernels it chose.</summary>
    public string Core { get; }

    /// <summary>Null when it is not installed.</summary>
    public static OpenBlasLibrary? Load()
    {
        foreach (var name in s_names)
            if (NativeLibrary.TryLoad(name, out var library)) return new OpenBlasLibrary(library);
        return null;
    }

    /// <summary><c>y[m][n] = sum over k of x[m][k] w[n][k] + keep y[m][n]</c>.</summary>
    /// <param name="inputsFirst">Whether w lies as <c>[k][n]</c> instead.</param>
    public void Multiply(int rows, int outputs, int inputs, nint x, nint weights, bool inputsFirst, float keep, nint y) =>
        _sgemm(RowMajor, NoTranspose, inputsFirst ? NoTranspose : Transpose, rows, outputs, inputs, 1, x, inputs, weights, inputsFirst ? outputs : inputs, keep, y, outputs);

    /// <summary>The same for one row, by the function for a matrix and a vector.</summary>
    public void MultiplyRow(int outputs, int inputs, nint x, nint weights, bool inputsFirst, float keep, nint y)
    {
        if (inputsFirst) _sgemv(RowMajor, Transpose, inputs, outputs, 1, weights, outputs, x, 1, keep, y, 1);
        else _sgemv(RowMajor, NoTranspose, outputs, inputs, 1, weights, inputs, x, 1, keep, y, 1);
    }

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text)?.Trim() ?? "";
}
