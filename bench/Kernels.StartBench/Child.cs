using System.Diagnostics;

namespace Kernels.StartBench;

/// <summary>One run of a program.</summary>
/// <param name="FirstByte">Seconds until it wrote its first byte to standard output; until its end when it wrote none.</param>
/// <param name="Whole">Seconds until its end.</param>
/// <param name="Output">What it wrote.</param>
internal sealed record Child(double FirstByte, double Whole, string Output)
{
    public static Child Run(string program, params string[] arguments)
    {
        var path = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? program + ".exe" : program);
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true };
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        var pipe = process.StandardOutput.BaseStream;
        var first = pipe.ReadByte();
        var firstByte = watch.Elapsed.TotalSeconds;
        if (first >= 0) output.WriteByte((byte)first);
        pipe.CopyTo(output);
        process.WaitForExit();
        var whole = watch.Elapsed.TotalSeconds;
        return process.ExitCode == 0
            ? new(firstByte, whole, System.Text.Encoding.UTF8.GetString(output.ToArray()))
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with exit code {process.ExitCode}.");
    }
}
