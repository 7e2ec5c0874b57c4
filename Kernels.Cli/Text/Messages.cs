using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace Kernels.Cli;

/// <summary>
/// Every sentence that a user reads, by name, in the language of the culture: <c>Messages.resx</c> is English,
/// <c>Messages.ko.resx</c> Korean. Numbers are written alike everywhere.
/// </summary>
internal static partial class Messages
{
    private static readonly ResourceManager Resources = new("Kernels.Cli.Messages", typeof(Messages).Assembly);

    /// <summary>What users type to run the tool; the same in all languages.</summary>
    public static string ToolName => "kernels";

    public static string Description => Get();

    public static string GenerateHelp => Get();

    public static string LogitsHelp => Get();

    public static string PerplexityHelp => Get();

    public static string ExplainHelp => Get();

    public static string ImportHelp => Get();

    public static string ImportFolderHelp => Get();

    public static string ImportOutputHelp => Get();

    public static string PromptHelp => Get();

    public static string ModelHelp => Get();

    public static string ModelRequiredHelp => Get();

    public static string ModeHelp => Get();

    public static string CodeHelp => Get();

    public static string StepsHelp => Get();

    public static string SpikesHelp => Get();

    public static string WeightsHelp => Get();

    public static string CacheHelp => Get();

    public static string StepsWithoutTrain => Get();

    public static string WorkName => Get();

    public static string IsaHelp => Get();

    public static string ThreadsHelp => Get();

    public static string SourceIdsHelp => Get();

    public static string TranslateHelp => Get();

    public static string TranslateTextHelp => Get();

    public static string TranslateFileHelp => Get();

    public static string ToHelp => Get();

    public static string TextOrFile => Get();

    public static string EmbeddedLanguage(string language) => Format([language]);

    public static string OneLanguage(string model, string language) => Format([model, language]);

    public static string SummarizeHelp => Get();

    public static string SummarizeFileHelp => Get();

    public static string LinesHelp => Get();


    public static string IdsHelp => Get();

    public static string SpecialHelp => Get();

    public static string JsonHelp => Get();

    public static string TokensHelp => Get();

    public static string TemperatureHelp => Get();

    public static string TopKHelp => Get();

    public static string TopPHelp => Get();

    public static string PenaltyHelp => Get();

    public static string SeedHelp => Get();

    public static string IgnoreEndHelp => Get();

    public static string PerplexityFileHelp => Get();

    public static string WindowHelp => Get();

    public static string StrideHelp => Get();

    public static string OutOfMemory => Get();

    public static string HelpHelp => Get();

    public static string HelpDescription => Get();

    public static string HelpDefault => Get();

    public static string HelpRequired => Get();

    public static string NoStep => Get();

    public static string SpeedOfNothing => Get();

    public static string PromptName => Get();

    public static string PromptIsFirstId => Get();

    public static string FileReadOnly => Get();

    public static string LinksInCircle => Get();

    public static string NameTooLong => Get();

    public static string NoPermission => Get();

    public static string DiskFull => Get();

    public static string PromptAndIds => Get();

    public static string Scoring => Get();

    public static string Tokens => Get();

    public static string Characters => Get();

    public static string NatsPerToken => Get();

    public static string PerplexityName => Get();

    public static string BitsPerCharacter => Get();

    public static string ModelName => Get();

    public static string ModeName => Get();

    public static string IsaName => Get();

    public static string KernelsName => Get();

    public static string Speed => Get();

    public static string Seed => Get();

    public static string Ended => Get();

    public static string EndOfText => Get();

    public static string NoEmbeddedWeights => Get();

    public static string MegahertzHelp => Get();

    public static string ChipName => Get();

    public static string EmulateHelp => Get();

    public static string EmulatePromptHelp => Get();

    public static string EmulateTokensHelp => Get();

    public static string HtmlHelp => Get();

    public static string ProfileName => Get();

    public static string EnergyName => Get();

    public static string PromptEnergyName => Get();

    public static string TimeName => Get();

    public static string PowerName => Get();

    public static string AreaName => Get();

    public static string ThroughputName => Get();

    public static string PerJouleName => Get();

    public static string PerAreaName => Get();

    public static string LayerName => Get();

    public static string DensePart => Get();

    public static string SpikingPart => Get();

    public static string OnChipPart => Get();

    public static string ExternalPart => Get();

    public static string StaticPart => Get();

    public static string WaitingPart => Get();

    public static string MicrosecondsName => Get();

    public static string MillisecondsName => Get();

    public static string SecondsName => Get();

    public static string MilliwattsName => Get();

    public static string ComputeName => Get();

    public static string TotalName => Get();

    public static string PointName => Get();

    public static string SweepTitle => Get();

    public static string FiguresTitle => Get();

    public static string FigureName => Get();

    public static string PublishedName => Get();

    public static string ModelSays => Get();

    public static string UseName => Get();

    public static string Calibrated => Get();

    public static string PredictedMet => Get();

    public static string PredictedMissed => Get();

    public static string ClosureTitle => Get();

    public static string AssumptionsName => Get();

    public static string ProductsName => Get();

    public static string AdditionsName => Get();

    public static string EncodersName => Get();

    public static string EventName => Get();

    public static string StatusName => Get();

    public static string SourceName => Get();

    public static string FemtojoulesName => Get();

    public static string StatusPublished => Get();

    public static string StatusDerived => Get();

    public static string StatusCalibrated => Get();

    public static string StatusAssumed => Get();

    public static string Follows(string figure) => Format([figure]);

    public static string Error(string message) => Format([message]);

    public static string Usage(string fault, string command) => Format([fault, command]);

    public static string Unexpected(string kind, string message) => Format([kind, message]);

    public static string NotWhole(string option, string text, long least, long most) => Format([option, text, least, most]);

    public static string NotBetween(string option, string text, double least, double most) => Format([option, text, least, most]);

    public static string NotAtLeast(string option, string text, double least) => Format([option, text, least]);

    public static string NotAbove(string option, string text, double least) => Format([option, text, least]);

    public static string NotOneOf(string option, string text, string known) => Format([option, text, known]);

    public static string NotIds(string option, string text) => Format([option, text]);

    public static string Empty(string option) => Format([option]);

    public static string NoSuchCommand(string command) => Format([command]);

    public static string NoSuchOption(string option) => Format([option]);

    public static string IdOutOfRange(string id, int last) => Format([id, last]);

    public static string PromptTooLong(int tokens, int context) => Format([tokens, context]);

    public static string NoSuchIsa(string wanted, string known) => Format([wanted, known]);

    public static string NotFinite(string model, int id) => Format([model, id]);

    public static string NoNumber(string model, string fault) => Format([model, fault]);

    public static string TextNeedsTokenizer(string model) => Format([model]);

    public static string NoTokenizer(string model) => Format([model]);

    public static string PromptIsUsual(string text) => Format([text]);

    public static string VerifyHelp(string modes) => Format([modes]);

    public static string SameBits(string modes) => Format([modes]);

    public static string VoltsHelp(string points) => Format([points]);

    public static string IsFolder(string file) => Format([file]);

    public static string NoSuchFile(string file) => Format([file]);

    public static string FileLength(string file, long length, long most) => Format([file, length, most]);

    public static string NotUtf8(string file) => Format([file]);

    public static string CannotRead(string file, string fault) => Format([file, fault]);

    public static string CannotWrite(string file, string fault) => Format([file, fault]);

    public static string FolderMissing(string folder) => Format([folder]);

    public static string CannotWriteOutput(string fault) => Format([fault]);

    public static string ExplainHeader(string model, string sizes, long parameters) => Format([model, sizes, parameters]);

    public static string SpeedOf(int tokens, double perSecond, int prompt, double promptPerSecond)
        => Format([tokens, perSecond, prompt, promptPerSecond]);

    public static string WeightsReadName => Get();

    public static string WeightsRead(double layers, double head) => Format([layers, head]);

    public static string SpeedOfPrompt(int prompt, double perSecond) => Format([prompt, perSecond]);

    public static string ContextFull(int context) => Format([context]);

    public static string TokenLimit(int tokens) => Format([tokens]);

    public static string LossMeasured(string mode, double nats) => Format([mode, nats]);

    public static string LossUnknown(string mode) => Format([mode]);

    public static string OtherBits(string network, string mode, int token, int logit) => Format([network, mode, token, logit]);

    public static string WeightsOfIntegers(string mode) => Format([mode]);

    public static string OnlyWithSpikes(string option, string mode) => Format([option, mode]);

    public static string Work(double dnn, double snn, double skipped, long macs, long accumulates, long spikes)
        => Format([dnn, snn, skipped, macs, accumulates, spikes]);

    public static string TooFast(double megahertz, double volts, double highest, double needed) => Format([megahertz, volts, highest, needed]);

    public static string OnChip(string energy, double seconds, double volts, double megahertz, string profile) => Format([energy, seconds, volts, megahertz, profile]);

    public static string EachToken(string energy) => Format([energy]);

    public static string PerDecodedToken(string point) => Format([point]);

    public static string PerPromptToken(string point) => Format([point]);

    public static string PricesTitle(string point) => Format([point]);

    public static string EnergyOf(double compute, double external, double waiting) => Format([compute, external, waiting]);

    public static string TimeOf(long prompt, long steps, double seconds, double compute, double memory) => Format([prompt, steps, seconds, compute, memory]);

    public static string PowerOf(double milliwatts) => Format([milliwatts]);

    public static string A100Title(string point) => Format([point]);

    public static string A100Takes(double ratio) => Format([ratio]);

    public static string A100Gives(double ratio, double tera) => Format([ratio, tera]);

    public static string ChipGives(double ratio) => Format([ratio]);

    private static string Get([CallerMemberName] string name = "")
        => Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name);

    private static string Format(object[] values, [CallerMemberName] string name = "")
        => string.Format(CultureInfo.InvariantCulture, Get(name), values);
}
