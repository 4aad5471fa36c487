using Synqup.Core.Sources.Portal;
using Synqup.Sdk;

namespace Synqup.Core.Routing;

/// <summary>Where a document goes, or the sentence that says why it goes nowhere.</summary>
internal abstract record RoutingResult;

/// <summary>It has a destination.</summary>
/// <param name="Root">The root as a local path: what the agent writes to.</param>
/// <param name="ShownRoot">The root as the accounting package sees it: what the template says.</param>
internal sealed record Routed(string Root, string ShownRoot, DeliveryPlan Plan, AccountingPackageConfiguration Configuration, CustomerDescription Customer) : RoutingResult;

/// <summary>The configuration as it is has no place for it; a changed one may.</summary>
internal sealed record Unroutable(string Reason) : RoutingResult;

/// <summary>The destination can never take it.</summary>
internal sealed record Refused(string Reason) : RoutingResult;
