using System.Collections.Generic;
using System.Linq;
using DataBox.Tests.HouseRules.Support;

namespace DataBox.Tests.HouseRules.NanoProfile;

/// <summary>The whole check over every .nfproj of a tree.</summary>
internal static class NanoProfileCheck
{
    public static readonly string[] Configurations = ["Debug", "Release"];

    public static IReadOnlyList<Finding> Check(SourceTree tree, ApiLibrary api, params string[] configurations)
    {
        var findings = new List<Finding>();
        List<string> projects = Projects(tree).ToList();
        foreach (string configuration in configurations)
        {
            var compiler = new DeviceCompiler(tree, api, configuration);
            foreach (string path in projects)
            {
                if (compiler.Compile(path) is { } assembly)
                    findings.AddRange(Inspect(assembly));
            }
            findings.AddRange(compiler.Problems);
        }
        foreach (string path in projects)
        {
            NfProject project = NfProject.Load(tree, path, "Release");
            findings.AddRange(PackageRules.Check(tree, api, project));
            findings.AddRange(ProjectShapeRules.Check(tree, project));
        }
        return findings.Distinct().ToList();
    }

    public static IEnumerable<string> Projects(SourceTree tree) => tree.WithExtension(".nfproj");

    private static IEnumerable<Finding> Inspect(DeviceAssembly assembly) =>
        TypeRules.Check(assembly)
            .Concat(IlRules.Check(assembly))
            .Concat(LimitRules.Check(assembly))
            .Concat(KernelRules.Check(assembly))
            .Concat(SourceRules.Check(assembly))
            .Concat(TextAndCopyRules.Check(assembly));
}
