namespace Kernels.Benchmarks.Reporting;

/// <summary>The processor's name: figures of one mean nothing on another.</summary>
internal static class Processor
{
    public static string Name()
    {
        const string Linux = "/proc/cpuinfo";
        if (File.Exists(Linux))
        {
            var line = File.ReadLines(Linux).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal));
            if (line is not null) return $"{line[(line.IndexOf(':') + 1)..].Trim()}, {Environment.ProcessorCount} logical cores";
        }

        var name = Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString();
        return $"{name}, {Environment.ProcessorCount} logical cores";
    }

    /// <summary>The name as a file name.</summary>
    public static string FileName(string name)
    {
        var words = new string([.. name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]);
        return string.Join('-', words.Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }
}
