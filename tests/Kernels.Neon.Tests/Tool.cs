using System.Diagnostics;

namespace Kernels.Neon.Tests;

/// <summary>Runs a script of <c>tests/neon</c>.</summary>
internal static class Tool
{
    /// <summary>How a script ends when a tool is missing; its output then says which.</summary>
    public const int Missing = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(6);

    public static (int Exit, string Output) Run(string script, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Repository.PathOf("tests", "neon", script));
        foreach (var argument in arguments) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{script} did not end within {s_patience.TotalMinutes} minutes.");
        }

        return (process.ExitCode, (output.Result + errors.Result).Trim());
    }
}
