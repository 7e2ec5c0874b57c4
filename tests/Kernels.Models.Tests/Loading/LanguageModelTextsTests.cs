namespace Kernels.Models.Tests;

/// <summary>Texts from prompts: several in one call, by beams, ended by texts to stop at.</summary>
public sealed class LanguageModelTextsTests
{
    private static readonly string[] Prompts = ["ab", "", "hello there", "x"];

    [Fact]
    public void EachOfSeveralPromptsBecomesWhatItWouldBeAlone()
    {
        using var model = Model(() => FakeNetwork.Hashed(257, 80));
        foreach (var how in new[] { null, new BeamOptions { Beams = 3 } })
        {
            var options = new GenerationOptions { Tokens = 12, NoRepeatNgram = 2, Sampling = new() { Seed = 8 } };
            var answers = model.GenerateEach(Prompts, options, how).ToList();
            Assert.Equal(Prompts, answers.Select(answer => answer.Prompt));
            foreach (var answer in answers)
            {
                using var alone = Model(() => FakeNetwork.Hashed(257, 80));
                Assert.Equal(alone.Encode(answer.Prompt), answer.PromptIds);
                IGeneration generation = how is null ? alone.Start(alone.Encode(answer.Prompt), options) : alone.StartBeams(alone.Encode(answer.Prompt), how, options);
                while (generation.Next()) { }
                Assert.Equal(generation.Ids.ToArray(), answer.Ids);
                Assert.Equal(generation.StopReason, answer.StopReason);
                Assert.Equal((generation as BeamGeneration)?.Found[0].Score, answer.Score);
                Assert.Equal(
                    string.Concat(how is null ? alone.Generate(answer.Prompt, options) : alone.GenerateByBeams(answer.Prompt, how, options)), answer.Text);
            }
        }
    }

    [Fact]
    public void ACancelledAnswerIsTheLast()
    {
        using var source = new CancellationTokenSource();
        using var model = Model(() => FakeNetwork.Counting(257, 300));
        var answers = new List<GeneratedAnswer>();
        foreach (var answer in model.GenerateEach(Endless(), new() { Tokens = 5, Sampling = SamplingOptions.Greedy }, null, source.Token))
        {
            answers.Add(answer);
            if (answers.Count == 3)
                source.Cancel();
        }

        Assert.Equal(3, answers.Count);
        Assert.All(answers, answer => Assert.Equal("bcdef", answer.Text));

        static IEnumerable<string> Endless()
        {
            while (true)
                yield return "a";
        }
    }

    [Fact]
    public void APromptThatDoesNotFitIsRefusedAfterTheAnswersBeforeIt()
    {
        using var model = Model(() => FakeNetwork.Counting(257, 10));
        var answers = new List<string>();
        Assert.Throws<ArgumentException>(() =>
        {
            foreach (var answer in model.GenerateEach(["a", new string('b', 11), "c"], new() { Tokens = 2, Sampling = SamplingOptions.Greedy }))
                answers.Add(answer.Text);
        });
        Assert.Equal(["bc"], answers);
    }

    [Fact]
    public void ATextStopsBeforeWhatWasAskedForHoweverItIsFound()
    {
        using var model = Model(() => FakeNetwork.Counting(257, 100));
        using var little = Model(() => FakeNetwork.Counting(257, 100));
        var options = new GenerationOptions { Stop = ["gh", "zz"], Sampling = SamplingOptions.Greedy };
        Assert.Equal("cdef", string.Concat(model.Generate("ab", options)));
        Assert.Equal("cdef", string.Concat(model.GenerateByBeams("ab", new(), options)));
        IGeneration helped = model.StartWithLittle(model.Encode("ab"), little, new(), options);
        var (text, all) = (new GeneratedText(model.Tokenizer!, options.Stop), "");
        while (helped.Next())
            all += text.Add(helped);
        Assert.Equal("cdef", all + text.Finish());
        Assert.Equal(StopReason.StopText, helped.StopReason);
        Assert.Throws<ArgumentException>(() => new GenerationOptions { Stop = ["a", ""] });
        Assert.Throws<ArgumentException>(() => model.StartWithLittle([97], little, new(), new() { MinTokens = 1 }));
        Assert.Throws<ArgumentException>(() => model.StartWithLittle([97], little, new(), new() { NoRepeatNgram = 2 }));
    }

    private static LanguageModel Model(Func<FakeNetwork> network)
    {
        var made = network();
        return new("fake", new(new(made.Vocabulary, 8, 1, 1, made.Context), [FakeTokenizer.End], FakeTokenizer.End), made, new FakeTokenizer());
    }
}
