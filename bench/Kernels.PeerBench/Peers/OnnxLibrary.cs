using System.Runtime.InteropServices;
using System.Text;

namespace Kernels.PeerBench.Peers;

/// <summary>
/// The functions of ONNX Runtime that are used. Its C interface is one table of addresses whose order never changes (<c>struct OrtApi</c> in
/// <c>onnxruntime_c_api.h</c>): functions are called by their place in it. Handles are addresses.
/// </summary>
internal sealed unsafe class OnnxLibrary
{
    /// <summary>The version of the table that is asked for; the places below are in it since version 1.</summary>
    private const uint TableVersion = 13;

    private const int Error = 3;
    private const int EveryOptimization = 99;

    private readonly nint* _table;
    private readonly nint _environment;
    private readonly nint _options;
    private readonly nint _memory;

    private OnnxLibrary(nint library)
    {
        var start = ((delegate* unmanaged[Cdecl]<nint*>)NativeLibrary.GetExport(library, "OrtGetApiBase"))();
        Version = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint>)start[1])()) ?? "";
        _table = (nint*)((delegate* unmanaged[Cdecl]<uint, nint>)start[0])(TableVersion);
        if (_table is null) throw new PeerException($"ONNX Runtime {Version} has no table of version {TableVersion}");
        nint handle;
        fixed (byte* name = "peers\0"u8) Check(((delegate* unmanaged[Cdecl]<int, byte*, nint*, nint>)_table[Place.CreateEnv])(Error, name, &handle));
        _environment = handle;
        Check(((delegate* unmanaged[Cdecl]<nint*, nint>)_table[Place.CreateSessionOptions])(&handle));
        _options = handle;
        Set(Place.SetIntraOpNumThreads, 1);
        Set(Place.SetInterOpNumThreads, 1);
        Set(Place.SetSessionGraphOptimizationLevel, EveryOptimization);
        Check(((delegate* unmanaged[Cdecl]<int, int, nint*, nint>)_table[Place.CreateCpuMemoryInfo])(0, 0, &handle));
        _memory = handle;

        void Set(int place, int value) => Check(((delegate* unmanaged[Cdecl]<nint, int, nint>)_table[place])(_options, value));
    }

    public string Version { get; }

    /// <exception cref="PeerException">The file is no such library.</exception>
    public static OnnxLibrary Load(string file)
    {
        if (!NativeLibrary.TryLoad(Path.GetFullPath(file), out var library)) throw new PeerException($"{file} cannot be loaded as a library");
        if (!NativeLibrary.TryGetExport(library, "OrtGetApiBase", out _)) throw new PeerException($"{file} is not ONNX Runtime");
        return new OnnxLibrary(library);
    }

    /// <summary>A model ready to run.</summary>
    public nint Session(byte[] model)
    {
        nint session;
        fixed (byte* first = model)
            Check(((delegate* unmanaged[Cdecl]<nint, byte*, nuint, nint, nint*, nint>)_table[Place.CreateSessionFromArray])(_environment, first, (nuint)model.Length, _options, &session));
        return session;
    }

    /// <summary>A model in a file, beside which its large constants may lie.</summary>
    public nint Session(string file)
    {
        nint session;
        var path = (OperatingSystem.IsWindows() ? Encoding.Unicode : Encoding.UTF8).GetBytes(Path.GetFullPath(file) + "\0");
        fixed (byte* first = path)
            Check(((delegate* unmanaged[Cdecl]<nint, byte*, nint, nint*, nint>)_table[Place.CreateSession])(_environment, first, _options, &session));
        return session;
    }

    /// <summary>The library's view of a block, as so many values along each axis.</summary>
    public nint View<T>(NativeBlock block, params ReadOnlySpan<long> extents)
        where T : unmanaged
    {
        var bytes = (nuint)sizeof(T);
        foreach (var extent in extents) bytes *= (nuint)extent;
        nint value;
        fixed (long* first = extents)
        {
            Check(((delegate* unmanaged[Cdecl]<nint, nint, nuint, long*, nuint, int, nint*, nint>)_table[Place.CreateTensorWithDataAsOrtValue])(
                _memory, block.Address, bytes, first, (nuint)extents.Length, (int)OnnxTypes.Of<T>(), &value));
        }

        return value;
    }

    /// <summary>Runs a model once, from <c>x</c> to <c>y</c>.</summary>
    public void Run(nint session, nint x, nint y)
    {
        fixed (byte* from = "x\0"u8, to = "y\0"u8)
        {
            byte* input = from;
            byte* output = to;
            Check(((delegate* unmanaged[Cdecl]<nint, nint, byte**, nint*, nuint, byte**, nuint, nint*, nint>)_table[Place.Run])(session, 0, &input, &x, 1, &output, 1, &y));
        }
    }

    /// <summary>Runs a model once on values that lie ready.</summary>
    public void Run(nint session, OnnxCall call)
    {
        var count = call.InputCount;
        Check(((delegate* unmanaged[Cdecl]<nint, nint, nint*, nint*, nuint, nint*, nuint, nint*, nint>)_table[Place.Run])(
            session, 0, call.Names, call.Values, (nuint)count, call.Names + count, (nuint)call.OutputCount, call.Values + count));
    }

    public void FreeSession(nint session) => ((delegate* unmanaged[Cdecl]<nint, void>)_table[Place.ReleaseSession])(session);

    public void FreeView(nint value) => ((delegate* unmanaged[Cdecl]<nint, void>)_table[Place.ReleaseValue])(value);

    private void Check(nint status)
    {
        if (status == 0) return;
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged[Cdecl]<nint, nint>)_table[Place.GetErrorMessage])(status)) ?? "no reason given";
        ((delegate* unmanaged[Cdecl]<nint, void>)_table[Place.ReleaseStatus])(status);
        throw new PeerException("ONNX Runtime says: " + message.ReplaceLineEndings(" "));
    }

    /// <summary>Places in the table, counted from 0.</summary>
    private static class Place
    {
        public const int GetErrorMessage = 2;
        public const int CreateEnv = 3;
        public const int CreateSession = 7;
        public const int CreateSessionFromArray = 8;
        public const int Run = 9;
        public const int CreateSessionOptions = 10;
        public const int SetSessionGraphOptimizationLevel = 23;
        public const int SetIntraOpNumThreads = 24;
        public const int SetInterOpNumThreads = 25;
        public const int CreateTensorWithDataAsOrtValue = 49;
        public const int CreateCpuMemoryInfo = 69;
        public const int ReleaseStatus = 93;
        public const int ReleaseSession = 95;
        public const int ReleaseValue = 96;
    }
}
