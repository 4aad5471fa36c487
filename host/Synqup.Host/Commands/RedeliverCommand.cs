using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Spectre.Console;
using Synqup.Core.Ledger;
using Synqup.Core.Pipeline;
using Synqup.Core.Sources;
using Synqup.Host.Agent;
using Synqup.Host.Output;

namespace Synqup.Host.Commands;

/// <summary><c>synqup redeliver</c>: has documents delivered once more, by asking the Console for a further delivery of each.</summary>
internal static class RedeliverCommand
{
    private static readonly Argument<string[]> Ids = new("ID") { Description = "The document's id, or its number, as 'synqup history' shows them.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<string?> Customer = new("--customer") { Description = "All documents of this customer: a part of the name, or the VAT, enterprise or dossier number.", HelpName = "TEXT" };
    private static readonly Option<string?> Since = new("--since") { Description = "All documents whose newest delivery was listed since then: 2026-01-31, 2026-01-31T14:30, or 7d or 12h back from now.", HelpName = "WHEN" };
    private static readonly Option<string?> Until = new("--until") { Description = "All documents whose newest delivery was listed before then; written as for --since.", HelpName = "WHEN" };
    private static readonly Option<string?> Batch = new("--batch") { Description = "All documents whose newest delivery was in this batch: its root folder and its number.", HelpName = "FOLDER/NUMBER" };
    private static readonly Option<string?> Connection = new("--connection") { Description = "Only this connection of the settings.", HelpName = "NAME" };
    private static readonly Option<string?> Why = new("--why") { Description = "Why, for those who ask later: kept with your name and the time.", HelpName = "TEXT" };
    private static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Asks for them without asking you first." };
    private static readonly Option<bool> DryRun = new("--dry-run") { Description = "Lists what would be asked for, and asks for nothing." };

    public static SynqupCommand Create() => SynqupCommand.Create(
        "redeliver",
        "Has documents delivered once more: asks the Console for a further delivery of each, which then travels like a new document. Safe beside a running agent. "
        + "A customer, a period or a batch means what was delivered or needs a person; what travels, was dropped or was withdrawn is named by its id.",
        [Ids, Customer, Since, Until, Batch, Connection, Why, Yes, DryRun],
        ["synqup redeliver 01JG7Z3K9M --why \"Deleted by mistake\"", "synqup redeliver --customer Peeters --since 7d --dry-run", "synqup redeliver --batch /mnt/winbooks/12 --yes --json"],
        ExecuteAsync);

    private static async Task<CommandResult> ExecuteAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var time = TimeProvider.System;
        var selection = Selection(parse, time);
        var why = Deciding.CheckWhy(parse.GetValue(Why));
        var settings = SettingsFile.Read(parse);
        var documents = await RedeliverDocuments.FindAsync(settings, parse.GetValue(Connection), selection, cancellationToken);
        if (parse.GetValue(DryRun)) return RedeliverResult.OfNothingDone(documents);

        var screen = Screen.ForThisProcess();
        var terminal = parse.GetValue(CommonOptions.Json) ? null : screen.Terminal;
        if (!parse.GetValue(Yes) && !await IsMeantAsync(terminal, documents.Count, cancellationToken))
            return RedeliverResult.OfNothingDone(documents) with { Summary = "Nothing was asked for.", ExitCode = (int)ExitCode.Problems };

        using var signals = new StopSignals("Stopping: what was asked for is kept. Once more stops at once.");
        await using var services = new ServiceCollection().AddAgent(settings, ConsoleLog.None, Patience.Short).BuildServiceProvider();
        var started = time.GetUtcNow();
        var reports = new List<(string Connection, RedeliveryReport Report)>();
        await WithProgressAsync(terminal, documents.Count, async asked =>
        {
            foreach (var group in documents.GroupBy(one => one.Connection))
            {
                var redelivering = new Redelivering(services.GetRequiredKeyedService<IDocumentSource>(group.Key), ConnectionFiles.Ledger(settings, group.Key), time);
                reports.Add((group.Key, await redelivering.AskAsync([.. group.Select(one => one.Document)], Deciding.Who(), why, asked, signals.Token)));
            }
        });
        return RedeliverResult.Of(documents, reports, signals.Token.IsCancellationRequested, selection.IsOfMany && !(selection.Until <= started) ? started : null);
    }

    private static RedeliverSelection Selection(ParseResult parse, TimeProvider time)
    {
        var selection = new RedeliverSelection(
            parse.GetValue(Ids) ?? [], parse.GetValue(Customer),
            parse.GetValue(Since) is { } since ? Moments.Read(Since.Name, since, time) : null,
            parse.GetValue(Until) is { } until ? Moments.Read(Until.Name, until, time) : null,
            parse.GetValue(Batch) is { } batch ? ReadBatch(batch) : null);
        return selection.Ids.Count > 0 != selection.IsOfMany ? selection : throw new CommandFailure(
            ExitCode.Usage, "Say which documents: one or more ids, or some of --customer, --since, --until and --batch. Run 'synqup redeliver --help' for what is possible.");
    }

    private static RedeliveryBatch ReadBatch(string text)
    {
        var end = text.LastIndexOfAny(['/', '\\']);
        return end > 0 && long.TryParse(text[(end + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? new(text[..end], number)
            : throw new CommandFailure(ExitCode.Usage, $"--batch {text}: write the root folder and the number of the batch, such as /mnt/winbooks/12.");
    }

    private static async Task<bool> IsMeantAsync(IAnsiConsole? terminal, int count, CancellationToken cancellationToken)
    {
        var documents = RedeliverResult.Count(count);
        if (terminal is null || Console.IsInputRedirected)
            throw new CommandFailure(ExitCode.Usage, $"{documents} would be asked for. Look at them with --dry-run, and then say the same with --yes.");
        return await new ConfirmationPrompt($"Have {documents} delivered once more? The accounting package may have {(count == 1 ? "it" : "them")} already.") { DefaultValue = false }.ShowAsync(terminal, cancellationToken);
    }

    private static Task WithProgressAsync(IAnsiConsole? terminal, int count, Func<Action, Task> ask) => terminal is null
        ? ask(static () => { })
        : terminal.Progress().StartAsync(async progress =>
        {
            var task = progress.AddTask("Asking the Console", maxValue: count);
            await ask(() => task.Increment(1));
        });
}
