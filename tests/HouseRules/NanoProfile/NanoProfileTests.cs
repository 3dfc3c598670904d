using System;
using System.Linq;
using DataBox.Tests.HouseRules.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.NanoProfile;

[TestClass]
public sealed class NanoProfileTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public void Declarations_of_nanoFramework_compile_and_form_one_set_of_versions()
    {
        ApiLibrary api = ApiLibrary.Repository;
        Expect.Clean(api.Problems);
        foreach (IGrouping<string, ApiAssembly> package in api.Assemblies.GroupBy(a => a.PackageId))
            Assert.AreEqual(1, package.Select(a => a.PackageVersion).Distinct().Count(), package.Key + " has two versions");
        foreach (string needed in api.Assemblies.SelectMany(a => a.Needs).Distinct())
            Assert.IsTrue(api.OfPackage(needed).Any(), needed + " is needed but not declared");
    }

    [TestMethod]
    public void Device_projects_fit_nanoFramework_v1()
    {
        Assert.IsTrue(NanoProfileCheck.Projects(SourceTree.Repository).Any(), "no .nfproj found: nothing was checked");
        Expect.Clean(NanoProfileCheck.Check(SourceTree.Repository, ApiLibrary.Repository, NanoProfileCheck.Configurations));
    }

    [TestMethod]
    public void Every_device_assembly_has_a_fifth_of_its_tables_to_spare()
    {
        // A table that is nearly full has to be noticed while there is still time to split the assembly.
        const int roomyBytes = AssemblySizes.MaxBytes * 4 / 5;
        var compiler = new DeviceCompiler(SourceTree.Repository, ApiLibrary.Repository, "Release");
        foreach (string path in NanoProfileCheck.Projects(SourceTree.Repository))
        {
            if (compiler.Compile(path) is not { } assembly)
                continue;
            foreach ((string what, int bytes) in AssemblySizes.Of(assembly).Rows)
            {
                TestContext.WriteLine($"{assembly.Project.AssemblyName,-16} {what,-40} {bytes,7:N0} of {AssemblySizes.MaxBytes:N0}");
                Assert.IsTrue(bytes <= roomyBytes, $"{path}: {what} is {bytes:N0} bytes, over four fifths of {AssemblySizes.MaxBytes:N0}");
            }
        }
    }
}
