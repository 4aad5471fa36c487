using System.Text;
using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Naming;

internal sealed class DoneFileTests
{
    private static readonly NameTemplate Names = NameTemplate.Parse("{number}_{hash8}");

    [TestCase("{name}.done", "V01_15000001_d7af0580.done")]
    [TestCase("{file}.ok", "V01_15000001_d7af0580.xml.ok")]
    [TestCase("ready-{name}.trg", "ready-V01_15000001_d7af0580.trg")]
    [TestCase("{name}_done", "V01_15000001_d7af0580_done")]
    public void Done_file_is_the_last_and_named_after_the_others(string doneFile, string expected)
    {
        var files = Plan(Names.WithDoneFile(doneFile), Some.Document(id: "0197")).Files;
        using (Assert.EnterMultipleScope())
        {
            Assert.That(files.Select(file => file.Path.Name.Value), Is.EqualTo(new[] { "V01_15000001_d7af0580.pdf", "V01_15000001_d7af0580.xml", expected }));
            Assert.That(files.Select(file => file.IsDone), Is.EqualTo(new[] { false, false, true }));
        }
    }

    [Test]
    public void Without_the_option_there_is_none() =>
        Assert.That(Plan(Names.WithDoneFile("{name}.done").WithDoneFile(""), Some.Document()).Files.Any(file => file.IsDone), Is.False);

    [TestCase("done", "needs {name} or {file} once")]
    [TestCase("{number}.done", "needs {name} or {file} once")]
    [TestCase("{name}{name}.done", "needs {name} or {file} once")]
    [TestCase("{name}_{file}.done", "needs {name} or {file} once")]
    [TestCase("{name", "needs {name} or {file} once")]
    [TestCase("../{name}.done", "letters, digits, dots, hyphens and underscores")]
    [TestCase("{name}.dôné", "letters, digits, dots, hyphens and underscores")]
    [TestCase("{name}", "an ending of its own")]
    [TestCase("done-{file}", "an ending of its own")]
    [TestCase("{name}.XML", "ends like a document")]
    [TestCase("{file}.pdf", "ends like a document")]
    [TestCase("{name}.", "ends with a dot")]
    [TestCase("{name}.synqup-part", "Synqup uses itself")]
    [TestCase("{name}.this-ending-has-too-many-characters-for-a-folder-that-is-as-long-as-it-may-be.done", "too long")]
    public void Option_that_cannot_be_used_is_named_with_what_is_wrong(string doneFile, string expected) => Assert.That(
        () => Names.WithDoneFile(doneFile), Throws.TypeOf<InvalidSettingsException>().With.Message.StartsWith("The option \"doneFile\" ").And.Message.Contains(expected));

    [Test]
    public void Name_of_the_others_is_shortened_so_that_the_done_file_fits_too([Values("{name}.done", "{file}.finished")] string doneFile)
    {
        var folder = PathTemplate.Parse(@"C:\" + new string('d', 120) + @"\[accounting_file_id]");
        var document = Some.Document(new string('é', 400));
        var plan = Names.WithDoneFile(doneFile).Plan(document, folder.Expand(Some.Enterprise, IdentifierForm.Vat).Require(), document.Parts).WithSuffix(9999);
        Assert.That(plan.Files.Select(file => file.Path.ToString().Length), Is.All.LessThanOrEqualTo(240));
        Assert.That(plan.Files.Select(file => Encoding.UTF8.GetByteCount(file.Path.Name.Value)), Is.All.LessThanOrEqualTo(255));
        Assert.That(plan.Files[^1].Path.ToString(), Has.Length.InRange(230, 240), "no more than needed");
    }

    private static DeliveryPlan Plan(NameTemplate names, Document document) =>
        names.Plan(document, PathTemplate.Parse(@"C:\[accounting_file_id]").Expand(Some.Enterprise, IdentifierForm.Vat).Require(), document.PartsToDeliver(DocumentPartNames.Ubl, SeparatePdf.Always));
}
