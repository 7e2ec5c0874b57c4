using System.Runtime.InteropServices;

namespace Kernels.Cli;

/// <summary>
/// Turns the first Ctrl-C into a cancellation, so that a command can end in order. What does not look at cancellations (reading a
/// large file) is ended after a moment, and a second Ctrl-C ends everything at once.
/// </summary>
internal sealed class Interrupt : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration _registration;
    private Timer? _end;

    public Interrupt()
        => _registration = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);

    public CancellationToken Cancellation => _source.Token;

    public void Dispose()
    {
        _registration.Dispose();
        _end?.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        context.Cancel = true;
        if (_source.IsCancellationRequested)
            Environment.Exit(ExitCode.Interrupted);
        _end = new Timer(_ => Environment.Exit(ExitCode.Interrupted), null, Patience, Timeout.InfiniteTimeSpan);
        _source.Cancel();
    }
}
