using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Kernels.Tests;

/// <summary>What must hold of the sentences of a project: English and Korean, each with an accessor, and the same places for values in both.</summary>
/// <param name="messages">The accessors.</param>
/// <param name="project">The project's folder; its sentences are in <c>Text</c>.</param>
public abstract class MessageChecks(Type messages, string project)
{
    private readonly Dictionary<string, string> _english = Read(project, "Messages.resx");
    private readonly Dictionary<string, string> _korean = Read(project, "Messages.ko.resx");

    /// <summary>Accessors that are no sentence.</summary>
    protected virtual IReadOnlyList<string> NoSentences => [];

    /// <summary>Names that both languages write alike.</summary>
    protected virtual IReadOnlyList<string> SameInKorean => [];

    [Fact]
    public void NoKeyLacksEitherLanguageOrAnAccessor()
    {
        Assert.NotEmpty(_english);
        Assert.Equal(_english.Keys.Order(), _korean.Keys.Order());
        Assert.Equal(Accessors().Select(member => member.Name).Order(), _english.Keys.Order());
        Assert.All(_english.Values.Concat(_korean.Values), text => Assert.False(string.IsNullOrWhiteSpace(text)));
    }

    [Fact]
    public void BothLanguagesUseTheSamePlaceholders()
    {
        foreach (var (key, text) in _english)
            Assert.True(Holes(text).SetEquals(Holes(_korean[key])), key);
    }

    [Fact]
    public void KoreanIsKorean()
    {
        foreach (var (key, text) in _korean)
            Assert.True(SameInKorean.Contains(key) || IsKorean(text), key);
        Assert.DoesNotContain(_english.Values, IsKorean);
    }

    /// <summary>A particle whose form hangs on a word that is not known is avoided, not written twice.</summary>
    [Fact]
    public void KoreanParticlesAreResolved()
    {
        foreach (var (key, text) in _korean)
            Assert.False(Regex.IsMatch(text, @"은\(는\)|이\(가\)|을\(를\)|와\(과\)|\(으\)로|\{\d[^}]*\}(이|가|은|는|을|를|과|와|로|으로)(?![가-힣])"), key);
    }

    [Fact]
    public void EveryMessageCanBeMadeInTheLanguageOfTheCulture()
    {
        foreach (var member in Accessors())
        {
            var texts = ((string[])["en", "de-DE", "ko", "ko-KR"]).Select(culture => Make(member, culture)).ToArray();
            Assert.All(texts, text => Assert.False(Regex.IsMatch(text, @"\{\d"), member.Name));
            Assert.Equal(texts[0], texts[1]);
            Assert.Equal(texts[2], texts[3]);
            Assert.Equal(!SameInKorean.Contains(member.Name), IsKorean(texts[2]));
            Assert.False(IsKorean(texts[0]), member.Name);
        }
    }

    private static string Make(MemberInfo member, string culture)
    {
        var before = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return Assert.IsType<string>(member is MethodInfo method
                ? method.Invoke(null, [.. method.GetParameters().Select(parameter => Value(parameter.ParameterType))])
                : ((PropertyInfo)member).GetValue(null));
        }
        finally
        {
            CultureInfo.CurrentUICulture = before;
        }
    }

    private static object Value(Type type) => type == typeof(string) ? "x"
        : type == typeof(Int128) ? (Int128)7
        : type == typeof(UInt128) ? (UInt128)7
        : Convert.ChangeType(7, type, CultureInfo.InvariantCulture);

    private IEnumerable<MemberInfo> Accessors() => messages
        .GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
        .Where(member => !NoSentences.Contains(member.Name) && member is PropertyInfo or MethodInfo { IsSpecialName: false });

    private static bool IsKorean(string text) => text.Any(character => character is >= '\uAC00' and <= '\uD7A3');

    private static HashSet<string> Holes(string text) => [.. Regex.Matches(text, @"\{\d+(:[^}]*)?\}").Select(match => match.Value)];

    private static Dictionary<string, string> Read(string project, string file) => XDocument.Load(Path.Combine(Root, project, "Text", file))
        .Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value);

    private static string Root
    {
        get
        {
            var folder = AppContext.BaseDirectory;
            while (!File.Exists(Path.Combine(folder, "Kernels.sln"))) folder = Path.GetDirectoryName(folder) ?? throw new FileNotFoundException("Kernels.sln");
            return folder;
        }
    }
}
