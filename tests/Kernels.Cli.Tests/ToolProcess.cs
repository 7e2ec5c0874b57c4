using System.Diagnostics;
using System.Text;

namespace Kernels.Cli.Tests;

/// <summary>The built tool in a process of its own.</summary>
internal static class ToolProcess
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static (int Code, string Out, string Error) Run(params string[] arguments) => Finish(Start("dotnet", [Repository.Tool, .. arguments]));

    /// <summary>Runs a line of the shell, in which <c>$TOOL</c> is the tool.</summary>
    public static (int Code, string Out, string Error) Shell(string line)
        => Finish(Start("bash", ["-c", line.Replace("$TOOL", $"dotnet '{Repository.Tool}'")]));

    public static Process Start(string program, string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }

    public static (int Code, string Out, string Error) Finish(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var error = process.StandardError.ReadToEndAsync();
            if (!process.WaitForExit(Patience))
            {
                process.Kill(entireProcessTree: true);
                throw new TimeoutException("The tool did not end.");
            }

            return (process.ExitCode, output.Result, error.Result);
        }
    }
}
