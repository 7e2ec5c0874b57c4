// The compiler asks for this type when it meets `init` on a framework older than .NET 5.
namespace System.Runtime.CompilerServices;

internal static class IsExternalInit
{
}
