using System.Globalization;
using System.Xml.Linq;

var target = Argument("target", "Default");
var configuration = Argument("configuration", "Debug");
var solution = "./Synqup.sln";
var artifacts = Directory("./artifacts");
var published = artifacts + Directory("publish");
var testResults = artifacts + Directory("tests");

// Self-contained: an accountant's server has no .NET, and an installer that needs a second one is not "install and forget".
var runtimes = new[] { "linux-x64", "win-x64" };

Task("Clean")
    .Description("Removes everything that was built")
    .Does(() =>
    {
        CleanDirectories("./{core,host,plugins,sdk,tests}/**/{bin,obj}");
        CleanDirectory(artifacts);
    });

Task("Build")
    .Description("Builds the solution; warnings are errors")
    .Does(() => DotNetBuild(solution, new DotNetBuildSettings
    {
        Configuration = configuration,
        NoLogo = true,
        Verbosity = DotNetVerbosity.Quiet,
        MSBuildSettings = new DotNetMSBuildSettings { MaxCpuCount = 2, ConsoleLoggerSettings = new MSBuildLoggerSettings { NoSummary = true } },
        HandleExitCode = code => code == 0 ? true : throw new CakeException("The build failed: its errors stand above."),
    }));

Task("Format")
    .Description("Formats the code; with --verify changes nothing and fails where something would change")
    .Does(() => DotNetFormat(solution, new DotNetFormatSettings { VerifyNoChanges = HasArgument("verify") }));

Task("Test")
    .Description("The tests that a change must pass: at most 15 minutes on two cores")
    .IsDependentOn("Build")
    .Does(() =>
    {
        InstallMissing("curl");
        // The kill test alone takes up to six minutes on a busy machine; it ends by itself when nothing moves on for 90 seconds.
        RunTests("Test", "TestCategory!=Long", limit: 15, hang: 8, atOnce: 2);
    });

Task("TestLong")
    .Description("Only the long tests: [Category(\"Long\")]")
    .IsDependentOn("Build")
    .Does(() =>
    {
        InstallMissing(["curl", "rclone", .. IsRunningOnLinux() ? ["strace", "ntfs-3g"] : Array.Empty<string>()]);
        // One project after the other: some of them build, publish or measure.
        RunTests("TestLong", "TestCategory=Long", limit: 45, hang: 30, atOnce: 1);
    });

Task("TestAll")
    .Description("Test, then TestLong: at most 60 minutes")
    .IsDependentOn("Test")
    .IsDependentOn("TestLong");

Task("Pack")
    .Description("Makes the packages for plugin authors in artifacts/packages")
    .Does(() =>
    {
        var packages = artifacts + Directory("packages");
        CleanDirectory(packages);
        foreach (var project in GetFiles("./sdk/*/*.csproj"))
        {
            DotNetPack(project.FullPath, new DotNetPackSettings { Configuration = "Release", OutputDirectory = packages, NoLogo = true });
        }
    });

Task("Publish")
    .Description("Makes agent and Console for Linux and Windows in artifacts/publish; --runtime=RID for one of them")
    .Does(() =>
    {
        foreach (var runtime in HasArgument("runtime") ? Arguments<string>("runtime") : runtimes)
        {
            Publish(runtime);
        }
    });

Task("Demo")
    .Description("Runs the main job with sample documents; takes the options of host/Synqup.Demo")
    .Does(() => RunProgram("./host/Synqup.Demo/Synqup.Demo.csproj", configuration));

Task("Benchmark")
    .Description("Measures the agent beside rclone, curl and the limit; --rounds, --documents, --size, --customers")
    .Does(() =>
    {
        InstallMissing("curl", "rclone");
        Publish("linux-x64");
        RunProgram("./tests/Synqup.Benchmarks/Synqup.Benchmarks.csproj", "Release", "--programs", published + Directory("linux-x64"), "--artifacts", artifacts);
    });

Task("LedgerBenchmark")
    .Description("Measures a ledger that knows very many documents; --rows (10,000,000 need 30 GB in --folder)")
    .Does(() => RunProgram("./tests/Synqup.Benchmarks/Synqup.Benchmarks.csproj", "Release", "ledger"));

Task("Chaos")
    .Description("Delivers documents in simulated worlds in which everything goes wrong; --minutes, --first, --seed for one world again")
    .Does(() => RunProgram("./tests/Synqup.Chaos/Synqup.Chaos.csproj", "Release"));

Task("Default")
    .Description("Test")
    .IsDependentOn("Test");

// ---- How it is done ----

var report = new TestReport();

// Minutes: for all of it, and for one test.
void RunTests(string name, string filter, int limit, int hang, int atOnce)
{
    var exitCode = 0;
    EnsureDirectoryExists(testResults);
    DeleteFiles($"{testResults}/*.{name}.trx");
    var settings = new DotNetTestSettings
    {
        Configuration = configuration,
        NoBuild = true,
        NoLogo = true,
        Filter = filter,
        ResultsDirectory = testResults,
        ToolTimeout = TimeSpan.FromMinutes(limit),
        // What failed is in the results, and all of it is to be said.
        HandleExitCode = code => (exitCode = code) is var _,
        ArgumentCustomization = arguments => arguments
            .Append($"-m:{atOnce}")
            .Append($"-p:TestReport={name}")
            .Append($"--blame-hang-timeout {hang}m --blame-hang-dump-type none"),
    };
    try
    {
        DotNetTest(solution, settings);
    }
    catch (TimeoutException)
    {
        report.Fail($"{name} was stopped after {limit} minutes");
    }

    var ran = 0;
    var projects = (GetFiles("./tests/*.Tests/*.csproj") + GetFiles("./tests/Synqup.Chaos/*.csproj")).Select(project => project.GetFilenameWithoutExtension().ToString());
    foreach (var project in projects)
    {
        var file = MakeAbsolute(testResults).CombineWithFilePath($"{project}.{name}.trx");
        var count = FileExists(file) ? report.Add(project, XDocument.Load(file.FullPath)) : 0;
        ran += count;
        if (count == 0 && name == "Test")
        {
            report.Fail($"{project} ran no test");
        }
    }

    if (ran == 0 && report.Failed == 0)
    {
        report.Fail($"{name} ran no test");
    }

    if (exitCode != 0 && report.Failed == 0)
    {
        report.Fail($"dotnet test ended with {exitCode}, though no test failed");
    }

    if (report.Failed > 0)
    {
        throw new CakeException($"{name} failed.");
    }
}

void Publish(string runtime)
{
    foreach (var (project, name) in new[] { ("Synqup.Host", "synqup"), ("Synqup.Console", "synqup-console") })
    {
        var folder = published + Directory(runtime) + Directory(name);
        CleanDirectory(folder);
        DotNetPublish($"./host/{project}/{project}.csproj", new DotNetPublishSettings
        {
            Configuration = "Release",
            Runtime = runtime,
            SelfContained = true,
            PublishReadyToRun = true,
            OutputDirectory = folder,
            NoLogo = true,
            Verbosity = DotNetVerbosity.Quiet,
        });
    }
}

// Options that are not the build's own are the program's.
void RunProgram(string project, string programConfiguration, params string[] fixedArguments)
{
    var arguments = new ProcessArgumentBuilder().Append("run -c").Append(programConfiguration).Append("--project").AppendQuoted(project).Append("--");
    foreach (var argument in fixedArguments)
    {
        arguments.AppendQuoted(argument);
    }

    foreach (var (name, values) in Context.Arguments.GetArguments())
    {
        if (name is "target" or "configuration")
        {
            continue;
        }

        foreach (var value in values)
        {
            arguments.Append($"--{name}");
            if (!string.IsNullOrEmpty(value))
            {
                arguments.AppendQuoted(value);
            }
        }
    }

    var exitCode = StartProcess("dotnet", new ProcessSettings { Arguments = arguments });
    if (exitCode != 0)
    {
        throw new CakeException(exitCode, $"{project} ended with {exitCode}.");
    }
}

// Each command's Debian package has its name.
void InstallMissing(params string[] commands)
{
    var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator);
    var missing = commands.Where(command => !folders.Any(folder =>
        FileExists(System.IO.Path.Combine(folder, command)) || FileExists(System.IO.Path.Combine(folder, command + ".exe")))).ToArray();
    if (missing.Length == 0)
    {
        return;
    }

    var install = $"install -q -y --no-install-recommends {string.Join(' ', missing)}";
    if (!FileExists("/usr/bin/apt-get") || Environment.UserName != "root")
    {
        throw new CakeException($"Missing: {string.Join(", ", missing)}. On Debian run: sudo apt-get {install}");
    }

    var environment = new Dictionary<string, string> { ["DEBIAN_FRONTEND"] = "noninteractive" };
    if (StartProcess("apt-get", new ProcessSettings { Arguments = "update -q", EnvironmentVariables = environment }) != 0
        || StartProcess("apt-get", new ProcessSettings { Arguments = install, EnvironmentVariables = environment }) != 0)
    {
        throw new CakeException($"apt-get could not install {string.Join(", ", missing)}.");
    }
}

// Adds up what the test projects wrote, and says it so that nobody has to scroll.
sealed class TestReport
{
    private static readonly XNamespace Trx = "http://microsoft.com/schemas/VisualStudio/TeamTest/2010";
    private readonly List<string> _failures = [];
    private readonly List<string> _skips = [];
    private int _passed;

    public int Failed => _failures.Count;

    public void Fail(string what) => _failures.Add(what);

    public int Add(string project, XDocument results)
    {
        var classes = results.Descendants(Trx + "UnitTest").ToDictionary(
            test => test.Attribute("id")!.Value, test => test.Element(Trx + "TestMethod")?.Attribute("className")?.Value.Split('.')[^1]);
        var tests = results.Descendants(Trx + "UnitTestResult").ToList();
        foreach (var result in tests)
        {
            var name = $"{project}: {classes.GetValueOrDefault(result.Attribute("testId")!.Value)}.{result.Attribute("testName")?.Value}";
            var message = string.Concat(result.Descendants(Trx + "Message").Select(element => element.Value)).Trim();
            switch (result.Attribute("outcome")?.Value)
            {
                case "Passed":
                    _passed++;
                    break;
                case "NotExecuted":
                    _skips.Add($"{name}\n    {message.ReplaceLineEndings("\n    ")}");
                    break;
                default:
                    _failures.Add($"{name}\n    {message.ReplaceLineEndings("\n    ")}");
                    break;
            }
        }

        // A test host that crashed has no failed test, only a run that failed.
        if (results.Descendants(Trx + "ResultSummary").Single().Attribute("outcome")?.Value == "Failed"
            && !tests.Any(result => result.Attribute("outcome")?.Value == "Failed"))
        {
            _failures.Add($"{project}: {string.Concat(results.Descendants(Trx + "RunInfo").Select(element => element.Value)).Trim()}");
        }

        return tests.Count(result => result.Attribute("outcome")?.Value != "NotExecuted");
    }

    public void Print()
    {
        Print("Skipped", _skips);
        Print("Failed", _failures);
        System.Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{_passed} passed, {_failures.Count} failed, {_skips.Count} skipped"));
    }

    private static void Print(string title, List<string> entries)
    {
        if (entries.Count > 0)
        {
            System.Console.WriteLine($"\n{title}:\n  {string.Join("\n  ", entries)}\n");
        }
    }
}

// Cake prints its own table when a target ends: the tests' line comes after it, whatever happened.
var testing = false;
Setup(_ => testing = target is "Test" or "TestLong" or "TestAll" or "Default");
try
{
    RunTarget(target);
}
catch (Exception exception) when (testing)
{
    if (report.Failed == 0)
    {
        report.Fail(exception.Message);
    }

}
finally
{
    if (testing)
    {
        report.Print();
    }
}

// What was caught for the sake of the last line still fails the run.
if (report.Failed > 0)
{
    Environment.Exit(1);
}
