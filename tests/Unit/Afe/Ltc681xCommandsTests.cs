using System;
using System.Collections.Generic;
using System.Text.Json;
using DataBox.Afe;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Afe;

[TestClass]
public class Ltc681xCommandsTests
{
    [TestMethod]
    public void All_120_command_frames_of_the_vectors_verify_and_ours_are_among_them()
    {
        Dictionary<string, int> ours = DriverFrames();
        int rows = 0;
        int found = 0;
        foreach (JsonElement row in AfeVectors.Part("ltc681x_commands").EnumerateArray())
        {
            byte[] frame = AfeVectors.Bytes(row, "frame");
            string name = row.GetProperty("name").GetString()!;
            int code = (frame[0] << 8) | frame[1];
            int pec = Pec15.Compute(frame, 0, 2);
            Assert.AreEqual(AfeVectors.Word(row, "code"), code, name);
            Assert.AreEqual(AfeVectors.Word(row, "pec"), pec, name);
            Assert.AreEqual((frame[2] << 8) | frame[3], pec, name);
            if (ours.TryGetValue(name, out int driverFrame))
            {
                Assert.AreEqual((code << 16) | pec, driverFrame, name);
                found++;
            }

            rows++;
        }

        Assert.AreEqual(120, rows);
        Assert.AreEqual(ours.Count, found, "a command of the driver has no vector");
    }

    [TestMethod]
    public void No_command_discharges_or_permits_discharge()
    {
        foreach (KeyValuePair<string, int> command in DriverFrames())
        {
            int code = command.Value >>> 16;
            bool converts = (code & 0x0760) == 0x0260 || (code & 0x0760) == 0x0360;
            Assert.IsFalse(converts && (code & 0x0010) != 0, command.Key + " sets DCP");
            foreach (int forbidden in new[] { 0x0014, 0x0020, 0x001C, 0x0019, 0x0028, 0x0029 })
            {
                Assert.AreNotEqual(forbidden, code, command.Key);
            }
        }
    }

    /// <summary>Every frame the driver can send, by the vectors' names.</summary>
    private static Dictionary<string, int> DriverFrames()
    {
        var frames = new Dictionary<string, int>
        {
            ["WRCFGA"] = Ltc681xCommands.WriteConfigA,
            ["RDCFGA"] = Ltc681xCommands.ReadConfigA,
            ["WRCFGB"] = Ltc681xCommands.WriteConfigB,
            ["RDCFGB"] = Ltc681xCommands.ReadConfigB,
            ["RDSTATA"] = Ltc681xCommands.ReadStatusA,
            ["RDSTATB"] = Ltc681xCommands.ReadStatusB,
            ["CLRCELL"] = Ltc681xCommands.ClearCells,
            ["CLRAUX"] = Ltc681xCommands.ClearAux,
            ["CLRSTAT"] = Ltc681xCommands.ClearStatus,
            ["DIAGN"] = Ltc681xCommands.DiagnoseMux,
            ["ADOW md=2 pup=1 dcp=0 ch=0"] = Ltc681xCommands.OpenWireUp,
            ["ADOW md=2 pup=0 dcp=0 ch=0"] = Ltc681xCommands.OpenWireDown,
            ["ADOL md=2 dcp=0"] = Ltc681xCommands.OverlapCells,
            ["ADCVSC md=2 dcp=0"] = Ltc681xCommands.CellsAndSum,
            ["ADAX md=2 chg=6 (2nd reference only)"] = Ltc681xCommands.ReferenceOnly,
            ["ADAXD md=2 chg=0"] = Ltc681xCommands.AuxRedundant,
            ["AXOW md=2 pup=1 chg=0"] = Ltc681xCommands.AuxOpenUp,
            ["AXOW md=2 pup=0 chg=0"] = Ltc681xCommands.AuxOpenDown,
            ["ADSTATD md=2 chst=0"] = Ltc681xCommands.StatusRedundant,
            ["PLADC"] = Ltc681xCommands.Poll,
        };
        for (int group = 0; group < 6; group++)
        {
            frames["RDCV" + (char)('A' + group)] = Ltc681xCommands.ReadCells(group);
        }

        for (int group = 0; group < 4; group++)
        {
            frames["RDAUX" + (char)('A' + group)] = Ltc681xCommands.ReadAux(group);
        }

        for (byte mode = 0; mode < AdcMode.Count; mode++)
        {
            int md = s_md[mode];
            frames["ADCV md=" + md + " dcp=0 ch=0"] = Ltc681xCommands.ConvertCells(mode);
            frames["ADAX md=" + md + " chg=0"] = Ltc681xCommands.ConvertAux(mode);
            frames["ADSTAT md=" + md + " chst=0"] = Ltc681xCommands.ConvertStatus(mode);
            for (int pattern = 1; pattern <= 2; pattern++)
            {
                frames["CVST md=" + md + " st=" + pattern] = Ltc681xCommands.TestCells(mode, pattern);
                frames["AXST md=" + md + " st=" + pattern] = Ltc681xCommands.TestAux(mode, pattern);
                frames["STATST md=" + md + " st=" + pattern] = Ltc681xCommands.TestStatus(mode, pattern);
            }
        }

        return frames;
    }

    // 27, 14, 7, 3, 2, 1 kHz, 422, 26 Hz: the data sheet's MD bits, typed here again.
    private static readonly int[] s_md = { 1, 1, 2, 2, 3, 0, 0, 3 };

    [TestMethod]
    public void Conversion_times_are_those_of_the_vectors()
    {
        string[] keys = { "27k", "14k", "7k", "3k", "2k", "1k", "422", "26" };
        JsonElement times = AfeVectors.Part("conversion_times_us");
        var rows = new (string Chip, string Cells)[]
        {
            ("ltc6811", "LTC6804/6811 (12 cells)"),
            ("ltc6812", "LTC6812 (15 cells)"),
            ("ltc6813", "LTC6813/ADBMS1818 (18 cells)"),
            ("adbms1818", "LTC6813/ADBMS1818 (18 cells)"),
        };
        foreach ((string chip, string cells) in rows)
        {
            Ltc681xModel model = Ltc681xFamily.Model(chip);
            for (byte mode = 0; mode < AdcMode.Count; mode++)
            {
                Assert.AreEqual(times.GetProperty("adcv_all").GetProperty(cells).GetProperty(keys[mode]).GetInt32(),
                    model.CellMicros(mode), chip);
                if (chip != "ltc6811")
                {
                    Assert.AreEqual(times.GetProperty("adax_all").GetProperty("LTC6812/6813/ADBMS1818")
                        .GetProperty(keys[mode]).GetInt32(), model.AuxMicros(mode), chip);
                }

                Assert.AreEqual(times.GetProperty("adstat_all").GetProperty("LTC6811/6812/6813").GetProperty(keys[mode])
                    .GetInt32(), model.StatusMicros(mode), chip);
            }
        }

        // The slowest converter that the data sheet allows is waited for.
        Assert.IsTrue(Ltc681xModel.WaitMicros(1956) >= 2077);
        Assert.IsTrue(Ltc681xModel.WaitMicros(201325) >= 213800);
        Assert.IsTrue(Ltc681xModel.WaitMicros(2343) >= 2488);
        Assert.IsTrue(Ltc681xModel.WaitMicros(1121) >= 1191);
    }

    [TestMethod]
    public void Catalogue_finds_what_it_names_and_nothing_else()
    {
        foreach (AfeChip chip in new Ltc681xFamily().Chips)
        {
            Assert.AreEqual(chip.name, Ltc681xFamily.Model(chip.name).name);
            Assert.AreEqual(chip.name, AfeCatalogue.Find(chip.name).name);
        }

        Assert.IsNull(Ltc681xFamily.Model("ltc6810"));
        Assert.IsNull(Ltc681xFamily.Model(""));
    }
}
