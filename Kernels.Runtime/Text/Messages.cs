using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace Kernels;

/// <summary>
/// What is wrong with a model's files, with options or with values, by name, in the language of the culture: <c>Messages.resx</c> is English,
/// <c>Messages.ko.resx</c> Korean. Numbers are written alike everywhere. Errors that only a program can make are English and stand where they are thrown.
/// </summary>
internal static class Messages
{
    private static readonly ResourceManager Resources = new("Kernels.Runtime.Messages", typeof(Messages).Assembly);

    public static string NoSuchFile => Get();

    public static string IsFolder => Get();

    public static string EmptyOrDevice => Get();

    public static string NotRegularFile => Get();

    public static string CannotOpen(string fault) => Format([fault]);

    public static string CannotMap(string fault) => Format([fault]);

    public static string CannotReadAt(long place, string fault) => Format([place, fault]);

    public static string BecameShorter(long place) => Format([place]);

    public static string NoWeightsInFolder(string index) => Format([index]);

    public static string ShardNotFound(string file, string fault) => Format([file, fault]);

    public static string ShardLeavesFolder(string file) => Format([file]);

    public static string JsonNotUtf8(long place) => Format([place]);

    public static string JsonNotValid(long place) => Format([place]);

    public static string AtByte(string problem, long place) => Format([problem, place]);

    public static string EndsInObject => Get();

    public static string HalfSurrogate => Get();

    public static string ObjectExpected => Get();

    public static string WeightMapExpected => Get();

    public static string FileNameExpected => Get();

    public static string MetadataExpected => Get();

    public static string MetadataTextExpected => Get();

    public static string TensorExpected => Get();

    public static string DtypeExpected => Get();

    public static string ShapeExpected => Get();

    public static string OffsetsExpected => Get();

    public static string OffsetsEndExpected => Get();

    public static string WeightMapTwice => Get();

    public static string NoWeightMap => Get();

    public static string WeightMapNameTwice(string tensor) => Format([tensor]);

    public static string FileNameTooLong => Get();

    public static string TooManyShards(int most) => Format([most]);

    public static string NotPlainFileName(string file) => Format([file]);

    public static string IndexTooLong(long bytes, int most) => Format([bytes, most]);

    public static string TensorNotInShard(string tensor, string file) => Format([tensor, file]);

    public static string TensorInOtherShard(string tensor, string file, string said) => Format([tensor, file, said]);

    public static string LittleEndianOnly => Get();

    public static string FileTooShort(long bytes) => Format([bytes]);

    public static string HeaderTooLong(ulong header, long file, int most) => Format([header, file, most]);

    public static string NoHeader => Get();

    public static string MetadataTwice => Get();

    public static string TooMuchMetadata(int most) => Format([most]);

    public static string MetadataKeyTwice(string key) => Format([key]);

    public static string TensorNameTooLong(int bytes, int most) => Format([bytes, most]);

    public static string TensorTwice(string tensor) => Format([tensor]);

    public static string TensorGap(string tensor, long from, long to) => Format([tensor, from, to]);

    public static string TensorOverlap(string tensor, long place) => Format([tensor, place]);

    public static string WrongDataLength(long claimed, long there) => Format([claimed, there]);

    public static string UnknownField(string tensor, string field) => Format([tensor, field]);

    public static string FieldsMissing(string tensor) => Format([tensor]);

    public static string WrongByteCount(string tensor, long bytes, long elements, string type) => Format([tensor, bytes, elements, type]);

    public static string UnknownType(string tensor, string type) => Format([tensor, type]);

    public static string TooManyExtents(string tensor, int most) => Format([tensor, most]);

    public static string TooManyElements(string tensor) => Format([tensor]);

    public static string EndsBeforeStart(string tensor, long end, long start) => Format([tensor, end, start]);

    public static string NotPlainNumber(string tensor) => Format([tensor]);

    public static string TensorMissing(string tensor) => Format([tensor]);

    public static string WrongShape(string tensor, string shape, string wanted) => Format([tensor, shape, wanted]);

    public static string TooLongForArray(string tensor, long elements) => Format([tensor, elements]);

    public static string NotReadable(string tensor, string type) => Format([tensor, type]);

    public static string ScalesMissing(string tensor, string scales) => Format([tensor, scales]);

    public static string WrongScales(string tensor, string type, string shape, long wanted) => Format([tensor, type, shape, wanted]);

    public static string ScaleNotPositive(string tensor, int place) => Format([tensor, place]);

    public static string WeightBelowRange(string tensor, long place) => Format([tensor, place]);

    public static string WeightNotFinite(string tensor) => Format([tensor]);

    public static string WeightHasNoBlocks(string tensor, string format) => Format([tensor, format]);

    public static string NoInt8Form(string tensor) => Format([tensor]);

    public static string OutOfMemory(UInt128 mebibytes) => Format([mebibytes]);

    public static string NoSuchIsa(string isa, string there) => Format([isa, there]);

    public static string TuningRefused(string problem, string variable, string none) => Format([problem, variable, none]);

    public static string TuningMended(string variable) => Format([variable]);

    public static string TuningTooLong(int kibibytes) => Format([kibibytes]);

    public static string TuningNotATable(int line, string head) => Format([line, head]);

    public static string TuningNoProcessor(int line, string example) => Format([line, example]);

    public static string TuningNoSuchChoice(int line, string text) => Format([line, text]);

    public static string TuningTwice(int line, string choice) => Format([line, choice]);

    public static string ThreadsOutOfRange => Get();

    public static string StepsOutOfRange(int most) => Format([most]);

    public static string StepsWithoutTrain => Get();

    public static string FormatOfDense(string format) => Format([format]);

    public static string FormatNotGenerated(string format) => Format([format]);

    public static string CacheTooLarge(int context, Int128 mebibytes, long limit, string most) => Format([context, mebibytes, limit, most]);

    public static string CacheTooLargeAtAll(int context, Int128 mebibytes, long limit) => Format([context, mebibytes, limit]);

    public static string LayerTooWide(string layer, string inputs, string most) => Format([layer, inputs, most]);

    public static string ValueNotFinite(string layer) => Format([layer]);

    /// <summary>A sentence by the name of its property, for those who know it long before they know whether they will say it.</summary>
    public static string Of(string name) => Get(name);

    public static string KWeightsTooShort(long bytes) => Format([bytes]);

    public static string KWeightsNoMark => Get();

    public static string KWeightsVersion(uint version, uint known) => Format([version, known]);

    public static string KWeightsLength(ulong said, long bytes) => Format([said, bytes]);

    public static string KWeightsTableTooLong(uint sections, ulong bytes, int most) => Format([sections, bytes, most]);

    public static string KWeightsTableChanged => Get();

    public static string KWeightsEntryCut(int index) => Format([index]);

    public static string KWeightsName(int index) => Format([index]);

    public static string KWeightsKindUnknown(string section, int kind) => Format([section, kind]);

    public static string KWeightsSectionUnsound(string section) => Format([section]);

    public static string KWeightsChanged(string section) => Format([section]);

    public static string KWeightsScale(string section, long index) => Format([section, index]);

    public static string KWeightsCode(string section) => Format([section]);

    public static string KWeightsPadding(string section) => Format([section]);

    public static string KWeightsNoFile(string file) => Format([file]);

    public static string BlockTooSmall(string tensor) => Format([tensor]);

    private static string Get([CallerMemberName] string name = "")
        => Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name);

    private static string Format(object[] values, [CallerMemberName] string name = "")
        => string.Format(CultureInfo.InvariantCulture, Get(name), values);
}
