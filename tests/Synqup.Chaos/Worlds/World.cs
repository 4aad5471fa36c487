using System.Globalization;
using Synqup.Chaos.Disk;
using Synqup.Chaos.Portal;
using Synqup.Chaos.Running;

namespace Synqup.Chaos.Worlds;

/// <summary>One machine with its agent, its folders, its accounting packages and its office: runs from the first document until everything is delivered, on the thread that runs it.</summary>
internal sealed class World : IDisposable
{
    private readonly string _folder;
    private readonly Importer _importer;
    private readonly Person _person;
    private readonly WorldReport _report;
    private AgentProcess? _process;
    private int _boots;
    private bool _isCalm;
    private bool _isOver;

    public World(WorldSettings settings, Faults? faults = null, Seams? seams = null)
    {
        Settings = settings;
        Trace = new Trace(settings.InWords);
        Chance = new Chance(settings.Seed);
        Faults = faults ?? new RandomFaults(Chance, settings.Documents);
        Seams = seams ?? new Seams();
        var place = new Folders(settings, Chance);
        Volumes = place.Volumes;
        Witness = new Witness(Volumes, place.OfCustomers);
        Office = new Office(Chance, Witness, place.Configuration);
        _importer = new Importer(this, Chance, place.Habits);
        _person = new Person(this);
        _report = new WorldReport { Seed = settings.Seed };
        // SQLite knows no simulated disk; what it calls committed outlives a power cut, as it does with its flushes on a real one.
        var memory = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();
        _folder = Directory.CreateDirectory(Path.Combine(memory, "synqup-chaos-" + Guid.NewGuid().ToString("N"))).FullName;
    }

    public WorldSettings Settings { get; }

    public Trace Trace { get; }

    public Chance Chance { get; }

    public Faults Faults { get; }

    public Seams Seams { get; }

    public SimulatedClock Clock { get; } = new();

    public IReadOnlyList<SimulatedVolume> Volumes { get; }

    public Witness Witness { get; }

    public Office Office { get; }

    public string LedgerPath => Path.Combine(_folder, "ledger.db");

    public int Calls { get; set; }

    public int Errors { get; set; }

    public int PowerCuts => _report.PowerCuts;

    public int Starts => _report.Starts;

    public int Foreigns => _report.Foreigns;

    /// <summary>What a power cut leaves of what was not flushed; by chance, unless a test goes through all of it.</summary>
    public Func<int, int>? ChooseAtPowerCut { get; init; }

    public SimulatedVolume Volume(string path) => Volumes.First(v => path.StartsWith(v.Mount + "/", StringComparison.Ordinal));

    public WorldReport Run()
    {
        // A test runner has one, which would take what is to go on here to another thread.
        SynchronizationContext.SetSynchronizationContext(null);
        Arrange();
        Start();
        while (Witness.Violation is null && !_isOver && !(_isCalm && Office.Open == 0 && _process is { IsGone: false }))
            Step();
        if (Witness.Violation is null && !_isOver)
            Conclude();
        return _report with
        {
            Violation = Witness.Violation,
            Hash = Trace.Hash,
            Words = [.. Trace.Words],
            Documents = Office.Documents.Count,
            Deliveries = Office.Deliveries,
            Acknowledged = Witness.Acknowledgements,
            Calls = Calls,
            Errors = Errors,
            Taken = _importer.Takes,
            Quarantined = _person.Quarantined,
            Simulated = Clock.Elapsed,
        };
    }

    /// <summary>What goes on beside the agent, around each of its calls.</summary>
    public void Meanwhile(string call, string place, bool after)
    {
        _importer.Meanwhile();
        if (_isCalm)
            return;
        if (!after && call is ("TryRename" or "Replace") && Witness.IsVisible(place) && Chance.Of(Settings.Foreign))
            PutForeign(place);
        if (after && call == "CreateFile" && place.EndsWith(".synqup-part", StringComparison.Ordinal) && Chance.Of(Settings.Scanner) && Volume(place).Find(place) is FileNode file)
            Scan(file);
    }

    public bool IsOnShare(string customer) => !Volume(Witness.FolderOf(customer)).IsLocal;

    /// <summary>Moves away what may have a document's name: other programs' files, and what is there still of earlier deliveries.</summary>
    public void MakeRoom(Story story)
    {
        foreach (var path in Witness.ForgetForeigns())
        {
            Volume(path).Set(path, null);
            Volume(path).FlushName(path);
        }
        foreach (var (path, file) in Witness.Stories.Where(s => s.Document.Id == story.Document.Id && s != story).SelectMany(s => s.Parts).Where(p => p.Visible > 0).Select(p => p.Place).ToList())
            _importer.Take(path, file);
    }

    public void Appeared(string path, FileNode file) => _importer.Sees(path, file);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private void Arrange()
    {
        Office.Add(Settings.Documents / 3 + 1);
        while (Office.Documents.Count + _report.Coming < Settings.Documents)
        {
            var count = Math.Min(Chance.Between(1, 200), Settings.Documents - Office.Documents.Count - _report.Coming);
            _report.Coming += count;
            Sometime(() => Office.Add(count));
        }
        for (var i = 0; i < Settings.Redeliveries; i++)
            Sometime(() => Office.Redeliver(Chance.One([.. Office.Documents])));
        for (var i = 0; i < Settings.ClockJumps; i++)
            Sometime(() => Clock.Set += TimeSpan.FromHours(Chance.Of(0.5) ? 24 : -24));
        for (var i = 0; i < Settings.CleanStops; i++)
            Sometime(() => _process?.Stop());
        Sometime(_person.Look);
        Clock.Ring(Settings.Unrest, Calm);
        Clock.Ring(Settings.Unrest + Settings.Patience, LosePatience);
    }

    private void Sometime(Action action) => Clock.Ring(Chance.UpTo(Settings.Unrest), action);

    private void Start()
    {
        if (_process is not null)
            return;
        Trace.Note("start");
        _report.Starts++;
        _process = new AgentProcess(this, string.Create(CultureInfo.InvariantCulture, $"boot-{_boots}"));
    }

    private void Step()
    {
        if (_process is { Turns.HasNext: true })
        {
            _process.Turns.RunNext();
            _report.Turns++;
        }
        else if (!Clock.Advance())
            Witness.Accuse("Nothing will ever happen any more.");
        if (_process is null)
            return;
        if (_process.Turns.Stray is { } stray)
            Witness.Accuse($"Something went on on another thread:\n{stray}");
        if (Trace.Mistake is { } mistake)
            Witness.Accuse($"The agent made a mistake: {mistake}");
        if (_process.Ended.IsFaulted)
            Witness.Accuse($"The agent ended: {_process.Ended.Exception!.InnerException}");
        if (_process.IsGone)
            Bury(_process.EndedBy);
        else if (_process.Ended.IsCompleted)
            StartAgain();
    }

    private void Bury(Event by)
    {
        if (by == Event.PowerCut)
            CutPower();
        else
            _report.Kills++;
        StartAgain();
    }

    private void CutPower()
    {
        Trace.Note("power cut");
        _report.PowerCuts++;
        _boots++;
        foreach (var volume in Volumes)
            volume.Cut(ChooseAtPowerCut ?? Chance.Below);
        Witness.LookAtAll();
        foreach (var (path, file) in Volumes.SelectMany(v => v.Files()).Where(f => Witness.IsVisible(f.Path) && !Witness.IsForeign(f.File)).ToList())
            _importer.Sees(path, file);
    }

    private void StartAgain()
    {
        _process = null;
        if (_isCalm)
            Start();
        else
            Clock.Ring(Chance.UpTo(TimeSpan.FromMinutes(2)), Start);
    }

    /// <summary>From here on nothing goes wrong any more.</summary>
    private void Calm()
    {
        Trace.Note("calm");
        _isCalm = Faults.IsOver = true;
        foreach (var file in Volumes.SelectMany(v => v.Files()).Select(f => f.File).Where(f => f.Holder == this))
            file.Holder = null;
        Start();
        LookAfter();
    }

    private void LosePatience()
    {
        _isOver = true;
        if (!Settings.IsShort)
            Witness.Accuse($"After {Settings.Patience.TotalDays} days without any fault {Office.Open} documents are not delivered: {Describe()}");
    }

    private void LookAfter()
    {
        _person.Look();
        Clock.Ring(TimeSpan.FromMinutes(1), LookAfter);
    }

    /// <summary>Whatever the office was told of stays, even if the power goes now.</summary>
    private void Conclude()
    {
        _process!.Stop();
        while (Witness.Violation is null && _process is { IsGone: false, Ended.IsCompleted: false })
        {
            if (_process.Turns.HasNext)
                _process.Turns.RunNext();
            else
                Clock.Advance();
            if (_process.Turns.Stray is { } stray)
                Witness.Accuse($"Something went on on another thread:\n{stray}");
        }
        CutPower();
        foreach (var story in Witness.Stories.Where(s => s.WasAcknowledged))
        {
            if (story.Parts.FirstOrDefault(p => !p.WasSeen) is { } lost)
                Witness.Accuse($"The office was told that {story} is delivered, and a power cut took its {lost.Part} away.");
        }
    }

    private void PutForeign(string path)
    {
        var volume = Volume(path);
        if (volume.Find(path) is not null || volume.Folder(SimulatedVolume.Parent(path)) is null)
            return;
        var file = volume.NewFile();
        volume.Set(path, file);
        volume.Write(file, "another program's"u8);
        file.Flush();
        volume.FlushName(path);
        Witness.Foreign(path, file);
        Trace.Note("foreign", path);
        _report.Foreigns++;
    }

    private void Scan(FileNode file)
    {
        file.Holder = this;
        Clock.Ring(Chance.UpTo(TimeSpan.FromSeconds(Chance.Of(0.9) ? 20 : 200)), () => file.Holder = file.Holder == this ? null : file.Holder);
    }

    private string Describe() => string.Join("; ", Office.Documents.Where(d => d.State != PortalState.Forwarded).Take(5).Select(d => $"{d.Id} delivery {d.Delivery} {d.State}"))
        + "; " + string.Join(" | ", _process?.Health.Problems.Select(p => p.Message) ?? []);
}
