using System.Globalization;
using System.Resources;
using System.Runtime.CompilerServices;

namespace Kernels.Compiler;

/// <summary>
/// Why a class cannot be compiled here, by name, in the language of the culture: <c>Messages.resx</c> is English, <c>Messages.ko.resx</c> Korean.
/// What the generator and the C# compiler say of a class is English, as in a build; so are the lines of the log.
/// </summary>
internal static class Messages
{
    private static readonly ResourceManager Resources = new("Kernels.Compiler.Messages", typeof(Messages).Assembly);

    public static string NoSuchIsa(string isa, string there) => Format([isa, there]);

    public static string CannotCompile(string id, string fault) => Format([id, fault]);

    public static string NoDynamicCode(string network) => Format([network]);

    public static string SingleFileApp(string network) => Format([network]);

    public static string NoAssemblyFile(string assembly) => Format([assembly]);

    private static string Get([CallerMemberName] string name = "")
        => Resources.GetString(name, CultureInfo.CurrentUICulture) ?? throw new MissingManifestResourceException(name);

    private static string Format(object[] values, [CallerMemberName] string name = "")
        => string.Format(CultureInfo.InvariantCulture, Get(name), values);
}
