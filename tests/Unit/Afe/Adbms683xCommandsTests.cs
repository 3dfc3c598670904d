using System;
using System.Collections.Generic;
using System.Reflection;
using System.Text.Json;
using DataBox.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Adbms683xCommandsTests
{
    private static readonly Dictionary<string, string> s_vectorNames = new()
    {
        ["WriteConfigA"] = "WRCFGA",
        ["WriteConfigB"] = "WRCFGB",
        ["ReadConfigA"] = "RDCFGA",
        ["ReadConfigB"] = "RDCFGB",
        ["ReadAllRaw"] = "RDCVALL",
        ["ReadAllAveraged"] = "RDACALL",
        ["ReadAllFiltered"] = "RDFCALL",
        ["ReadAllRedundant"] = "RDSVALL",
        ["ReadStatusA"] = "RDSTATA",
        ["ReadStatusB"] = "RDSTATB",
        ["ReadStatusC"] = "RDSTATC",
        ["ReadStatusD"] = "RDSTATD",
        ["Snap"] = "SNAP",
        ["Unsnap"] = "UNSNAP",
        ["ClearCells"] = "CLRCELL",
        ["ClearAux"] = "CLRAUX",
        ["ClearVoltageFlags"] = "CLOVUV",
        ["ClearFlags"] = "CLRFLAG",
        ["ConvertCells"] = "ADCV continuous + redundant (RD)",
        ["ConvertCellsResetFilter"] = "ADCV continuous + RD + reset filter",
        ["ConvertOpenEven"] = "ADSV single, open wire even",
        ["ConvertOpenOdd"] = "ADSV single, open wire odd",
        ["ConvertAux"] = "ADAX all",
        ["ConvertAuxPullDown"] = "ADAX all, open wire, pull down",
        ["ConvertAuxPullUp"] = "ADAX all, open wire, pull up",
        ["ConvertAuxRedundant"] = "ADAX2 all",
    };

    [TestMethod]
    public void Every_frozen_frame_is_its_vector_and_counts_as_the_driver_counts()
    {
        FieldInfo[] fields = typeof(Adbms683xCommands).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.AreEqual(s_vectorNames.Count, fields.Length);
        foreach (FieldInfo field in fields)
        {
            JsonElement row = Row(s_vectorNames[field.Name]);
            Assert.AreEqual(row.GetProperty("frame").GetString(), ((int)field.GetRawConstantValue()!).ToString("X8"), field.Name);
            Assert.AreEqual(!field.Name.StartsWith("Read", StringComparison.Ordinal),
                row.GetProperty("increments_counter").GetBoolean(), field.Name);
        }
    }

    [TestMethod]
    public void Register_groups_are_read_by_their_vectors()
    {
        foreach ((byte result, string name) in new[]
        {
            (Adbms683xMode.Raw, "RDCV"), (Adbms683xMode.Averaged, "RDAC"), (Adbms683xMode.Filtered, "RDFC"),
        })
        {
            for (int group = 0; group < 6; group++)
            {
                Check(name + (char)('A' + group), Adbms683xCommands.ReadCells(result, group));
            }

            Check(name + "ALL", Adbms683xCommands.ReadAllCells(result));
        }

        for (int group = 0; group < 4; group++)
        {
            Check("RDAUX" + (char)('A' + group), Adbms683xCommands.ReadAux(group));
            Check("RDRAX" + (char)('A' + group), Adbms683xCommands.ReadAuxRedundant(group));
        }
    }

    [TestMethod]
    public void Nothing_that_discharges_a_cell_is_in_the_table()
    {
        // WRPWMA, WRPWMB, UNMUTE; and no conversion with DCP (bit 4 of ADCV and ADSV).
        foreach (FieldInfo field in typeof(Adbms683xCommands).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            int code = (int)((uint)(int)field.GetRawConstantValue()! >> 16);
            CollectionAssert.DoesNotContain(new[] { 0x20, 0x21, 0x29, 0x27 }, code, field.Name);
            bool convertsCells = (code & ~0x197) == 0x260 || (code & ~0x093) == 0x168;
            Assert.IsFalse(convertsCells && (code & 0x10) != 0, field.Name);
        }
    }

    [TestMethod]
    public void Modes_have_their_results_and_filters()
    {
        Assert.AreEqual(Adbms683xMode.Raw, Adbms683xConfig.From(new AfeConfig()).result);
        Assert.AreEqual(Adbms683xMode.Averaged, Adbms683xConfig.From(new AfeConfig { mode = "averaged" }).result);
        Adbms683xConfig filtered = Adbms683xConfig.From(new AfeConfig { mode = "filtered-5hz" });
        Assert.AreEqual((Adbms683xMode.Filtered, 5), (filtered.result, filtered.filter));
        Assert.AreEqual(1, Adbms683xConfig.From(new AfeConfig { mode = "filtered" }).filter);
        var refused = Assert.ThrowsExactly<ArgumentException>(() => Adbms683xConfig.From(new AfeConfig { mode = "7khz" }));
        StringAssert.Contains(refused.Message, "raw, averaged, filtered");
    }

    private static void Check(string name, int frame)
    {
        Assert.AreEqual(Row(name).GetProperty("frame").GetString(), frame.ToString("X8"), name);
    }

    private static JsonElement Row(string name)
    {
        foreach (JsonElement row in AfeVectors.Part("adbms6830_commands").EnumerateArray())
        {
            if (row.GetProperty("name").GetString() == name)
            {
                return row;
            }
        }

        throw new ArgumentException("no vector " + name);
    }
}
