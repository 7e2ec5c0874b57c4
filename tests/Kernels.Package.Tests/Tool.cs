using System.Diagnostics;
using System.Text;

namespace Kernels.Package.Tests;

/// <summary>Runs a program and waits for its end.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output and error.</param>
internal sealed record Tool(int ExitCode, string Output)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(8);

    public static Tool Run(string folder, string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // Nothing of the test's own run may leak in, and nothing may stay behind.
        foreach (var name in start.Environment.Keys.Where(IsForeign).ToArray()) start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        process.OutputDataReceived += Append;
        process.ErrorDataReceived += Append;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        if (!process.WaitForExit(s_patience))
        {
            process.Kill(entireProcessTree: true);
            return new Tool(-1, $"{program} {string.Join(' ', args)} took longer than {s_patience}.\n{output}");
        }

        process.WaitForExit();
        return new Tool(process.ExitCode, output.ToString());

        void Append(object sender, DataReceivedEventArgs line)
        {
            lock (output) output.Append(line.Data).Append('\n');
        }
    }

    public Tool Succeeds()
    {
        Assert.True(ExitCode == 0, $"Exit code {ExitCode}:\n{Output}");
        return this;
    }

    /// <summary>Switches of the tier that the suite runs on, and what a test host sets.</summary>
    private static bool IsForeign(string name) => name.StartsWith("DOTNET_Enable", StringComparison.Ordinal) || name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("KERNELS_", StringComparison.Ordinal) || name is "NUGET_PACKAGES" or "DOTNET_STARTUP_HOOKS" or "TESTINGPLATFORM_UI_LANGUAGE";
}
