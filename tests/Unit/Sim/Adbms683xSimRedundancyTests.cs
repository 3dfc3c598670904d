using System;
using DataBox.Sim;
using Microsoft.VisualStudio.TestTools.UnitTesting;

namespace DataBox.Tests.Unit.Sim;

/// <summary>S-ADC beside the C-ADC: its time, its comparison, reads of both.</summary>
[TestClass]
public class Adbms683xSimRedundancyTests
{
    private const int PowerOn = 0x7FFF;

    [TestMethod]
    public void S_ADC_takes_eight_milliseconds_and_their_mean()
    {
        Adbms683xBench bench = Bench(3000000);
        bench.Send(Adbms683xBench.Adsv);
        bench.clock.Advance(3500);
        bench.chain.SetAllCellsMicrovolts(3800000);
        bench.Wait(4400);
        Assert.AreEqual(PowerOn, bench.Words(Adbms683xBench.Rdsvall, 0, 32)[0]);
        bench.Wait(100);
        Assert.AreEqual(3400050, bench.Microvolts(Adbms683xBench.Rdsvall)[0], 150);
        Assert.AreEqual(PowerOn, bench.Words(Adbms683xBench.Rdcva)[0], "the C-ADC was not asked");
    }

    [TestMethod]
    [DataRow(0, 5100)]
    [DataRow(1, 8100)]
    [DataRow(2, 9100)]
    [DataRow(3, 10050)]
    [DataRow(4, 15000)]
    [DataRow(5, 19950)]
    [DataRow(6, 25050)]
    [DataRow(7, 45050)]
    public void Redundant_measurement_flags_a_difference_over_CTH(int cth, int microvolts)
    {
        foreach (int converter in new[] { 0, 1 })
        {
            Adbms683xBench bench = Bench(3600000);
            bench.Write(0x001, "8" + cth + "0000FF0300");
            bench.chain.SetConverterOffsetMicrovolts(0, converter, -microvolts + 300);
            bench.Send(Adbms683xBench.AdcvContinuousRedundant);
            bench.Wait(8100);
            byte[] status = bench.Data(Adbms683xBench.Rdstatc);
            Assert.AreEqual("0000", Convert.ToHexString(status[..2]));
            Assert.AreEqual(0x20, status[5] & 0x20, "COMP");

            bench.chain.SetConverterOffsetMicrovolts(0, converter, microvolts + 300);
            bench.Wait(16100);
            Assert.AreEqual("FFFF", Convert.ToHexString(bench.Data(Adbms683xBench.Rdstatc)[..2]));
            Assert.AreEqual("0000", Convert.ToHexString(bench.Data(Adbms683xBench.Rdstatc, 1)[..2]), "the other device");
            int shown = bench.Microvolts(converter == 0 ? Adbms683xBench.Rdcvall : Adbms683xBench.Rdsvall)[7];
            Assert.AreEqual(3600000 + microvolts + 300, shown, 75);
        }
    }

    [TestMethod]
    public void Voltage_that_moves_during_a_redundant_measurement_is_no_mismatch()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.Send(Adbms683xBench.AdcvContinuousRedundant);
        for (int ms = 0; ms < 100; ms++)
        {
            bench.chain.SetAllCellsMicrovolts(3600000 - (ms % 16 * 40000));
            bench.Wait(1000);
        }

        Assert.AreEqual("0000", Convert.ToHexString(bench.Data(Adbms683xBench.Rdstatc)[..2]));
    }

    [TestMethod]
    public void ADSV_ends_the_comparison_unless_the_chain_is_chosen_to_resume_it()
    {
        foreach (bool resumes in new[] { false, true })
        {
            Adbms683xBench bench = Bench(3600000);
            bench.chain.Choices.RedundancyOutlivesAdsv = resumes;
            bench.Send(Adbms683xBench.AdcvContinuousRedundant);
            bench.Wait(9000);
            bench.Send(Adbms683xBench.Adsv);
            bench.Wait(40000);
            bench.chain.SetConverterOffsetMicrovolts(0, 1, 50000);
            bench.Wait(40000);
            byte[] status = bench.Data(Adbms683xBench.Rdstatc);
            Assert.AreEqual(resumes ? 0x20 : 0, status[5] & 0x20);
            Assert.AreEqual(resumes ? 0xFF : 0, status[0]);
            Assert.IsTrue(Rounds(bench) > 80, "the C-ADC went on");
        }
    }

    [TestMethod]
    public void Redundant_single_ends_after_eight_rounds()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.Send(Adbms683xBench.Adcv | 0x100);
        bench.Wait(30000);
        Assert.AreEqual(8, Rounds(bench));
        Assert.AreEqual(3600000, bench.Microvolts(Adbms683xBench.Rdacall)[2]);
        Assert.AreEqual(3600000, bench.Microvolts(Adbms683xBench.Rdsvall)[2]);
        Assert.AreEqual(0, bench.Data(Adbms683xBench.Rdstatc)[5] & 0x20);
    }

    [TestMethod]
    public void Combined_reads_hold_C_or_average_and_then_S()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.chain.SetCellMicrovolts(0, 15, 3300000);
        bench.Send(Adbms683xBench.Adcv | 0x100);
        bench.Wait(9000);
        foreach (int code in new[] { 0x011, 0x051 })
        {
            int[] words = bench.Words(code, 0, 64);
            Assert.AreEqual(14000, words[0]);
            Assert.AreEqual(12000, words[15]);
            Assert.AreEqual(14000, words[16]);
            Assert.AreEqual(12000, words[31]);
        }
    }

    [TestMethod]
    public void Broken_filter_is_no_mismatch_since_the_comparison_does_not_go_through_it()
    {
        Adbms683xBench bench = Bench(3600000);
        bench.chain.SetFilterBroken(0, true);
        bench.Send(Adbms683xBench.AdcvContinuousRedundant);
        bench.Wait(20000);
        Assert.AreEqual("0000", Convert.ToHexString(bench.Data(Adbms683xBench.Rdstatc)[..2]));
    }

    private static int Rounds(Adbms683xBench bench)
    {
        byte[] status = bench.Data(Adbms683xBench.Rdstatc);
        return (status[2] << 6) | (status[3] >> 2);
    }

    private static Adbms683xBench Bench(int microvolts)
    {
        Adbms683xBench bench = new Adbms683xBench(2).Ready();
        bench.chain.SetAllCellsMicrovolts(microvolts);
        return bench;
    }
}
