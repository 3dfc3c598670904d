using DataBox.Tests.HouseRules.Support;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.HouseRules.Rules;

/// <summary>The rules, held against the repository itself.</summary>
[TestClass]
public sealed class RepositoryTests
{
    [TestMethod]
    public void Arrows_between_rooms_point_where_the_architecture_says() => Expect.Clean(ArrowRule.Check(SourceTree.Repository));

    [TestMethod]
    public void Device_sources_are_listed_once_and_built_twice() => Expect.Clean(ProjItemsRule.Check(SourceTree.Repository));

    [TestMethod]
    public void Runs_are_repeatable_and_nothing_is_left_unwritten() => Expect.Clean(BannedApiRule.Check(SourceTree.Repository));

    [TestMethod]
    public void Solution_holds_every_project_in_the_right_configurations() => Expect.Clean(SolutionRule.Check(SourceTree.Repository));

    [TestMethod]
    public void Links_between_documents_lead_somewhere() => Expect.Clean(DocLinkRule.Check(SourceTree.Repository));

    [TestMethod]
    public void Texts_name_no_machine_and_no_work_left_undone() => Expect.Clean(TextRule.Check(SourceTree.Repository));

    [TestMethod]
    public void Everything_stands_where_a_newcomer_looks_for_it() => Expect.Clean(LayoutRule.Check(SourceTree.Repository));

    [TestMethod]
    public void Files_and_methods_stay_short() => Expect.Clean(LengthRule.Check(SourceTree.Repository));
}
