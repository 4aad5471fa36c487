using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Synqup.Demo.Flow;

/// <summary>"80 of 132" beside a bar.</summary>
internal sealed class ProgressCountColumn : ProgressColumn
{
    public override IRenderable Render(RenderOptions options, ProgressTask task, TimeSpan deltaTime) =>
        new Text(string.Create(CultureInfo.InvariantCulture, $"{task.Value:0} of {task.MaxValue:0}"));
}
