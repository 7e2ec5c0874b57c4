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
    private const int LargestBody = 64 << 10;

    /// <summary>
    /// Builds the app. Configuration, as <c>--KEY VALUE</c>: <c>urls</c>; <c>instances</c>, texts that are written at once (1); <c>queue</c>, requests that may
    /// wait for their turn (16); <c>tokens</c>, the most that an answer may have (200).
    /// </summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        var settings = builder.Configuration;
        var instances = settings.GetValue("instances", 1);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LargestBody);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(8));
        builder.Services.AddSingleton(new Places(instances + settings.GetValue("queue", 16)));
        builder.Services.AddSingleton(_ => Load(instances));
        builder.Services.AddSingleton(services => new Answers(
            services.GetRequiredService<IChatClient>(), services.GetRequiredService<Places>(), services.GetRequiredService<IHostApplicationLifetime>(), settings.GetValue("tokens", 200)));

        var app = builder.Build();
        app.Services.GetRequiredService<IChatClient>(); // loaded before the first request
        var page = Page();
        app.MapGet("/", () => Results.Content(page, "text/html; charset=utf-8"));
        app.MapGet("/health", () => Results.Text("ok"));
        app.MapPost("/generate", (TaskRequest request, HttpContext http, Answers answers) => answers.Write(http, request));
        return app;
    }

    private static IChatClient Load(int instances)
    {
        using var model = LanguageModel.Load(
            typeof(Novels).Assembly, Novels.Name, new NetworkOptions { Mode = Mode.Complementary, Activity = ActivityDetail.Layers });
        return model.AsIChatClient(new() { Instances = instances });
    }

    private static string Page()
    {
        using var reader = new StreamReader(typeof(Demo).Assembly.GetManifestResourceStream("page.html")!);
        return reader.ReadToEnd();
    }
}
