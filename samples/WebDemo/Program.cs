using WebDemo;

var app = Demo.Build(args);
app.Run();
