namespace Kernels.Cli;

/// <summary>Sentences about files of weights.</summary>
internal static partial class Messages
{
    public static string CompressHelp => Get();

    public static string CompressFolderHelp => Get();

    public static string CompressOutputHelp => Get();

    public static string CompressWeightsHelp => Get();

    public static string TakenOverName => Get();

    public static string TakenOver(int sections) => Format([sections]);

    public static string CompressCodingHelp => Get();

    public static string CompressCalibrateHelp => Get();

    public static string CompressBitsHelp => Get();

    public static string InspectHelp => Get();

    public static string InspectFileHelp => Get();

    public static string NameEnds(string option, string end) => Format([option, end]);

    public static string Checking => Get();

    public static string FileName => Get();

    public static string ParameterCount => Get();

    public static string BytesName => Get();

    public static string BytesBeforeAndAfter(long before, long after, double ratio, double bits) => Format([before, after, ratio, bits]);

    public static string BytesOfElements(long bytes, long elements, double bits) => Format([bytes, elements, bits]);

    public static string SectionName => Get();

    public static string KindName => Get();

    public static string ShapeName => Get();

    public static string ChecksumsName => Get();

    public static string ChecksumsFit => Get();

    public static string NoChecksums => Get();

    public static string ReportHelp => Get();

    public static string ReportCompressionHelp => Get();

    public static string ReportPromptsHelp => Get();

    public static string ReportTextHelp => Get();

    public static string CallRateHelp => Get();

    public static string StageName => Get();

    public static string StageBytes => Get();

    public static string StageShare => Get();

    public static string StageCalls => Get();

    public static string StageLoss => Get();

    public static string StageEnergy => Get();

    public static string SourceCounted(string stages) => Format([stages]);

    public static string SourceImposed(string stages) => Format([stages]);

    public static string SourceCoded(string stages) => Format([stages]);

    public static string ReportNote(double head) => Format([head]);

    public static string LossBudgetHelp => Get();

    public static string LossOfBudget(double loss, double budget) => Format([loss, budget]);

    public static string BudgetTooSmall(double least, double budget) => Format([least, budget]);

    public static string BudgetNeedsTexts => Get();

    public static string NoSecondToken => Get();
}
