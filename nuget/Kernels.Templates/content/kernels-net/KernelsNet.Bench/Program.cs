using Kernels.Benchmarks;
using KernelsNet;

// dotnet run -c Release: one job per register width of this machine.
// --dry runs each once; --save keeps the result as the baseline of this processor.
return KernelBench.Run<Digits>(args);
