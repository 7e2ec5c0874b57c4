using System.Diagnostics;
using Kernels.Compiler.Caching;

namespace Kernels.Compiler.Tests.Caching;

public sealed class RaceTests
{
    [Fact]
    public void SixtyFourAtOnceBuildOnceAndAgree()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        var images = AtOnce(64, number => store.Get(image: Distinct(number), whileBuilding: () => Thread.Sleep(100)));
        Assert.Equal(1, store.Builds);
        Assert.Single(images.Select(Convert.ToHexString).Distinct());
        Assert.Equal([store.File], Directory.GetFiles(folder.Cache));
        Assert.Empty(store.Lines);
    }

    [Fact]
    public void OneCacheBuildsOnce()
    {
        var builds = 0;
        var cache = new ImageCache(false, null, null, null);
        var images = AtOnce(64, number => cache.Get(Store.Key, () =>
        {
            Interlocked.Increment(ref builds);
            Thread.Sleep(100);
            return Distinct(number);
        }));
        Assert.Equal(1, builds);
        Assert.All(images, image => Assert.Same(images[0], image));
    }

    [Fact]
    public void WithoutPatienceAllBuildAndEachHasAWholeImage()
    {
        using var folder = new TestFolder();
        var images = AtOnce(64, number => new ImageCache(true, folder.Cache, FileInspector.OfSystem, null) { Patience = TimeSpan.Zero }
            .Get(Store.Key, () =>
            {
                Thread.Sleep(20);
                return Distinct(number);
            }));
        Assert.All(images, image => Assert.Equal(Distinct(image[0]), image));
        Assert.Single(Directory.GetFiles(folder.Cache));
        Assert.NotNull(CacheEntry.Read(Store.Key, File.ReadAllBytes(new Store(folder.Cache).File), out _));
    }

    [Fact]
    public async Task AReaderNeverSeesHalfAnEntryWhileItIsRewritten()
    {
        using var folder = new TestFolder();
        var store = new Store(folder.Cache);
        store.Get();
        var cache = new CacheFolder(folder.Cache, FileInspector.OfSystem!);
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(() =>
        {
            for (var number = 0; !stop.IsCancellationRequested; number++) cache.Write(Store.Key, Distinct(number % 200));
        });
        var faults = new List<string>();
        var seen = new HashSet<int>();
        var watch = Stopwatch.StartNew();

        // On a busy machine 2,000 reads may be over before the writer has had a turn.
        for (var i = 0; i < 2000 || (seen.Count <= 2 && watch.Elapsed < TimeSpan.FromMinutes(1)); i++)
        {
            if (cache.Read(Store.Key, out var fault) is not { } image)
            {
                faults.Add(fault ?? "absent");
                continue;
            }

            if (image.Length != Store.Image.Length) Assert.Equal(Distinct(image[0]), image);
            seen.Add(image.Length);
        }

        await stop.CancelAsync();
        await writer;
        Assert.True(seen.Count > 2, "the entry changed meanwhile");
        Assert.All(faults, fault => Assert.Equal("was exchanged while it was opened", fault));
    }

    [Fact]
    public async Task ProcessesThatStartTogetherAgree()
    {
        using var folder = new TestFolder();
        var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Load(folder.Cache)));
        Assert.Single(results.Distinct());
        Assert.Single(Directory.GetFiles(folder.Cache, "*.image"));
        Assert.Equal(results[0], await Load(folder.Cache));
    }

    [Fact]
    public async Task AProcessThatDiesAtWorkLeavesNothingThatHurts()
    {
        using var folder = new TestFolder();
        using (var child = Start(folder.Cache))
        {
            while (!child.HasExited && !(Directory.Exists(folder.Cache) && Directory.EnumerateFiles(folder.Cache, "*.lock").Any())) await Task.Delay(5);
            child.Kill();
            await child.WaitForExitAsync();
        }

        Assert.Empty(Directory.GetFiles(folder.Cache, "*.image"));
        Assert.Single(Directory.GetFiles(folder.Cache, "*.lock"));
        Assert.Equal(await Load(folder.Cache), await Load(folder.Cache));
        Assert.Single(Directory.GetFiles(folder.Cache));
    }

    private static byte[] Distinct(int number) => Enumerable.Repeat((byte)number, 5000 + number).ToArray();

    private static T[] AtOnce<T>(int count, Func<int, T> work)
    {
        var results = new T[count];
        using var gate = new Barrier(count);
        var threads = Enumerable.Range(0, count).Select(number => new Thread(() =>
        {
            gate.SignalAndWait();
            results[number] = work(number);
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return results;
    }

    // The SHA-256 of the scores that another process computes.
    private static async Task<string> Load(string cache)
    {
        using var child = Start(cache);
        var error = child.StandardError.ReadToEndAsync();
        var output = await child.StandardOutput.ReadToEndAsync();
        await child.WaitForExitAsync();
        Assert.Equal("", await error);
        Assert.Equal(0, child.ExitCode);
        return output.Trim().Split(' ')[^1];
    }

    private static Process Start(string cache)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in new[] { Path.Combine(AppContext.BaseDirectory, "Kernels.CompilerBench.dll"), "load", Repository.TinyGpt2, cache }) start.ArgumentList.Add(word);
        return Process.Start(start)!;
    }
}
