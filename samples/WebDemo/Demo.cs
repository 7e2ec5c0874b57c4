using Kernels;
using Kernels.Extensions.AI;
using Kernels.Models;
using Kernels.Models.Data;
using Microsoft.Extensions.AI;

namespace WebDemo;

/// <summary>The app: a page, and an address for each task that answers with server-sent events.</summary>
public static class Demo
{
    /// <summary>The largest request, in bytes; a prompt that fits the context is far smaller.</summary>
    public const int LargestBody = 64 << 10;

    private const string Writer = "writer", Reader = "reader";

    /// <summary>
    /// Builds the app. Configuration, as <c>--KEY VALUE</c>: <c>urls</c>; <c>instances</c>, texts that each model writes at once (1); <c>queue</c>, requests that may
    /// wait for their turn (16); <c>tokens</c>, the most that an answer may have (200); <c>patience</c>, seconds in which a request must have come in whole (10);
    /// <c>grace</c>, seconds that running answers have when the app shuts down (4).
    /// </summary>
    /// <param name="args">The configuration.</param>
    /// <param name="writer">Who continues texts; null: the model that comes with the packages.</param>
    /// <param name="reader">Who translates and sums up; null: likewise.</param>
    public static WebApplication Build(string[] args, IChatClient? writer = null, IChatClient? reader = null)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = builder.Configuration;
        var instances = settings.GetValue("instances", 1);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.AddSingleton(new Places(instances + settings.GetValue("queue", 16)));
        builder.Services.AddKeyedSingleton(Writer, (_, _) => writer ?? LoadWriter(instances));
        builder.Services.AddKeyedSingleton(Reader, (_, _) => reader ?? LoadReader(instances));
        builder.Services.AddSingleton(services => new Answers(
            services.GetRequiredService<Places>(), services.GetRequiredService<IHostApplicationLifetime>(), settings.GetValue("tokens", 200),
            TimeSpan.FromSeconds(settings.GetValue("patience", 10.0)), TimeSpan.FromSeconds(settings.GetValue("grace", 4.0))));

        var app = builder.Build();
        // Loaded before the first request.
        (writer, reader) = (app.Services.GetRequiredKeyedService<IChatClient>(Writer), app.Services.GetRequiredKeyedService<IChatClient>(Reader));
        var page = Page();
        app.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8"));
        app.MapGet("/health", () => Results.Text("ok"));
        app.MapPost("/generate", (HttpContext http, Answers answers) => answers.Write(http, writer, ""));
        app.MapPost("/translate", (HttpContext http, Answers answers) => answers.Write(http, reader, T5Tasks.Translate("fr")));
        app.MapPost("/summarize", (HttpContext http, Answers answers) => answers.Write(http, reader, T5Tasks.Summarize));
        return app;
    }

    private static readonly NetworkOptions s_options = new() { Mode = Mode.Complementary, Activity = ActivityDetail.Layers };

    private static IChatClient LoadWriter(int instances)
    {
        using var model = LanguageModel.Load(typeof(Novels).Assembly, Novels.Name, s_options);
        return model.AsIChatClient(new() { Instances = instances });
    }

    private static IChatClient LoadReader(int instances)
    {
        using var model = EncoderDecoderModel.Load(typeof(Phrases).Assembly, Phrases.Name, s_options);
        return model.AsIChatClient(new() { Instances = instances });
    }

    private static string Page()
    {
        using var reader = new StreamReader(typeof(Demo).Assembly.GetManifestResourceStream("page.html")!);
        return reader.ReadToEnd();
    }
}
