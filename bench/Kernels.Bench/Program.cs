using Kernels.Bench;
using Kernels.Benchmarks;

// dotnet run -c Release --project bench/Kernels.Bench -- digits|writer [options]
var rest = args.Skip(1).ToArray();
switch (args.FirstOrDefault())
{
    case "digits":
        return KernelBench.Run<Demo.Digits>(rest);
    case "writer":
        return KernelBench.Run<Writer>(rest);
    default:
        Console.Error.WriteLine("Name a benchmark: digits or writer; options of KernelBench follow, such as --short.");
        return 2;
}
