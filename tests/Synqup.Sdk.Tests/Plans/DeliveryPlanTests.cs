using Synqup.Sdk.Testing;

namespace Synqup.Sdk.Tests.Plans;

internal sealed class DeliveryPlanTests
{
    [Test]
    public void Plan_keeps_the_order_of_its_files()
    {
        var plan = DeliveryPlan.Deliver(File("a.pdf"), File("a.xml"));
        Assert.That(plan.IsRejected, Is.False);
        Assert.That(plan.Files.Select(file => file.Path.ToString()), Is.EqualTo(new[] { @"C:\Data\PEETERS\a.pdf", @"C:\Data\PEETERS\a.xml" }));
    }

    [Test]
    public void Plan_without_a_file_is_refused() => Assert.That(() => DeliveryPlan.Deliver(), Throws.ArgumentException.With.Message.Contains("at least one"));

    [Test]
    public void Two_files_of_one_name_are_refused() =>
        Assert.That(() => DeliveryPlan.Deliver(File("a.xml"), File("A.XML")), Throws.ArgumentException.With.Message.Contains("same name"));

    [Test]
    public void Files_in_two_folders_are_refused() =>
        Assert.That(() => DeliveryPlan.Deliver(File("a.xml"), File("b.xml", "OTHER")), Throws.ArgumentException.With.Message.Contains("one folder"));

    [Test]
    public void Path_over_the_budget_is_refused() =>
        Assert.That(() => DeliveryPlan.Deliver(File(new string('x', 230))), Throws.ArgumentException.With.Message.Contains("235"));

    [Test]
    public void Done_file_comes_last_and_never_alone()
    {
        var done = PlannedFile.Done(File("a.done").Path);
        using (Assert.EnterMultipleScope())
        {
            Assert.That(DeliveryPlan.Deliver(File("a.xml"), done).Files[^1].IsDone, Is.True);
            Assert.That(() => DeliveryPlan.Deliver(done, File("a.xml")), Throws.ArgumentException.With.Message.Contains("after all others"));
            Assert.That(() => DeliveryPlan.Deliver(done), Throws.ArgumentException.With.Message.Contains("after all others"));
        }
    }

    [Test]
    public void One_number_serves_the_whole_set() => Assert.That(
        DeliveryPlan.Deliver(File("a.pdf"), File("a.xml")).WithSuffix(3).Files.Select(file => file.Path.Name.Value), Is.EqualTo(new[] { "a_3.pdf", "a_3.xml" }));

    [Test]
    public void Refusal_has_a_reason_and_no_files()
    {
        var plan = DeliveryPlan.Reject("Winbooks takes no postcards.");
        using (Assert.EnterMultipleScope())
        {
            Assert.That(plan.IsRejected, Is.True);
            Assert.That(plan.Rejection, Is.EqualTo("Winbooks takes no postcards."));
            Assert.That(plan.Files, Is.Empty);
        }
    }

    [Test]
    public void Refusal_without_a_reason_is_refused() => Assert.That(() => DeliveryPlan.Reject(" "), Throws.ArgumentException);

    private static PlannedFile File(string name, string dossier = "PEETERS") => new("ubl", new(
        PathTemplate.Parse(@"C:\Data\[accounting_file_id]").Expand(Some.Enterprise with { AccountingFileId = dossier }, IdentifierForm.Vat).Require(), FileName.Parse(name)));
}
