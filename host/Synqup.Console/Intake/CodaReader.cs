using System.Globalization;
using System.Numerics;
using System.Text;

namespace Synqup.Console.Intake;

/// <summary>Reads a CODA file line by line: each statement is record 0, record 1, movements, record 8, record 9.</summary>
internal sealed class CodaReader
{
    private const int Width = 128;
    private const char DosEnd = '\x1a';

    // What may follow each record; movements and information are 2 and 3, free text is 4.
    private static readonly Dictionary<char, string> Followers = new() { [' '] = "0", ['0'] = "1", ['1'] = "2348", ['2'] = "2348", ['3'] = "2348", ['4'] = "23489", ['8'] = "49", ['9'] = "0" };

    private readonly List<string> _warnings = [];
    private char _last = ' ';
    private int _line, _records, _statements;
    private bool _closing;
    private string? _account, _holder, _currency, _enterprise;
    private int _number;
    private DateOnly _date;

    private CodaReader()
    {
    }

    /// <param name="content">Read to its end and closed.</param>
    /// <exception cref="UnreadableException">Says which line breaks which rule.</exception>
    public static CodaFacts Read(Stream content)
    {
        using (content)
        {
            var reader = new CodaReader();
            foreach (var line in Lines(content))
                reader.Line(line);
            return reader.Result();
        }
    }

    private CodaFacts Result() => _last == '9'
        ? new(_account!, _number, _date, _holder, _currency, _enterprise, _statements, _warnings)
        : throw new UnreadableException($"it is cut off after line {_line} (record {_last}): {(_closing ? "record 9 is" : "records 8 and 9 are")} missing");

    private void Line(string line)
    {
        _line++;
        if (line.Length > Width)
            throw new UnreadableException($"line {_line} has more than {Width} characters");
        var text = line.TrimEnd(' ', DosEnd);
        if (text.Length == 0 && _last == '9')
            return;
        var record = text.Length == 0 ? ' ' : text[0];
        if (!Followers[_last].Contains(record, StringComparison.Ordinal) || (record == '9' && !_closing))
            throw new UnreadableException(OutOfPlace(record));
        _last = record;
        Record(record, text.PadRight(Width));
    }

    private string OutOfPlace(char record) => _last switch
    {
        ' ' => "its first line is not record 0 of a CODA file",
        '9' => $"line {_line} stands after the closing record 9 and is neither blank nor a new record 0",
        _ => $"line {_line} is {(record is >= '0' and <= '9' ? $"record {record}" : "no CODA record")}, which cannot follow record {_last}",
    };

    private void Record(char record, string line)
    {
        if (record is not ('0' or '9'))
            _records++;
        switch (record)
        {
            case '0':
                _statements++;
                (_records, _closing) = (0, false);
                // Eleven positions for ten digits: filled with a zero before.
                _enterprise ??= Numbers.Enterprise(Field(line, 72, 82) is { Length: 11 } padded && padded[0] == '0' ? padded[1..] : Field(line, 72, 82));
                break;
            case '1' when _statements == 1:
                _account = Account(line);
                _number = int.TryParse(Field(line, 3, 5), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    ? number
                    : throw new UnreadableException($"line {_line} has no statement number at positions 3 to 5");
                _holder = Field(line, 65, 90) is { Length: > 0 } holder ? holder : null;
                break;
            case '8':
                _closing = true;
                if (_statements == 1)
                    _date = Date(Field(line, 58, 63));
                break;
            case '9':
                CheckEnd(line);
                break;
        }
    }

    private void CheckEnd(string line)
    {
        if (!int.TryParse(Field(line, 17, 22), NumberStyles.None, CultureInfo.InvariantCulture, out var count))
            throw new UnreadableException($"line {_line} is cut off: record 9 has no count of records at positions 17 to 22");
        if (count != _records)
            _warnings.Add($"Record 9 at line {_line} counts {count} records where there are {_records}; many banks miscount, so the file is taken.");
    }

    private string Account(string line)
    {
        var structure = line[1];
        _currency = (structure == '0' ? Field(line, 19, 21) : Field(line, 40, 42)) is { Length: 3 } currency ? currency : null;
        var account = structure switch
        {
            '0' => BelgianIban(Field(line, 6, 17)),
            '2' => Field(line, 6, 21),
            '1' or '3' => Field(line, 6, 39),
            _ => throw new UnreadableException($"line {_line} has the unknown account structure '{structure}' at position 2"),
        };
        return account.Length > 0 ? account : throw new UnreadableException($"line {_line} has no account number from position 6 on");
    }

    private string BelgianIban(string digits)
    {
        if (digits.Length != 12 || !digits.All(char.IsAsciiDigit))
            throw new UnreadableException($"line {_line} has '{digits}' where a Belgian account number of twelve digits stands");
        // ISO 13616: the letters B and E are 11 and 14, and the check digits make the whole 1 modulo 97.
        var check = 98 - (int)(BigInteger.Parse(digits + "111400", CultureInfo.InvariantCulture) % 97);
        return $"BE{check.ToString("00", CultureInfo.InvariantCulture)}{digits}";
    }

    private DateOnly Date(string text) =>
        text.Length == 6 && DateOnly.TryParseExact($"{text[..4]}20{text[4..]}", "ddMMyyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new UnreadableException($"line {_line} has '{text}' where the date of the new balance stands (positions 58 to 63, DDMMYY)");

    /// <summary>Positions as the standard counts them: from 1, both ends included.</summary>
    private static string Field(string line, int from, int to) => line[(from - 1)..to].Trim();

    private static IEnumerable<string> Lines(Stream content)
    {
        using var reader = new StreamReader(content, Encoding.GetEncoding(1252), detectEncodingFromByteOrderMarks: false, bufferSize: 16 * 1024);
        var line = new StringBuilder();
        var buffer = new char[8192];
        int count;
        while ((count = reader.Read(buffer)) > 0)
        {
            for (var i = 0; i < count; i++)
            {
                if (buffer[i] == '\n')
                {
                    yield return Take(line);
                }
                else if (line.Length <= Width + 1)
                {
                    // One more than a line may have is enough to know that it is too long.
                    line.Append(buffer[i]);
                }
            }
        }

        if (line.Length > 0)
            yield return Take(line);
    }

    private static string Take(StringBuilder line)
    {
        if (line.Length > 0 && line[^1] == '\r')
            line.Length--;
        var text = line.ToString();
        line.Clear();
        return text;
    }
}
