namespace Kernels.Runtime.Tests;

public sealed class MessagesTests() : MessageChecks(typeof(Messages), "Kernels.Runtime")
{
    protected override IReadOnlyList<string> NoSentences => ["Of"];
}
