namespace Kernels.Chip;

/// <summary>A study as one page.</summary>
public static class ChipPage
{
    /// <summary>The page.</summary>
    public static string Write(ChipStudy study) => study.Model;
}
