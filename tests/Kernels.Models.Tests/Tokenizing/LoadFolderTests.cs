using System.Diagnostics;
using Kernels.Models.Tokenizing;

namespace Kernels.Models.Tests.Tokenizing;

/// <summary>Checkpoint folders as they are and as they should not be.</summary>
public sealed class LoadFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kernels-tokenizer-").FullName;
    private readonly TinyVocabulary _tiny = new("a b", "ab a");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Both_layouts_give_the_same_tokenizer()
    {
        Write("vocab.json", _tiny.VocabJson());
        Write("merges.txt", _tiny.MergesText());
        var ids = BytePairTokenizer.Load(_folder).Encode("aba ab");
        Assert.Equal(3, ids.Length); // "aba", a space, "ab"
        File.Delete(Path.Combine(_folder, "vocab.json"));
        Write("tokenizer.json", _tiny.TokenizerJson());
        Assert.Equal(ids, BytePairTokenizer.Load(_folder).Encode("aba ab"));
    }

    [Fact]
    public void Links_are_followed_as_caches_of_downloads_need()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "making links needs rights there");
        Write("blob", _tiny.TokenizerJson());
        File.CreateSymbolicLink(Path.Combine(_folder, "link"), "blob");
        File.CreateSymbolicLink(Path.Combine(_folder, "tokenizer.json"), "link");
        Assert.Equal(258, BytePairTokenizer.Load(_folder).VocabularySize);
    }

    [Fact]
    public void A_tokenizer_json_wins_over_the_older_files()
    {
        Write("vocab.json", "{}");
        Write("merges.txt", "");
        Write("tokenizer.json", _tiny.TokenizerJson());
        Assert.Equal(258, BytePairTokenizer.Load(_folder).VocabularySize);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("vocab.json")]
    [InlineData("merges.txt")]
    public void A_folder_without_them_says_what_to_put_there(string only)
    {
        Write(only, "{}");
        var error = Assert.Throws<ModelFormatException>(() => BytePairTokenizer.Load(_folder));
        Assert.Equal(_folder, error.Path);
        Assert.Contains("put tokenizer.json, or vocab.json and merges.txt, there", error.Message);
        Assert.Throws<ModelFormatException>(() => BytePairTokenizer.Load(Path.Combine(_folder, "none")));
    }

    [Fact]
    public void Empty_files_and_folders_in_their_place_are_refused()
    {
        Write("tokenizer.json", "");
        Assert.Contains("is empty", Refused().Message);
        File.Delete(Path.Combine(_folder, "tokenizer.json"));
        Directory.CreateDirectory(Path.Combine(_folder, "tokenizer.json"));
        Assert.Contains("has no tokenizer", Refused().Message);
    }

    [Fact]
    public void Pipes_and_devices_are_refused_and_not_waited_for()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "no pipes or devices among files here");
        File.CreateSymbolicLink(Path.Combine(_folder, "tokenizer.json"), "/dev/zero");
        Assert.Contains("no ordinary file", Refused().Message);
        File.Delete(Path.Combine(_folder, "tokenizer.json"));
        using (var make = Process.Start("mkfifo", Path.Combine(_folder, "tokenizer.json")))
            make.WaitForExit();
        Assert.Contains("no ordinary file", Refused().Message);
    }

    [Fact]
    public void A_file_far_too_large_is_refused_unread()
    {
        using (var file = File.Create(Path.Combine(_folder, "tokenizer.json")))
            file.SetLength(1L << 40);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("larger than 256 MiB", Refused().Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    private ModelFormatException Refused()
    {
        var error = Assert.Throws<ModelFormatException>(() => BytePairTokenizer.Load(_folder));
        Assert.DoesNotContain(error.Message, char.IsControl);
        return error;
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_folder, name), text);
}
