namespace Kernels.Compiler.Tests;

public sealed class MessagesTests() : MessageChecks(typeof(Messages), "Kernels.Compiler");
