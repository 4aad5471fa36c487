using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Synqup.Console.Data;

internal sealed class ConsoleDb(DbContextOptions<ConsoleDb> options) : DbContext(options)
{
    public DbSet<Office> Offices => Set<Office>();

    public DbSet<OfficeClient> OfficeClients => Set<OfficeClient>();

    public DbSet<Agent> Agents => Set<Agent>();

    public DbSet<EnrolmentKey> EnrolmentKeys => Set<EnrolmentKey>();

    public DbSet<Configuration> Configurations => Set<Configuration>();

    public DbSet<Enterprise> Enterprises => Set<Enterprise>();

    public DbSet<StoredDocument> Documents => Set<StoredDocument>();

    public DbSet<StoredPart> Parts => Set<StoredPart>();

    public DbSet<PastDelivery> PastDeliveries => Set<PastDelivery>();

    public DbSet<StoredAcknowledgement> Acknowledgements => Set<StoredAcknowledgement>();

    public DbSet<Diagnostics> Diagnostics => Set<Diagnostics>();

    /// <summary>Whether something was saved that agents see as their configuration.</summary>
    public bool IsReconfigured { get; private set; }

    public override Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        IsReconfigured |= ChangeTracker.Entries().Any(entry => entry is { Entity: Configuration or Enterprise, State: not EntityState.Unchanged });
        return base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        // SQLite cannot compare the text form of a moment; milliseconds since 1970 it can.
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<MillisecondsConverter>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.UseOpenIddict();

        modelBuilder.Entity<OfficeClient>().HasKey(client => client.ClientId);
        Belongs<OfficeClient>(modelBuilder, client => client.OfficeId);

        Belongs<Agent>(modelBuilder, agent => agent.OfficeId);
        modelBuilder.Entity<Agent>().HasIndex(agent => agent.ClientId).IsUnique();

        Belongs<EnrolmentKey>(modelBuilder, key => key.OfficeId);
        modelBuilder.Entity<EnrolmentKey>().HasIndex(key => key.Hash).IsUnique();

        Belongs<Configuration>(modelBuilder, configuration => configuration.OfficeId);
        modelBuilder.Entity<Configuration>().HasIndex(configuration => configuration.AgentId);

        Belongs<Enterprise>(modelBuilder, enterprise => enterprise.OfficeId);
        modelBuilder.Entity<Enterprise>().HasIndex(enterprise => enterprise.ConfigurationId);
        modelBuilder.Entity<Enterprise>().HasIndex(enterprise => new { enterprise.OfficeId, enterprise.EnterpriseNumber }).IsUnique();
        modelBuilder.Entity<Enterprise>().HasIndex(enterprise => new { enterprise.OfficeId, enterprise.Vat }).IsUnique();

        var document = modelBuilder.Entity<StoredDocument>();
        document.ToTable("Documents");
        document.HasIndex(row => new { row.EnterpriseId, row.Sha256, row.Direction }).IsUnique();
        document.HasIndex(row => new { row.EnterpriseId, row.Number });
        document.HasIndex(row => new { row.AgentId, row.Offered, row.Sequence });
        document.HasIndex(row => new { row.OfficeId, row.Id });
        document.HasMany(row => row.Parts).WithOne().HasForeignKey(part => part.DocumentId);
        document.HasOne<Enterprise>().WithMany().HasForeignKey(row => row.EnterpriseId).OnDelete(DeleteBehavior.Restrict);

        modelBuilder.Entity<StoredPart>().ToTable("Parts").HasKey(part => new { part.DocumentId, part.Name });
        modelBuilder.Entity<PastDelivery>().ToTable("PastDeliveries").HasKey(past => new { past.DocumentId, past.Number });
        modelBuilder.Entity<StoredAcknowledgement>().ToTable("Acknowledgements").HasKey(ack => new { ack.DocumentId, ack.DeliveryNumber, ack.Outcome });

        Belongs<Diagnostics>(modelBuilder, diagnostics => diagnostics.OfficeId);
    }

    private static void Belongs<T>(ModelBuilder modelBuilder, System.Linq.Expressions.Expression<Func<T, object?>> office)
        where T : class => modelBuilder.Entity<T>().HasOne<Office>().WithMany().HasForeignKey(office).OnDelete(DeleteBehavior.Restrict);

    private sealed class MillisecondsConverter() : ValueConverter<DateTimeOffset, long>(
        moment => moment.ToUnixTimeMilliseconds(), milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds));
}
