namespace Kernels.Cli;

/// <summary>What the process returns.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    /// <summary>Bad input: files, ids, a machine that lacks what was asked for.</summary>
    public const int Failure = 1;

    /// <summary>A command line that cannot be understood.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl-C, as shells report it: 128 + SIGINT.</summary>
    public const int Interrupted = 130;
}
