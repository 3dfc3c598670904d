using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>The parts of a legacy .nfproj that the Visual Studio and VS Code extensions look for.</summary>
internal static class ProjectShapeRules
{
    private const string TypeGuids = "{11A8DD76-328B-46DF-9F39-F559912D0360};{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}";

    private static readonly string[] s_imports =
    [
        "$(NanoFrameworkProjectSystemPath)NFProjectSystem.Default.props",
        "$(NanoFrameworkProjectSystemPath)NFProjectSystem.props",
        "$(NanoFrameworkProjectSystemPath)NFProjectSystem.CSharp.targets",
    ];

    public static IEnumerable<Finding> Check(SourceTree tree, NfProject project)
    {
        foreach ((string name, string value) in new[] { ("ProjectTypeGuids", TypeGuids), ("TargetFrameworkVersion", "v1.0") })
        {
            if (!string.Equals(project.Property(name), value, StringComparison.OrdinalIgnoreCase))
                yield return new Finding(project.Path, 0, $"{name} has to be {value}");
        }
        if (project.IsTestProject && project.AssemblyName != "NFUnitTest")
            yield return new Finding(project.Path, 0, "the test adapter only looks for an assembly named NFUnitTest");

        XElement root = XDocument.Parse(tree.Read(project.Path), LoadOptions.SetLineInfo).Root!;
        List<XElement> imports = root.Elements().Where(e => e.Name.LocalName == "Import"
            && s_imports.Contains(e.Attribute("Project")?.Value)).ToList();
        if (!imports.Select(i => i.Attribute("Project")!.Value).SequenceEqual(s_imports))
            yield return new Finding(project.Path, 0, "imports NFProjectSystem .Default.props, .props and .CSharp.targets, in this order");
        foreach (XElement import in imports)
        {
            if (import.Attribute("Condition")?.Value != $"Exists('{import.Attribute("Project")!.Value}')")
                yield return new Finding(project.Path, NfProject.LineOf(import), "needs the Exists condition of the same path, or plain dotnet can't load the solution");
        }
    }
}
