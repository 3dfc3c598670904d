using System.Collections.Generic;
using System.Linq;
using DataBox.Detection;
using DataBox.Ports;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Detection;

[TestClass]
public class CauseMemoryTests
{
    [TestMethod]
    [DataRow(1, 12, 2)]
    [DataRow(8, 12, 3)]
    [DataRow(16, 12, 3)]
    [DataRow(1, 3, 0)]
    public void Bytes_stated_for_the_causes_are_what_they_keep(int devices, int cellsEach, int probesEach)
    {
        PackLayout layout = PackLayout.FromCounts(
            1, Enumerable.Repeat(cellsEach, devices).ToArray(), Enumerable.Repeat(probesEach, devices).ToArray());
        var detector = new Detector(layout, DetectorSettings.Nmc());
        CauseSet causes = detector.Causes;
        var others = new HashSet<object>(ReferenceEqualityComparer.Instance)
        {
            layout, detector.Book, detector.Columns, causes.features.settings,
        };
        int kept = DeviceHeap.BytesOf(causes, others);
        int stated = CauseSet.BytesFor(layout);
        Assert.IsTrue(stated >= kept, $"stated {stated}, kept {kept}");
        Assert.IsTrue(stated <= (kept * 1.02) + 200, $"stated {stated}, kept only {kept}");
    }
}
