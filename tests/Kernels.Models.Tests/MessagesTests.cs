namespace Kernels.Models.Tests;

public sealed class MessagesTests() : MessageChecks(typeof(Messages), "Kernels.Models")
{
    protected override IReadOnlyList<string> NoSentences => ["Of"];
}
