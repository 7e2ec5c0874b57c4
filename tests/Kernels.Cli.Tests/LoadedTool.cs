using System.Text;

namespace Kernels.Cli.Tests;

/// <summary>A command line run in this process with the loader that users get.</summary>
internal static class LoadedTool
{
    public static (int Code, string Out, string Error) Run(params string[] arguments)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var code = KernelsTool.Run(arguments, new(new(output, error, false, false), new ModelLoader(), CancellationToken.None));
        return (code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
