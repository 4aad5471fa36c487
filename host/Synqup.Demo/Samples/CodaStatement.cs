using System.Globalization;
using System.Text;

namespace Synqup.Demo.Samples;

/// <summary>One transfer on a statement.</summary>
/// <param name="Amount">Positive for money that came in.</param>
internal sealed record SampleMovement(decimal Amount, SampleParty Counterparty, string Communication);

/// <summary>A bank statement, written as CODA version 2: records of 128 characters in windows-1252, each ended by CRLF.</summary>
/// <param name="Number">1 to 999; restarts each year.</param>
internal sealed record CodaStatement(SampleParty Holder, int Number, DateOnly Date, decimal OldBalance, IReadOnlyList<SampleMovement> Movements)
{
    private static readonly Encoding Windows1252 = CodePagesEncodingProvider.Instance.GetEncoding(
        1252, EncoderFallback.ReplacementFallback, DecoderFallback.ReplacementFallback)!;

    public byte[] Write()
    {
        var records = new List<string> { OldBalanceRecord() };
        for (var index = 0; index < Movements.Count; index++)
            records.AddRange(MovementRecords(index + 1, Movements[index]));
        records.Add(NewBalanceRecord());
        var lines = records.Prepend(Header()).Append(Trailer(records.Count));
        return Windows1252.GetBytes(string.Concat(lines.Select(line => line + "\r\n")));
    }

    private string Header() =>
        "0" + "0000" + Day(Date) + "730" + "05" + Blank(8) + Text(Day(Date) + Sequence, 10) + Text(Holder.Name, 26) + Text("KREDBEBB", 11) +
        (Holder.EnterpriseNumber is { } number ? "0" + number : Blank(11)) + " " + "00000" + Blank(16) + Blank(16) + Blank(7) + "2";

    private string OldBalanceRecord() =>
        "1" + "2" + Sequence + Account + Balance(OldBalance) + Day(Date.AddDays(-1)) + Text(Holder.Name, 26) + Text("Zichtrekening", 35) + Sequence;

    private IEnumerable<string> MovementRecords(int ordinal, SampleMovement movement)
    {
        var id = ordinal.ToString("0000", CultureInfo.InvariantCulture) + "0000";
        var code = movement.Amount < 0 ? "00101000" : "00150000";
        yield return "2" + "1" + id + Text(Day(Date) + Sequence + id, 21) + Balance(movement.Amount) + Day(Date) + code +
            "1" + Text("101" + string.Concat(movement.Communication.Where(char.IsAsciiDigit)), 53) + Day(Date) + Sequence + "0" + "1" + " " + "0";
        yield return "2" + "2" + id + Blank(53) + Blank(35) + Text("KREDBEBB", 11) + Blank(3) + Blank(13) + "1" + " " + "0";
        yield return "2" + "3" + id + Text(Text(movement.Counterparty.Iban, 34) + "EUR", 37) + Text(movement.Counterparty.Name, 35) + Blank(43) + "0" + " " + "0";
    }

    private string NewBalanceRecord() =>
        "8" + Sequence + Account + Balance(OldBalance + Movements.Sum(movement => movement.Amount)) + Day(Date) + Blank(64) + "0";

    /// <param name="count">Records between the header and this one.</param>
    private string Trailer(int count) =>
        "9" + Blank(15) + count.ToString("000000", CultureInfo.InvariantCulture) + Amount(Movements.Where(one => one.Amount < 0).Sum(one => -one.Amount)) +
        Amount(Movements.Where(one => one.Amount > 0).Sum(one => one.Amount)) + Blank(75) + "2";

    private string Sequence => Number.ToString("000", CultureInfo.InvariantCulture);

    private string Account => Text(Holder.Iban, 34) + "EUR";

    private static string Balance(decimal amount) => (amount < 0 ? "1" : "0") + Amount(Math.Abs(amount));

    // Twelve digits and three decimals.
    private static string Amount(decimal amount) => ((long)(amount * 1000)).ToString("000000000000000", CultureInfo.InvariantCulture);

    private static string Day(DateOnly date) => date.ToString("ddMMyy", CultureInfo.InvariantCulture);

    private static string Blank(int width) => new(' ', width);

    private static string Text(string text, int width)
    {
        var known = string.Concat(text.Normalize(NormalizationForm.FormC).Where(character => character is >= ' ' and <= '\u00FF'));
        return known.PadRight(width)[..width];
    }
}
