using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace Kernels.Models;

/// <summary>
/// What is wrong with a checkpoint, a tokenizer, a prompt or the scores of a network, by name, in the language of the culture:
/// <c>Messages.resx</c> is English, <c>Messages.ko.resx</c> Korean. Numbers are written alike everywhere. Errors that only a program can make are
/// English and stand where they are thrown.
/// </summary>
internal static class Messages
{

    public static string MustBeNumber(string part, long place) => Format([part, place]);

    public static string MustBeBase64(string part, long place) => Format([part, place]);

    public static string StepUnknown(string part, string type, string known) => Format([part, type, known]);

    public static string StepMisplaced(string part, string type) => Format([part, type]);

    public static string StepLacks(string part, string type, string field) => Format([part, type, field]);

    public static string ReplacesOther(string pattern, string content) => Format([pattern, content]);

    public static string NoMetaspace => Get();

    public static string TemplateWrong => Get();

    public static string PieceNotPair(int id) => Format([id]);

    public static string UnknownIdWrong(int count) => Format([count]);

    public static string OnlyUnigram(string type) => Format([type]);

    public static string CalibratesT5Only => Get();

    public static string LittleWithRules => Get();

    private static readonly ResourceManager Resources = new("Kernels.Models.Messages", typeof(Messages).Assembly);

    public static string ConfigTooLong(int bytes) => Format([bytes]);

    public static string ConfigNotJson(long line) => Format([line]);

    public static string ConfigNotUnicode => Get();

    public static string NoEncoderDecoder(string type) => Format([type]);

    public static string WrongBuckets(int buckets, int distance) => Format([buckets, distance]);

    public static string PartsDiffer(string first, string second) => Format([first, second]);

    public static string NoStartForDecoder => Get();

    public static string SourceTooLong(int tokens, int context) => Format([tokens, context]);

    public static string EmptySource => Get();

    public static string NoModelType => Get();

    public static string UnknownModelType(string type) => Format([type]);

    public static string NotJsonObject => Get();

    public static string FieldTwice(string field) => Format([field]);

    public static string HeadsDoNotDivide(string headsName, int heads, string widthName, int width) => Format([headsName, heads, widthName, width]);

    public static string MatrixTooLarge(int most, int width, int inner, int vocabulary, int context)
        => Format([most, width, inner, vocabulary, context]);

    public static string FieldIsSet(string field) => Format([field]);

    public static string FlagNotSupported(string field, string value, string only) => Format([field, value, only]);

    public static string NoField(string field) => Format([field]);

    public static string SizeOutOfRange(string field, string value, int most) => Format([field, value, most]);

    public static string EpsilonOutOfRange(string value) => Format([value]);

    public static string UnknownActivation(string function) => Format([function]);

    public static string WrongEndTokens(string value, int most) => Format([value, most]);

    public static string NotWhole(string field, string value) => Format([field, value]);

    public static string NotFlag(string field, string value) => Format([field, value]);

    public static string NotText(string field, string value) => Format([field, value]);

    public static string AList => Get();

    public static string AnObject => Get();

    public static string FileTooLong(long bytes) => Format([bytes]);

    public static string CannotRead(string fault) => Format([fault]);

    public static string NoModelFolder => Get();

    public static string NoSuchFolder => Get();

    public static string NoSuchFile => Get();

    public static string IsFolder => Get();

    public static string EmptyOrDevice => Get();

    public static string NotInPackage(string assembly) => Format([assembly]);

    public static string NoStartToken => Get();

    public static string NoTokenizerForText => Get();

    public static string NoTokenizerForPieces => Get();

    public static string SizeNotBuiltIn(string sizes) => Format([sizes]);

    public static string TextTooShort(int tokens) => Format([tokens]);

    public static string TokenOutside(int id, int last) => Format([id, last]);

    public static string ScoreNotFinite => Get();

    public static string NoTokenLeft => Get();

    public static string WindowOutOfRange(int context, int window) => Format([context, window]);

    public static string StrideOutOfRange(int most, int stride) => Format([most, stride]);

    public static string EmptyPrompt => Get();

    public static string LittleVocabulary(int little, int big) => Format([little, big]);

    public static string PolicyIsGreedy => Get();

    public static string PromptTooLong(int tokens, int context) => Format([tokens, context]);

    public static string ScoreIsNaN(int id) => Format([id]);

    public static string ScoreIsInfinite(int id) => Format([id]);

    public static string NoTokenToChoose => Get();

    public static string TextTooLong(int characters, int most) => Format([characters, most]);

    public static string HalfSurrogate(int code, int place) => Format([code, place]);

    public static string NoTokenizerFiles => Get();

    public static string EmptyOrNotOrdinary => Get();

    public static string TokenizerTooLarge(long mebibytes) => Format([mebibytes]);

    public static string BecameShorter => Get();

    public static string EndsTooEarly => Get();

    public static string TokenizerNotJson(long line, long place) => Format([line, place]);

    public static string MustBeObject(string part, long place) => Format([part, place]);

    public static string MustBeList(string part, long place) => Format([part, place]);

    public static string MustBeFlag(string part, long place) => Format([part, place]);

    public static string MustBeId(string part, long place) => Format([part, place]);

    public static string MustBeText(string part, long place) => Format([part, place]);

    public static string MustBeUnicode(string part, long place) => Format([part, place]);

    public static string PartFieldTwice(string part, string field) => Format([part, field]);

    public static string PartFieldUnknown(string part, string field) => Format([part, field]);

    public static string MoreAfterEnd => Get();

    public static string MoreAfterEndAt(long place) => Format([place]);

    public static string ATokenizer => Get();

    public static string TheTokenizer => Get();

    public static string TheModel => Get();

    public static string TypeOf(string part) => Format([part]);

    public static string TypeOfModel => Get();

    public static string FieldNameOf(string part) => Format([part]);

    public static string AnAddedToken => Get();

    public static string IdOfAddedToken => Get();

    public static string ContentOfAddedToken => Get();

    public static string TheVocabulary => Get();

    public static string APiece => Get();

    public static string IdOfPiece => Get();

    public static string AMerge => Get();

    public static string PieceOfMerge => Get();

    public static string UnknownVersion(string version) => Format([version]);

    public static string HasNormalizer => Get();

    public static string NoPreTokenizer => Get();

    public static string NoModel => Get();

    public static string MustBeByteLevel(string part) => Format([part]);

    public static string OnlyByteLevel(string part, string type) => Format([part, type]);

    public static string DoesNotCutWords => Get();

    public static string PrefixSpace => Get();

    public static string OnlyBytePairs(string type) => Format([type]);

    public static string HasDropout => Get();

    public static string MustBeEmpty(string field) => Format([field]);

    public static string IgnoresMerges => Get();

    public static string NoVocabulary => Get();

    public static string NoMerges => Get();

    public static string TooManyAddedTokens(int most) => Format([most]);

    public static string AddedTokenNoObject => Get();

    public static string AddedTokenHas(string field) => Format([field]);

    public static string AddedTokenIncomplete => Get();

    public static string AddedTokenTooLong(string token, int most) => Format([token, most]);

    public static string PieceTwice(string piece) => Format([piece]);

    public static string IdMissing(int id, int last) => Format([id, last]);

    public static string SpecialIsByte(string token) => Format([token]);

    public static string AddedTokensSameId(int id) => Format([id]);

    public static string AddedTokenTwice(string token) => Format([token]);

    public static string EmptyPiece => Get();

    public static string NotByteCharacters(string piece) => Format([piece]);

    public static string AddedTokenOtherId(string token, int id, int known) => Format([token, id, known]);

    public static string AddedTokenSpelling(string token) => Format([token]);

    public static string IdLeavesGaps(int id, string piece, int most) => Format([id, piece, most]);

    public static string PiecesSameId(string first, string second, int id) => Format([first, second, id]);

    public static string ByteMissing(int value) => Format([value]);

    public static string MergeOfMany(long merge) => Format([merge]);

    public static string MergeNotTwo(long merge) => Format([merge]);

    public static string MergeUnknownProduct(long merge, string left, string right) => Format([merge, left, right]);

    public static string MergeMakesSpecial(long merge, string left, string right) => Format([merge, left, right]);

    public static string MergeUnknownPiece(long merge, string piece) => Format([merge, piece]);

    public static string MergeTwice(long merge) => Format([merge]);

    public static string NotProtobuf(long place) => Format([place]);

    public static string PieceEmpty(int id) => Format([id]);

    public static string NoMarianFiles => Get();

    public static string LineNotUtf8(int line) => Format([line]);

    public static string TooManyMerges(int most) => Format([most]);

    public static string NoFsmtFiles => Get();

    public static string TheSettings => Get();

    public static string LanguagesNotTwo => Get();

    public static string LanguageNoCode(string language) => Format([language]);

    public static string LanguageNotCut(string language) => Format([language]);

    public static string LanguageNotJoined(string language) => Format([language]);

    public static string NoPrefixes(string language, string file) => Format([language, file]);

    public static string MarkEmpty(string field) => Format([field]);

    public static string MarkMissing(string mark) => Format([mark]);

    public static string PieceTooLong(int id, string piece, int most) => Format([id, piece, most]);

    public static string PieceNotText(int id, string piece) => Format([id, piece]);

    public static string PieceScoreNotFinite(int id, string piece) => Format([id, piece]);

    public static string PieceKindUnknown(int id, string piece, int kind) => Format([id, piece, kind]);

    public static string FieldNotShortText(string field) => Format([field]);

    public static string PieceModelType(int type) => Format([type]);

    public static string HasDenormalizer => Get();

    public static string NoUnknownPiece => Get();

    public static string UnknownPieceTwice(string first, string second) => Format([first, second]);

    public static string BytePieceWrong(string piece) => Format([piece]);

    public static string BytePieceMissing(int value) => Format([value]);

    public static string TooManyMarks(int most) => Format([most]);

    public static string CharacterMapCut => Get();

    public static string CharacterMapOutside => Get();

    public static string CharacterMapDeep(int most) => Format([most]);

    public static string CharacterMapText(int most) => Format([most]);

    public static string TextGrows(int most) => Format([most]);

    public static string NoPieceFiles => Get();

    /// <summary>A word by the name of its property, for those who know it long before they know whether they will say it.</summary>
    public static string Of(string name) => Get(name);

    private static string Get([CallerMemberName] string name = "")
        => Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name);

    private static string Format(object[] values, [CallerMemberName] string name = "")
        => string.Format(CultureInfo.InvariantCulture, Get(name), values);
}
